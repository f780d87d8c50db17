using Automail.Engine.Delivery;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>A decision about a passage, and of a mail what became of it.</summary>
/// <param name="Entry">The decision.</param>
/// <param name="Mail">Of a mail: its record in the ledger, with its state and the gate's reason; null for other decisions, and when the ledger has none.</param>
public sealed record TracedDecision(TraceEntry Entry, SendRecord? Mail);

/// <summary>Why somebody got a mail, or did not.</summary>
public static class PassageTrace
{
    /// <summary>The decisions that are kept of a passage, oldest first.</summary>
    /// <param name="unit">The unit in which it is read.</param>
    /// <param name="enrollmentId">The passage; one that there is not has none.</param>
    public static async Task<IReadOnlyList<TracedDecision>> ReadAsync(IUnitOfWork unit, string enrollmentId)
    {
        if ((await unit.Enrollments.GetAsync([enrollmentId])).GetValueOrDefault(enrollmentId) is not { } passage)
        {
            return [];
        }

        var entries = TraceLog.Read(passage.Trace);
        var mails = await unit.Ledger.GetAsync([.. entries.SelectMany(Ids).Distinct()]);
        return [.. entries.Select(entry => new TracedDecision(entry, Ids(entry).Select(id => mails.GetValueOrDefault(id)).FirstOrDefault(mail => Means(entry, mail))))];

        // Of several people who are told by one step, each has a record.
        IEnumerable<string> Ids(TraceEntry entry) => entry.Kind switch
        {
            TraceKind.Mail or TraceKind.Webhook => [SequenceRunner.MailKey(passage, entry.StepId!).ToId()],
            TraceKind.Notify => Enumerable.Range(0, NotifyStep.MaxAddresses).Select(place => SequenceRunner.NoticeKey(passage, entry.StepId!, place).ToId()),
            _ => [],
        };

        static bool Means(TraceEntry entry, SendRecord? mail) => mail is not null && (entry.Kind != TraceKind.Notify || mail.Email == entry.Text);
    }
}
