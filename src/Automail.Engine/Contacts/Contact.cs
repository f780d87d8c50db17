using System.Text.Json;

namespace Automail.Engine.Contacts;

/// <summary>A person that mail goes to, or a visitor who may become one. Immutable: changes are made with <c>with</c>.</summary>
public sealed record Contact
{
    /// <summary>Our own key, derived from the identity that was seen first; see <see cref="ContactIdentity.ToContactId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The normalized e-mail address, or null while nobody knows it.</summary>
    public string? Email { get; init; }

    /// <summary>The key by which a shop or CRM knows the person.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The visitor ids that turned out to be this person.</summary>
    public IReadOnlyList<string> AnonymousIds { get; init; } = [];

    /// <summary>The name as the person writes it. Hostile text: encode it wherever it is shown.</summary>
    public string? Name { get; init; }

    /// <summary>The given name, if told; see <see cref="GivenName"/>.</summary>
    public string? FirstName { get; init; }

    /// <summary>A BCP 47 language tag, for example <c>nl-BE</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>An IANA zone, for example <c>Europe/Amsterdam</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Tags, sorted, without doubles.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whatever else is known, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Attributes { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>How many orders were placed.</summary>
    public int OrderCount { get; init; }

    /// <summary>The sum of all orders, in the shop's currency.</summary>
    public decimal OrderTotal { get; init; }

    /// <summary>When the last order was placed, UTC.</summary>
    public DateTimeOffset? LastOrderTime { get; init; }

    /// <summary>When the contact was first seen, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the profile last changed, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The given name, else the first word of the name, else null.</summary>
    public string? GivenName => string.IsNullOrWhiteSpace(FirstName)
        ? Name?.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
        : FirstName;

    /// <summary>Every identity by which this contact can be found.</summary>
    public IEnumerable<ContactIdentity> Identities()
    {
        if (Email is not null)
        {
            yield return new ContactIdentity(IdentityKind.Email, Email);
        }

        if (ExternalId is not null)
        {
            yield return new ContactIdentity(IdentityKind.Key, ExternalId);
        }

        foreach (var id in AnonymousIds)
        {
            yield return new ContactIdentity(IdentityKind.Key, id);
        }
    }
}
