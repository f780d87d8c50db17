using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using OrchardCore.DisplayManagement.Entities;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.DisplayManagement.Views;
using OrchardCore.Email;
using OrchardCore.Environment.Shell;
using OrchardCore.Mvc.ModelBinding;
using OrchardCore.Settings;

namespace Automail.OrchardModule.Delivery.Settings;

/// <summary>The tab "Automail" of the site's e-mail settings.</summary>
internal sealed class AutomailSettingsDriver(
    AutomailSettingsReader reader,
    AutomailSettingsForm form,
    OrchardSite orchardSite,
    IShellReleaseManager shell,
    IAuthorizationService authorization,
    IHttpContextAccessor contexts)
    : SiteDisplayDriver<AutomailSettings>
{
    /// <inheritdoc/>
    protected override string SettingsGroupId => EmailSettings.GroupId;

    /// <inheritdoc/>
    public override async Task<IDisplayResult?> EditAsync(ISite site, AutomailSettings settings, BuildEditorContext context)
        => !await MayAsync() ? null : Initialize<AutomailSettingsViewModel>("AutomailSettings_Edit", async model =>
        {
            var inForce = await reader.GetAsync();
            AutomailSettingsForm.Fill(model, settings, inForce);
            model.Problem = await orchardSite.FindProblemAsync();
        }).Location("Content:6#Automail;6").OnGroup(SettingsGroupId);

    /// <inheritdoc/>
    public override async Task<IDisplayResult?> UpdateAsync(ISite site, AutomailSettings settings, UpdateEditorContext context)
    {
        if (!await MayAsync())
        {
            return null;
        }

        var model = new AutomailSettingsViewModel();
        if (await context.Updater.TryUpdateModelAsync(model, Prefix))
        {
            foreach (var (field, problem) in form.Check(model))
            {
                context.Updater.ModelState.AddModelError(Prefix, field, problem);
            }
        }

        if (context.Updater.ModelState.IsValid)
        {
            var before = (await reader.GetAsync()).IsConfigured;
            form.Apply(model, settings);
            if (AutomailOptions.Create(settings, reader.Configured, _ => null).IsConfigured != before)
            {
                // Orchard reads its list of providers once, when the tenant starts.
                shell.RequestRelease();
            }
        }

        return await EditAsync(site, settings, context);
    }

    private async Task<bool> MayAsync()
        => contexts.HttpContext?.User is { } user && await authorization.AuthorizeAsync(user, AutomailPermissions.ManageAutomailSettings);
}
