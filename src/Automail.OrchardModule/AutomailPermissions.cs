using OrchardCore;
using OrchardCore.Security.Permissions;

namespace Automail.OrchardModule;

/// <summary>Who may do what.</summary>
public sealed class AutomailPermissions : IPermissionProvider
{
    /// <summary>Everything of Automail.</summary>
    public static readonly Permission ManageAutomail = new("ManageAutomail", "Manage Automail");

    /// <summary>The settings, the mail server's account among them.</summary>
    public static readonly Permission ManageAutomailSettings = new("ManageAutomailSettings", "Manage Automail settings", [ManageAutomail], isSecurityCritical: true);

    /// <summary>Who is in which sequence: putting people in, pausing, resuming, skipping ahead, taking out.</summary>
    public static readonly Permission ManageEnrollments = new("ManageAutomailEnrollments", "Manage people in sequences", [ManageAutomail]);

    /// <summary>The people and what they did.</summary>
    public static readonly Permission ViewContacts = new("ViewAutomailContacts", "View contacts", [ManageAutomail, ManageEnrollments]);

    /// <summary>Every mail, sent or not, and why not.</summary>
    public static readonly Permission ViewMailLog = new("ViewAutomailMailLog", "View the mail log", [ManageAutomail]);

    /// <summary>Sending events to <c>POST /automail/events</c>, for shops and their servers.</summary>
    public static readonly Permission ReceiveEvents = new("SendAutomailEvents", "Send events to Automail", [ManageAutomail]);

    /// <summary>Putting contacts into sequences and taking them out at <c>/automail/sequences/{id}/enrollments</c>, for shops and their servers.</summary>
    public static readonly Permission EnrollByApi = new("EnrollInAutomailSequences", "Enroll contacts in sequences over the API", [ManageAutomail]);

    /// <summary>Writing values into mail without encoding.</summary>
    public static readonly Permission UseRawOutput = new("UseRawAutomailOutput", "Use raw output in e-mail templates", [ManageAutomail], isSecurityCritical: true);

    private static readonly Permission[] All = [ManageAutomail, ManageAutomailSettings, ManageEnrollments, ViewContacts, ViewMailLog, ReceiveEvents, EnrollByApi, UseRawOutput];

    /// <inheritdoc/>
    public Task<IEnumerable<Permission>> GetPermissionsAsync() => Task.FromResult<IEnumerable<Permission>>(All);

    /// <inheritdoc/>
    public IEnumerable<PermissionStereotype> GetDefaultStereotypes() =>
    [
        new PermissionStereotype { Name = OrchardCoreConstants.Roles.Administrator, Permissions = All },
        new PermissionStereotype { Name = OrchardCoreConstants.Roles.Editor, Permissions = [ViewContacts, ViewMailLog] },
    ];
}
