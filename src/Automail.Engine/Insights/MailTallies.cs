using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;

namespace Automail.Engine.Insights;

/// <summary>What a record of the ledger counts for at its step. A ledger counts the difference between before and after with every change, so that the numbers are those of its records, however often a mail is tried.</summary>
public static class MailTallies
{
    private const int MaxDetail = 60;

    /// <summary>What has become of the mail; null for nothing yet, and for mail of no sequence.</summary>
    public static StepTallyKey? Of(SendRecord record) => record.State switch
    {
        SendState.Sent => Key(record, StepFact.Sent),
        SendState.Skipped => Key(record, StepFact.Skipped, Reason(record.Reason)),
        SendState.Failed => Key(record, StepFact.Failed),
        SendState.InDoubt => Key(record, StepFact.InDoubt),
        _ => null,
    };

    /// <summary>That a link of it was followed; null for mail of no sequence, and to the team.</summary>
    public static StepTallyKey? Clicked(SendRecord record) => record.Kind == SendKind.Mail ? Key(record, StepFact.Clicked) : null;

    /// <summary>Counts that a link of the mail was followed for the first time.</summary>
    public static Task CountClickAsync(IStepTallies tallies, SendRecord record) => Clicked(record) is { } click ? tallies.AddAsync(click) : Task.CompletedTask;

    /// <summary>Counts what a change of a record means.</summary>
    /// <param name="tallies">Where to count.</param>
    /// <param name="before">The record before; null for a new one, or for one that counted for nothing.</param>
    /// <param name="after">The record as it is now.</param>
    public static async Task CountAsync(IStepTallies tallies, SendRecord? before, SendRecord after)
    {
        var (was, now) = (before is null ? null : Of(before), Of(after));
        if (was == now)
        {
            return;
        }

        if (was is { } gone)
        {
            await tallies.AddAsync(gone, -1);
        }

        if (now is { } come)
        {
            await tallies.AddAsync(come);
        }
    }

    /// <summary>The mail of a sequence has its passage as the instance of its key; a workflow's has the workflow's own.</summary>
    private static StepTallyKey? Key(SendRecord record, StepFact fact, string detail = "")
        => record.EnrollmentId is { } passage && passage == record.Key.Instance
            ? new StepTallyKey(record.Key.Journey, record.DecidedVersion ?? record.Key.Version, record.Key.Step, fact, detail)
            : null;

    /// <summary>A reason as it can be counted: the numbers outlive the person, so that only what is known to be a reason gets in.</summary>
    private static string Reason(string? reason)
        => reason is null or { Length: > MaxDetail } || !GateReasons.All.Contains(reason.Split(':')[0]) ? "" : reason;
}
