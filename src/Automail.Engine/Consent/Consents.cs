namespace Automail.Engine.Consent;

/// <summary>What a contact has said about mail for a purpose.</summary>
public enum ConsentStatus
{
    /// <summary>Asked, and not yet confirmed (double opt-in).</summary>
    Pending,

    /// <summary>Given.</summary>
    Granted,

    /// <summary>Taken back.</summary>
    Withdrawn,
}

/// <summary>One statement of consent with its proof: who, when, what text, where from (GDPR article 7(1)).</summary>
public sealed record ConsentRecord
{
    /// <summary>The contact.</summary>
    public required string ContactId { get; init; }

    /// <summary>The purpose, for example <c>marketing</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>What was said.</summary>
    public required ConsentStatus Status { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Where it was said: a form, a page, an import.</summary>
    public required string Source { get; init; }

    /// <summary>Which version of the text was shown.</summary>
    public string? TextVersion { get; init; }
}

/// <summary>The purposes that have a meaning of their own.</summary>
public static class Purposes
{
    /// <summary>Mail that the contact's own act calls for, such as a receipt. Needs no consent; unsubscribing does not stop it.</summary>
    public const string Transactional = "transactional";

    /// <summary>Promotion. Needs consent.</summary>
    public const string Marketing = "marketing";

    /// <summary>Whether mail for this purpose needs consent.</summary>
    public static bool NeedConsent(string purpose) => !string.Equals(purpose, Transactional, StringComparison.Ordinal);

    /// <summary>Checks a purpose's form: lower-case letters, digits and hyphens, 1 to 40 characters.</summary>
    /// <exception cref="FieldException">It has another form.</exception>
    public static string Check(string? purpose, string field)
        => purpose is { Length: > 0 and <= 40 } && purpose.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-')
            ? purpose
            : throw new FieldException(field, "is not a purpose: lower-case letters, digits and hyphens, at most 40.");
}

/// <summary>Keeps statements of consent. Nothing is overwritten; the latest statement by time, then by order of adding, is in force.</summary>
public interface IConsentStore
{
    /// <summary>Adds a statement.</summary>
    Task AddAsync(ConsentRecord record);

    /// <summary>The statements in force for a purpose, by contact; contacts that said nothing are left out.</summary>
    Task<IReadOnlyDictionary<string, ConsentRecord>> CurrentAsync(IReadOnlyCollection<string> contactIds, string purpose);

    /// <summary>All statements of a contact, oldest first.</summary>
    Task<IReadOnlyList<ConsentRecord>> HistoryAsync(string contactId);

    /// <summary>Gives all statements of one contact to another.</summary>
    Task ReassignAsync(string fromContactId, string toContactId);
}
