using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;
using OrchardCore.Contents;
using OrchardCore.Email;
using OrchardCore.Navigation;

namespace Automail.OrchardModule;

/// <summary>Automail in the admin menu.</summary>
internal sealed class AutomailMenu(IStringLocalizer<AutomailMenu> localizer) : AdminNavigationProvider
{
    private const string Area = "Automail.OrchardModule";
    private readonly IStringLocalizer S = localizer;

    /// <inheritdoc/>
    protected override ValueTask BuildAsync(NavigationBuilder builder)
    {
        builder.Add(S["Automail"], "7", automail => automail
            .AddClass("automail")
            .Id("automail")
            .Add(S["Contacts"], "1", item => item.Action("Index", "Contacts", Area).Permission(AutomailPermissions.ViewContacts).LocalNav())
            .Add(S["Mail log"], "2", item => item.Action("Index", "MailLog", Area).Permission(AutomailPermissions.ViewMailLog).LocalNav())
            .Add(S["Templates"], "3", item => item
                .Action("List", "Admin", new RouteValueDictionary { ["area"] = "OrchardCore.Contents", ["contentTypeId"] = Templates.TemplateTypes.Template })
                .Permission(CommonPermissions.ListContent)
                .Resource(Templates.TemplateTypes.Template)
                .LocalNav())
            .Add(S["Sequences"], "2.5", item => item
                .Action("List", "Admin", new RouteValueDictionary { ["area"] = "OrchardCore.Contents", ["contentTypeId"] = Sequences.Editing.SequenceTypes.Sequence })
                .Permission(CommonPermissions.ListContent)
                .Resource(Sequences.Editing.SequenceTypes.Sequence)
                .LocalNav())
            .Add(S["People in sequences"], "2.7", item => item.Action("Index", "Sequences", Area).Permission(AutomailPermissions.ViewContacts).LocalNav())
            .Add(S["Layouts"], "4", item => item
                .Action("List", "Admin", new RouteValueDictionary { ["area"] = "OrchardCore.Contents", ["contentTypeId"] = Templates.TemplateTypes.Layout })
                .Permission(CommonPermissions.ListContent)
                .Resource(Templates.TemplateTypes.Layout)
                .LocalNav())
            .Add(S["Webhooks"], "4.5", item => item.Action("Index", "Webhooks", Area).Permission(AutomailPermissions.ManageAutomailSettings).LocalNav())
            .Add(S["Settings"], "5", item => item
                .Action("Index", "Admin", new RouteValueDictionary { ["area"] = "OrchardCore.Settings", ["groupId"] = EmailSettings.GroupId, ["tab"] = "automail" })
                .Permission(AutomailPermissions.ManageAutomailSettings)
                .LocalNav()));
        return ValueTask.CompletedTask;
    }
}
