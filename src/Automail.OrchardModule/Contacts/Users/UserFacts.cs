namespace Automail.OrchardModule.Contacts.Users;

/// <summary>What Automail keeps on a user, saved with the user, so that nothing is lost between a registration and its event.</summary>
public sealed class UserFacts
{
    /// <summary>When they registered, UTC; null for somebody who had an account before Automail came.</summary>
    public DateTimeOffset? RegisteredAt { get; set; }

    /// <summary>The address that their contact was told of last.</summary>
    public string? KnownEmail { get; set; }

    /// <summary>The visitor that they were before.</summary>
    public string? VisitorId { get; set; }

    /// <summary>The name, if the form asked for one.</summary>
    public string? Name { get; set; }

    /// <summary>The language in which they registered.</summary>
    public string? Locale { get; set; }

    /// <summary>Their IANA zone, if the form told it.</summary>
    public string? TimeZone { get; set; }

    /// <summary>What they agreed to when they registered.</summary>
    public List<Behavior.Recording.ConsentGiven> Consents { get; set; } = [];
}
