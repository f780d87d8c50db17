namespace Automail.Engine.Sequences;

/// <summary>What people did at a step, or what became of its mail. The names are kept.</summary>
public enum StepFact
{
    /// <summary>A mail was accepted by the mail server.</summary>
    Sent,

    /// <summary>A mail was not sent because the gate or the rules said no; the detail is the reason, one of <see cref="Consent.GateReasons"/>.</summary>
    Skipped,

    /// <summary>A mail could not be made, or was refused for good.</summary>
    Failed,

    /// <summary>Nobody knows whether a mail left.</summary>
    InDoubt,

    /// <summary>Somebody followed a link of a mail. A mail counts once, however often its links are followed.</summary>
    Clicked,

    /// <summary>Somebody went on from a step that is no mail; the detail is the way, see <see cref="StepWay"/>.</summary>
    Passed,

    /// <summary>A passage ended at the step before it came to the end; the detail is the name of its <see cref="EnrollmentStatus"/>.</summary>
    Left,
}

/// <summary>The ways on from a step, as <see cref="StepFact.Passed"/> has them in its detail. Of a split it is the number of the way, from 1.</summary>
public static class StepWay
{
    /// <summary>The one way that there is.</summary>
    public const string Only = "";

    /// <summary>The condition held.</summary>
    public const string Then = "then";

    /// <summary>The condition did not hold.</summary>
    public const string Else = "else";

    /// <summary>What was waited for happened.</summary>
    public const string Happened = "happened";

    /// <summary>What was waited for did not happen in time.</summary>
    public const string TimedOut = "timed-out";
}

/// <summary>What is counted together.</summary>
/// <param name="JourneyId">The sequence.</param>
/// <param name="Version">The version that decided.</param>
/// <param name="StepId">The step; empty for none.</param>
/// <param name="Fact">What happened.</param>
/// <param name="Detail">The reason, way or status; empty for none. Never anything of a person.</param>
public readonly record struct StepTallyKey(string JourneyId, int Version, string StepId, StepFact Fact, string Detail = "");

/// <summary>How often something happened at a step of a version.</summary>
/// <param name="Version">The version.</param>
/// <param name="StepId">The step; empty for none.</param>
/// <param name="Fact">What happened.</param>
/// <param name="Detail">The reason, way or status; empty for none.</param>
/// <param name="Count">How often.</param>
public sealed record StepTally(int Version, string StepId, StepFact Fact, string Detail, long Count);

/// <summary>A step from which a passage went on.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Way">The way; see <see cref="StepWay"/>.</param>
public sealed record StepPass(string StepId, string Way);

/// <summary>
/// Counts what happens at the steps of sequences, in the transaction in which it happens. The numbers hold nothing of a person: they stay when people, their mails or the sequence are gone.
/// What becomes of mails is counted by the ledger itself, whoever writes to it.
/// </summary>
public interface IStepTallies
{
    /// <summary>Counts, as a part of the running unit. What is counted many times in one unit costs one write.</summary>
    /// <param name="key">What happened, and where.</param>
    /// <param name="by">How often; less than zero takes back.</param>
    Task AddAsync(StepTallyKey key, int by = 1);

    /// <summary>All that was counted of a sequence and is not zero, by version, step, fact and detail.</summary>
    Task<IReadOnlyList<StepTally>> OfAsync(string journeyId);

    /// <summary>From when on passages through steps are counted, where sequences ran before that; null where everything was counted.</summary>
    Task<DateTimeOffset?> SinceAsync();
}

/// <summary>Lists of counts.</summary>
public static class StepTallies
{
    /// <summary>The order of <see cref="IStepTallies.OfAsync"/>, without what is zero.</summary>
    public static IReadOnlyList<StepTally> InOrder(IEnumerable<StepTally> tallies)
        => [.. tallies.Where(tally => tally.Count != 0)
            .OrderBy(tally => tally.Version).ThenBy(tally => tally.StepId, StringComparer.Ordinal).ThenBy(tally => tally.Fact).ThenBy(tally => tally.Detail, StringComparer.Ordinal)];
}
