using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>Why a contact is kept out of a sequence, besides the reasons of the gate.</summary>
public static class EntryReasons
{
    /// <summary>The contact is inside.</summary>
    public const string Inside = "inside";

    /// <summary>The contact was inside, and re-entry does not allow another time now.</summary>
    public const string Reentry = "re-entry";

    /// <summary>The sequence lets nobody in.</summary>
    public const string Closed = "closed";
}

/// <summary>Whether a contact may be put into a sequence.</summary>
/// <param name="Contact">Who.</param>
/// <param name="Reason">Why not: one of <see cref="EntryReasons"/>, or of <see cref="GateReasons"/> when the gate would send nothing of the sequence's purpose; null when the contact may.</param>
public sealed record EntryAnswer(Contact Contact, string? Reason);

/// <summary>
/// Tells who of many may be put into a sequence by an operator: those whom re-entry allows, and to whom the gate would let its mail go. What passes by itself, a cap or hours of quiet, keeps nobody out.
/// </summary>
/// <param name="site">The site.</param>
/// <param name="catalog">The sequences.</param>
/// <param name="gate">The gate.</param>
/// <param name="clock">The present.</param>
public sealed class EntryCheck(ISite site, SequenceCatalog catalog, GateKeeper gate, TimeProvider clock)
{
    /// <summary>Asks about contacts.</summary>
    /// <param name="unit">The unit in which it is read.</param>
    /// <param name="sequenceId">The sequence, in the version that lets people in.</param>
    /// <param name="contacts">Who.</param>
    /// <param name="since">Whoever has entered at this moment or later, UTC, is kept out: who puts many in, bit by bit, puts nobody in twice. Null for no such moment.</param>
    /// <returns>An answer for each, in their order.</returns>
    public async Task<IReadOnlyList<EntryAnswer>> AskAsync(IUnitOfWork unit, string sequenceId, IReadOnlyList<Contact> contacts, DateTimeOffset? since = null)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(contacts);
        await catalog.RefreshAsync(unit);
        if (!catalog.Admits(sequenceId) || !catalog.Current.TryGetValue(sequenceId, out var plan))
        {
            return [.. contacts.Select(contact => new EntryAnswer(contact, EntryReasons.Closed))];
        }

        var (profile, now) = (await site.GetProfileAsync(), clock.Now());
        var gates = await gate.AskAsync(unit, [.. contacts.Select(contact => Mail(contact, plan.Definition.Purpose, now))]);
        var answers = new List<EntryAnswer>(contacts.Count);
        foreach (var (contact, at) in contacts.Zip(gates))
        {
            var last = await unit.Enrollments.LatestAsync(sequenceId, contact.Id);
            answers.Add(new EntryAnswer(contact, last is { Status: EnrollmentStatus.Active } ? EntryReasons.Inside
                : last?.EnteredAt >= since || !plan.Definition.Reentry.Allows(last, now, WallClock.Zone(contact.TimeZone, profile.TimeZone)) ? EntryReasons.Reentry
                : at.Decision.Reason is GateReasons.FrequencyCap or GateReasons.QuietHours ? null
                : at.Decision.Reason));
        }

        return answers;
    }

    /// <summary>How long after the beginning somebody enters, when entries are spread over a time: the same for the same seed, and about as many in each part of it.</summary>
    /// <param name="seed">What tells one spreading from another.</param>
    /// <param name="who">Who.</param>
    /// <param name="over">The time, from zero.</param>
    /// <returns>At least zero and less than <paramref name="over"/>, in whole milliseconds.</returns>
    public static TimeSpan Offset(string seed, string who, TimeSpan over)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{who}"), hash);
        return over < TimeSpan.FromMilliseconds(1) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)over.TotalMilliseconds);
    }

    private static SendRecord Mail(Contact contact, string purpose, DateTimeOffset now) => new()
    {
        Id = "",
        Key = new SendKey("", 0, "", "", 0),
        ContactId = contact.Id,
        Template = "",
        Purpose = purpose,
        QueuedAt = now,
        UpdatedAt = now,
    };
}
