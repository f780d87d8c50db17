using System.Globalization;
using Automail.Engine.Insights;
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
        var numbers = StepNumbers.Of(tallies);
        var went = numbers.WentOn.Select(way => Went(way.Detail, way.Count));
        return [.. new[] { string.Join(" · ", went.Prepend(waiting).Append(Left(numbers.Left)).Where(part => part.Length > 0)), Mails(numbers), Reasons(numbers.NotSent, purpose) }.Where(line => line.Length > 0)];
    }

    private string Mails(StepNumbers numbers)
        => string.Join(", ", new[]
        {
            numbers.Sent == 0 ? "" : S["{0} sent", Number(numbers.Sent)].Value,
            numbers.Clicked == 0 ? "" : numbers.ClickedShare is { } share ? S["{0} clicked ({1})", Number(numbers.Clicked), Share(share)].Value : S["{0} clicked", Number(numbers.Clicked)].Value,
            numbers.NotSent.Sum(reason => reason.Count) is > 0 and var skipped ? S["{0} not sent", Number(skipped)].Value : "",
            numbers.Failed == 0 ? "" : S["{0} failed", Number(numbers.Failed)].Value,
            numbers.InDoubt == 0 ? "" : S["{0} in doubt", Number(numbers.InDoubt)].Value,
        }.Where(part => part.Length > 0));

    /// <summary>Why mail was not sent, the commonest reasons first.</summary>
    private string Reasons(IReadOnlyList<DetailCount> reasons, string purpose)
    {
        if (reasons.Count == 0)
        {
            return "";
        }

        var told = reasons.Take(MaxReasons).Where(reason => reason.Detail.Length > 0).Select(reason => S["{0} ({1})", mails.Why(reason.Detail, purpose, "") ?? "", Number(reason.Count)].Value).ToList();
        var others = reasons.Skip(told.Count).Sum(reason => reason.Count);
        return S["Not sent: {0}", string.Join(", ", others == 0 ? told : told.Append(S["other reasons ({0})", Number(others)].Value))];
    }

    private string Left(IReadOnlyList<DetailCount> left) => left.Count == 0 ? ""
        : S["{0} ({1})", S.Plural((int)left.Sum(status => status.Count), "{0} has left here", "{0} have left here").Value, words.List([.. left.Select(status => S["{0}: {1}", State(status.Detail), Number(status.Count)].Value)])];

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

    private static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private static string Share(double share) => share.ToString(share < 0.01 ? "P1" : "P0", CultureInfo.CurrentCulture);
}
