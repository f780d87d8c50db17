using Automail.OrchardModule.Behavior.Recording;

namespace Automail.OrchardModule.Contacts.Users;

/// <summary>
/// What a registration form asked beside the account. A form's handler fills it before it creates the user (service of the scope); then it is part of the
/// <c>user.registered</c> event, so that a journey that starts with it knows the consent.
/// </summary>
public sealed class RegistrationDetails
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>A BCP 47 tag; without one, the language of the request.</summary>
    public string? Locale { get; set; }

    /// <summary>An IANA zone.</summary>
    public string? TimeZone { get; set; }

    /// <summary>What was agreed to.</summary>
    public List<ConsentGiven> Consents { get; } = [];
}
