using System.Globalization;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Delivery;
using Automail.OrchardModule.Sequences.People;
using Microsoft.Extensions.Localization;
using OrchardCore.Localization;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>What happened at a step, in words: who waits, went on and left there, and what became of its mail.</summary>
internal sealed class StepNumberWords(MailTexts mails, PeopleTexts people, TimeWords words, IStringLocalizer<StepNumberWords> localizer)
{
    /// <summary>So many reasons are told one by one, the commonest.</summary>
    private const int MaxReasons = 3;

    private readonly IStringLocalizer S = localizer;

    /// <summary>The numbers of one step, in lines.</summary>
    /// <param name="waiting">How many wait there, in words; empty for nobody.</param>
    /// <param name="tallies">What was counted.</param>
    /// <param name="purpose">The sequence's purpose.</param>
    public IReadOnlyList<string> Of(string waiting, IReadOnlyList<StepTally> tallies, string purpose)
    {
        var went = tallies.Where(tally => tally.Fact == StepFact.Passed).GroupBy(tally => tally.Detail).OrderBy(way => Order(way.Key)).ThenBy(way => way.Key.Length).ThenBy(way => way.Key, StringComparer.Ordinal)
            .Select(way => Went(way.Key, way.Sum(tally => tally.Count)));
        return [.. new[] { string.Join(" · ", went.Prepend(waiting).Append(Left(tallies)).Where(part => part.Length > 0)), Mails(tallies), Reasons(tallies, purpose) }.Where(line => line.Length > 0)];
    }

    private string Mails(IReadOnlyList<StepTally> tallies)
    {
        var (sent, clicked) = (Sum(tallies, StepFact.Sent), Sum(tallies, StepFact.Clicked));
        return string.Join(", ", new[]
        {
            sent == 0 ? "" : S["{0} sent", Number(sent)].Value,
            clicked == 0 ? "" : clicked > sent ? S["{0} clicked", Number(clicked)].Value : S["{0} clicked ({1})", Number(clicked), Share(clicked, sent)].Value,
            Sum(tallies, StepFact.Skipped) is > 0 and var skipped ? S["{0} not sent", Number(skipped)].Value : "",
            Sum(tallies, StepFact.Failed) is > 0 and var failed ? S["{0} failed", Number(failed)].Value : "",
            Sum(tallies, StepFact.InDoubt) is > 0 and var doubtful ? S["{0} in doubt", Number(doubtful)].Value : "",
        }.Where(part => part.Length > 0));
    }

    /// <summary>Why mail was not sent, the commonest reasons first.</summary>
    private string Reasons(IReadOnlyList<StepTally> tallies, string purpose)
    {
        var reasons = tallies.Where(tally => tally.Fact == StepFact.Skipped)
            .GroupBy(tally => tally.Detail)
            .Select(reason => (Reason: reason.Key, Count: reason.Sum(tally => tally.Count)))
            .OrderByDescending(reason => reason.Reason.Length > 0).ThenByDescending(reason => reason.Count).ThenBy(reason => reason.Reason, StringComparer.Ordinal)
            .ToList();
        if (reasons.Count == 0)
        {
            return "";
        }

        var told = reasons.Take(MaxReasons).Where(reason => reason.Reason.Length > 0).Select(reason => S["{0} ({1})", mails.Why(reason.Reason, purpose, "") ?? "", Number(reason.Count)].Value).ToList();
        var others = reasons.Skip(told.Count).Sum(reason => reason.Count);
        return S["Not sent: {0}", string.Join(", ", others == 0 ? told : told.Append(S["other reasons ({0})", Number(others)].Value))];
    }

    private string Left(IReadOnlyList<StepTally> tallies)
    {
        var left = tallies.Where(tally => tally.Fact == StepFact.Left).GroupBy(tally => tally.Detail).Select(state => (State: state.Key, Count: state.Sum(tally => tally.Count))).OrderByDescending(state => state.Count).ThenBy(state => state.State, StringComparer.Ordinal).ToList();
        return left.Count == 0 ? ""
            : S["{0} ({1})", S.Plural((int)left.Sum(state => state.Count), "{0} has left here", "{0} have left here").Value, words.List([.. left.Select(state => S["{0}: {1}", State(state.State), Number(state.Count)].Value)])];
    }

    private string State(string name) => Enum.TryParse<EnrollmentStatus>(name, out var status) ? people.State(PassageStates.Of(status, isPaused: false)) : name;

    private string Went(string way, long count) => way switch
    {
        StepWay.Only => S["{0} went on", Number(count)],
        StepWay.Then => S["for {0} it held", Number(count)],
        StepWay.Else => S["for {0} it did not hold", Number(count)],
        StepWay.Happened => S["for {0} it happened", Number(count)],
        StepWay.TimedOut => S["for {0} the time was over", Number(count)],
        _ => S["{0} took way {1}", Number(count), way],
    };

    private static int Order(string way) => way is StepWay.Else or StepWay.TimedOut ? 1 : 0;

    private static long Sum(IEnumerable<StepTally> tallies, StepFact fact) => tallies.Where(tally => tally.Fact == fact).Sum(tally => tally.Count);

    private static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private static string Share(long part, long whole) => ((double)part / whole).ToString((double)part / whole < 0.01 ? "P1" : "P0", CultureInfo.CurrentCulture);
}
