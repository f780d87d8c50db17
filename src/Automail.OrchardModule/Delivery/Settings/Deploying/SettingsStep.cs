using System.Text.Json.Nodes;
using Microsoft.Extensions.Localization;
using OrchardCore.Entities;
using OrchardCore.Environment.Shell;
using OrchardCore.Recipes.Models;
using OrchardCore.Recipes.Services;
using OrchardCore.Settings;

namespace Automail.OrchardModule.Delivery.Settings.Deploying;

/// <summary>
/// The recipe step <c>{ "name": "AutomailSettings", … }</c>: sets what it names, all of it or nothing; null gives a setting back to the configuration. The rules are those of the
/// settings page. A <c>Password</c> is protected before it is kept.
/// </summary>
internal sealed class SettingsStep(
    ISiteService sites, AutomailSettingsReader reader, AutomailSettingsForm form, IShellReleaseManager shell, IStringLocalizer<SettingsStep> localizer)
    : NamedRecipeStepHandler(StepId)
{
    /// <summary>The step's name.</summary>
    public const string StepId = "AutomailSettings";

    private readonly IStringLocalizer S = localizer;

    /// <inheritdoc/>
    protected override async Task HandleAsync(RecipeExecutionContext context)
    {
        var site = await sites.LoadSiteSettingsAsync();
        var before = await reader.GetAsync();
        var settings = site.GetOrCreate<AutomailSettings>();
        foreach (var (name, value) in context.Step)
        {
            if (name != "name" && Take(name, value, settings) is { } problem)
            {
                context.Errors.Add($"{name}: {problem}");
            }
        }

        var inForce = AutomailOptions.Create(settings, reader.Configured, _ => null);
        if (context.Errors.Count == 0)
        {
            var model = new AutomailSettingsViewModel();
            AutomailSettingsForm.Fill(model, settings, inForce);
            foreach (var (field, problem) in form.Check(model))
            {
                context.Errors.Add($"{NameOf(field)}: {problem}");
            }
        }

        if (context.Errors.Count > 0)
        {
            return;
        }

        site.Put(settings);
        await sites.UpdateSiteSettingsAsync(site);
        if (inForce.IsConfigured != before.IsConfigured)
        {
            // Orchard reads its list of providers once, when the tenant starts.
            shell.RequestRelease();
        }
    }

    private string? Take(string name, JsonNode? value, AutomailSettings settings)
    {
        switch (name)
        {
            case nameof(AutomailSettings.Password):
                settings.ProtectedPassword = value?.ToString() is { Length: > 0 } password ? reader.Protect(password) : null;
                return null;
            case nameof(AutomailSettings.ProtectedPassword):
                return S["no other site can read it; a recipe may have a Password."].Value;
            default:
                return !SettingsJson.Names.Contains(name) ? S["is no setting; there are {0}.", string.Join(", ", SettingsJson.Names)].Value
                    : !SettingsJson.TryRead(name, value, settings) ? S["the value is not of the right kind."].Value
                    : null;
        }
    }

    private static string NameOf(string field) => field switch
    {
        nameof(AutomailSettingsViewModel.CartIdleMinutes) => nameof(AutomailSettings.CartIdle),
        nameof(AutomailSettingsViewModel.CapPeriodHours) => nameof(AutomailSettings.CapPeriod),
        _ => field,
    };
}
