using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Automail.Engine.Delivery;

/// <summary>What has become of a mail.</summary>
public enum SendState
{
    /// <summary>Recorded, waiting for its moment.</summary>
    Queued,

    /// <summary>Handed to the transport. Found after a crash, it is in doubt.</summary>
    Sending,

    /// <summary>Accepted by the mail server.</summary>
    Sent,

    /// <summary>Not sent because the gate said no; see <see cref="SendRecord.Reason"/>.</summary>
    Skipped,

    /// <summary>Could not be rendered or was refused for good.</summary>
    Failed,

    /// <summary>Nobody knows whether the server accepted it. Not sent again; an operator decides.</summary>
    InDoubt,
}

/// <summary>What a record of the ledger is about.</summary>
public enum SendKind
{
    /// <summary>A mail to the contact, made of a template.</summary>
    Mail,

    /// <summary>A mail about the contact to a person of the team, whose text was made when its step was reached.</summary>
    Notice,

    /// <summary>A call of an address of another system about the contact, whose body was made when its step was reached.</summary>
    Webhook,
}

/// <summary>One row of the ledger: a mail, sent or not, and why not. Unique by <see cref="Key"/>.</summary>
public sealed record SendRecord
{
    /// <summary>128 bits of the key's SHA-256, in hexadecimal; also the left side of the Message-ID.</summary>
    public required string Id { get; init; }

    /// <summary>What makes it this mail and no other.</summary>
    public required SendKey Key { get; init; }

    /// <summary>What it is about.</summary>
    public SendKind Kind { get; init; }

    /// <summary>Who; of what goes to others, whom it is about.</summary>
    public required string ContactId { get; init; }

    /// <summary>The address to which it goes; null when the contact had none.</summary>
    public string? Email { get; init; }

    /// <summary>Of a webhook: the address that is called.</summary>
    public string? Url { get; init; }

    /// <summary>The template's name; empty for what is made of none.</summary>
    public required string Template { get; init; }

    /// <summary>The version of the template that it was made with; null while it was not.</summary>
    public string? TemplateVersion { get; init; }

    /// <summary>The purpose, which decides about consent.</summary>
    public required string Purpose { get; init; }

    /// <summary>The enrollment that it belongs to; when that ended early, the mail is not sent.</summary>
    public string? EnrollmentId { get; init; }

    /// <summary>The version of the sequence that decided on it, of a passage that had been moved to that version; null for that of the key.</summary>
    public int? DecidedVersion { get; init; }

    /// <summary>What has become of it.</summary>
    public SendState State { get; init; }

    /// <summary>Why it was skipped or failed: a reason from <c>GateReasons</c>, or the error.</summary>
    public string? Reason { get; init; }

    /// <summary>The subject as sent.</summary>
    public string? Subject { get; init; }

    /// <summary>The Message-ID without angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>When it was recorded, UTC.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>When it last changed, UTC: the moment of sending for a sent one, of the decision for a skipped one.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a link of it was followed for the first time, UTC; null while none was. Only <see cref="ISendLedger.MarkClickedAsync"/> changes it.</summary>
    public DateTimeOffset? ClickedAt { get; init; }

    /// <summary>How often it was handed to the transport.</summary>
    public int Attempts { get; init; }

    /// <summary>The event that the template speaks of, as a JSON object with <c>type</c> and <c>time</c> beside the data; or null.</summary>
    public JsonElement? Event { get; init; }

    /// <summary>Further model values, a JSON object; or null.</summary>
    public JsonElement? Model { get; init; }

    /// <summary>Of a notice its plain text, of a webhook its JSON, until it has left: then it is not kept any more, and null.</summary>
    public string? Body { get; init; }
}

/// <summary>The send key (design, invariant 1): one key, one mail.</summary>
/// <param name="Journey">The sequence's or workflow type's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Instance">The enrollment or workflow instance.</param>
/// <param name="Step">The step or activity.</param>
/// <param name="Occurrence">How often that step was passed before, from 0.</param>
public sealed record SendKey(string Journey, int Version, string Instance, string Step, int Occurrence)
{
    /// <summary>The key as one line.</summary>
    public override string ToString() => $"{Journey}@{Version}/{Instance}/{Step}/{Occurrence}";

    /// <summary>The ledger's id: 128 bits of SHA-256 over the parts, each preceded by its length, so that no two keys run together.</summary>
    public string ToId()
    {
        var text = new StringBuilder();
        foreach (var part in (string[])[Journey, $"{Version}", Instance, Step, $"{Occurrence}"])
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}

/// <summary>What to look for in the ledger.</summary>
/// <param name="State">Only this state.</param>
/// <param name="Text">A part of the address, the URL or the template's name, without regard to case.</param>
/// <param name="ContactId">Only this contact.</param>
public sealed record SendQuery(SendState? State = null, string? Text = null, string? ContactId = null);

/// <summary>The ledger of mails. What becomes of the mails of sequences is counted in <c>IUnitOfWork.Tallies</c>, in the same transaction.</summary>
public interface ISendLedger
{
    /// <summary>Adds a record, or returns false when its id is there: then this mail exists and must not be made again.</summary>
    Task<bool> TryAddAsync(SendRecord record);

    /// <summary>The records with these ids; unknown ones are left out.</summary>
    Task<IReadOnlyDictionary<string, SendRecord>> GetAsync(IReadOnlyCollection<string> ids);

    /// <summary>Replaces a record, except for <see cref="SendRecord.ClickedAt"/>, which stays: who hands a mail over may be slower to write it down than its reader is to click.</summary>
    /// <exception cref="InvalidOperationException">There is none with this id.</exception>
    Task UpdateAsync(SendRecord record);

    /// <summary>Notes that somebody followed a link of a mail.</summary>
    /// <returns>Whether it was the first time; false, too, when there is no such mail.</returns>
    Task<bool> MarkClickedAsync(string id, DateTimeOffset time);

    /// <summary>Newest change first, then by id.</summary>
    Task<Page<SendRecord>> SearchAsync(SendQuery query, int skip, int take);

    /// <summary>How many mails that need consent were sent, or are being sent, to each contact at or after <paramref name="since"/>; contacts without any are left out.</summary>
    Task<IReadOnlyDictionary<string, int>> CountSentAsync(IReadOnlyCollection<string> contactIds, DateTimeOffset since);

    /// <summary>How many records there are in each state.</summary>
    Task<IReadOnlyDictionary<SendState, int>> CountByStateAsync();

    /// <summary>Gives all records of one contact to another.</summary>
    Task ReassignAsync(string fromContactId, string toContactId);
}
