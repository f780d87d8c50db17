using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>A mail at the gate, with all that was looked up for it.</summary>
internal sealed record AtGate(SendRecord Record, Contact? Contact, Enrollment? Enrollment, GateDecision Decision);

/// <summary>Collects the facts for the gate, for many mails with few queries, and asks it.</summary>
public sealed class GateKeeper(ISite site, TimeProvider clock)
{
    /// <summary>What the gate would say about one mail now.</summary>
    public async Task<GateDecision> AskAsync(IUnitOfWork unit, Contact contact, string purpose, string? enrollmentId = null)
    {
        var now = clock.Now();
        var record = new SendRecord
        {
            Id = "",
            Key = new SendKey("", 0, "", "", 0),
            ContactId = contact.Id,
            Template = "",
            Purpose = purpose,
            EnrollmentId = enrollmentId,
            QueuedAt = now,
            UpdatedAt = now,
        };
        return (await AskAsync(unit, [record]))[0].Decision;
    }

    internal async Task<IReadOnlyList<AtGate>> AskAsync(IUnitOfWork unit, IReadOnlyList<SendRecord> records)
    {
        var profile = await site.GetProfileAsync();
        var now = clock.Now();
        string[] contactIds = [.. records.Select(record => record.ContactId).Distinct()];
        var contacts = await unit.Contacts.GetAsync(contactIds);
        var enrollments = await unit.Enrollments.GetAsync([.. records.Select(record => record.EnrollmentId).OfType<string>().Distinct()]);
        var suppressions = await unit.Suppressions.FindAsync([.. contacts.Values.Select(contact => contact.Email).Concat(records.Select(NoticedAt)).OfType<string>().Distinct().Select(Suppression.Hash)]);
        var consents = new Dictionary<string, IReadOnlyDictionary<string, ConsentRecord>>(StringComparer.Ordinal);
        foreach (var purpose in records.Select(record => record.Purpose).Distinct().Where(Purposes.NeedConsent))
        {
            consents[purpose] = await unit.Consents.CurrentAsync(contactIds, purpose);
        }

        var sent = profile.Gate.Cap is null
            ? new Dictionary<string, int>()
            : (await unit.Ledger.CountSentAsync(contactIds, now - profile.Gate.CapPeriod)).ToDictionary();
        var answers = new List<AtGate>(records.Count);
        foreach (var record in records)
        {
            var contact = contacts.GetValueOrDefault(record.ContactId);
            var enrollment = record.EnrollmentId is null ? null : enrollments.GetValueOrDefault(record.EnrollmentId);
            var to = contact is null ? null : NoticedAt(record) ?? contact.Email;
            var decision = Gate.Decide(
                new GateFacts
                {
                    Now = now,
                    Purpose = record.Purpose,
                    Address = to,
                    Suppression = to is { } address ? suppressions.GetValueOrDefault(Suppression.Hash(address)) : null,
                    Consent = consents.GetValueOrDefault(record.Purpose)?.GetValueOrDefault(record.ContactId),
                    // What the team is told has happened, however the passage goes on.
                    JourneyEnded = record.Kind == SendKind.Mail && enrollment?.Status is EnrollmentStatus.Exited or EnrollmentStatus.GoalReached or EnrollmentStatus.Removed,
                    SentWithinPeriod = sent.GetValueOrDefault(record.ContactId),
                    Zone = WallClock.Zone(contact?.TimeZone, profile.TimeZone),
                },
                profile.Gate);
            if (decision.Allowed && Purposes.NeedConsent(record.Purpose))
            {
                // Two mails to one contact in one batch count against the same cap.
                sent[record.ContactId] = sent.GetValueOrDefault(record.ContactId) + 1;
            }

            answers.Add(new AtGate(record, contact, enrollment, decision));
        }

        return answers;
    }

    /// <summary>The address of a person of the team; null for a mail to the contact.</summary>
    private static string? NoticedAt(SendRecord record) => record.Kind == SendKind.Notice ? record.Email : null;
}
