using Automail.Engine.Sequences;

namespace Automail.Engine.Insights;

/// <summary>How often something happened in one way.</summary>
/// <param name="Detail">The reason, way or status, as <see cref="StepTally.Detail"/> has it; empty for none.</param>
/// <param name="Count">How often.</param>
public sealed record DetailCount(string Detail, long Count);

/// <summary>What was counted at a step, summed up over versions, in the order in which it is told.</summary>
public sealed record StepNumbers
{
    /// <summary>Mails that the mail server took; of a webhook, calls that were taken.</summary>
    public required long Sent { get; init; }

    /// <summary>Mails of which a link was followed.</summary>
    public required long Clicked { get; init; }

    /// <summary>Mails that could not be made, or were refused for good.</summary>
    public required long Failed { get; init; }

    /// <summary>Mails of which nobody knows whether they left.</summary>
    public required long InDoubt { get; init; }

    /// <summary>Mails that were not sent by the reason, the commonest first; those without a reason that can be told come last.</summary>
    public required IReadOnlyList<DetailCount> NotSent { get; init; }

    /// <summary>Who went on by the way, see <see cref="StepWay"/>: first the one that the step asks about, of a split in the order of its ways.</summary>
    public required IReadOnlyList<DetailCount> WentOn { get; init; }

    /// <summary>Who left before the end by the name of the <see cref="EnrollmentStatus"/>, the commonest first.</summary>
    public required IReadOnlyList<DetailCount> Left { get; init; }

    /// <summary>Of the mails that were sent, the share of which a link was followed, 0 to 1; null when it cannot be said, since none was sent or since links of mails that do not count as sent were followed.</summary>
    public double? ClickedShare => Sent > 0 && Clicked <= Sent ? (double)Clicked / Sent : null;

    /// <summary>Sums up.</summary>
    /// <param name="tallies">What was counted at one step, in any version.</param>
    public static StepNumbers Of(IReadOnlyCollection<StepTally> tallies)
    {
        ArgumentNullException.ThrowIfNull(tallies);
        return new StepNumbers
        {
            Sent = Sum(tallies, StepFact.Sent),
            Clicked = Sum(tallies, StepFact.Clicked),
            Failed = Sum(tallies, StepFact.Failed),
            InDoubt = Sum(tallies, StepFact.InDoubt),
            NotSent = [.. ByDetail(tallies, StepFact.Skipped).OrderByDescending(reason => reason.Detail.Length > 0).ThenByDescending(reason => reason.Count).ThenBy(reason => reason.Detail, StringComparer.Ordinal)],
            WentOn = [.. ByDetail(tallies, StepFact.Passed).OrderBy(way => way.Detail is StepWay.Else or StepWay.TimedOut).ThenBy(way => way.Detail.Length).ThenBy(way => way.Detail, StringComparer.Ordinal)],
            Left = [.. ByDetail(tallies, StepFact.Left).OrderByDescending(status => status.Count).ThenBy(status => status.Detail, StringComparer.Ordinal)],
        };
    }

    private static long Sum(IEnumerable<StepTally> tallies, StepFact fact) => tallies.Where(tally => tally.Fact == fact).Sum(tally => tally.Count);

    private static IEnumerable<DetailCount> ByDetail(IEnumerable<StepTally> tallies, StepFact fact)
        => tallies.Where(tally => tally.Fact == fact).GroupBy(tally => tally.Detail, StringComparer.Ordinal).Select(detail => new DetailCount(detail.Key, detail.Sum(tally => tally.Count)));
}
