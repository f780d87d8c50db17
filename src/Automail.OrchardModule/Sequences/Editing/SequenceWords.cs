using Automail.Engine.Sequences;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>A whole sequence in plain words of the reader's language: who enters, what is sent when, what ends it.</summary>
internal sealed class SequenceWords(TimeWords times, StepWords steps, IStringLocalizer<SequenceWords> localizer)
{
    private const int MaxMails = 20;

    private readonly IStringLocalizer S = localizer;

    /// <summary>The sentences, as far as the definition can be read.</summary>
    public IReadOnlyList<string> Of(string json) => json.Length > DefinitionText.MaxLength ? [] : Of(SequenceDraft.Read(json));

    /// <summary>The sentences about a definition.</summary>
    public IReadOnlyList<string> Of(SequenceDraft draft)
    {
        var lines = new List<string>();
        if (draft.Setting("trigger") is { } trigger)
        {
            lines.Add(Start(trigger.Trigger, draft));
        }

        var start = draft.Setting("trigger")?.Trigger switch
        {
            { Event: { } type } => steps.Event(type),
            { Date: not null } => S["the date is reached"].Value,
            { Becomes: not null } => S["the condition becomes true"].Value,
            { Schedule: not null } => S["the time has come"].Value,
            _ => S["the contact enters"].Value,
        };
        var window = times.Window(draft.Setting("window")?.Window);
        var mails = new List<string>();
        Walk(draft.Steps, Period.Zero, isForAll: true, (offset, isForAll, template) => mails.Add(Mail(offset, isForAll, start, template, window)));
        lines.AddRange(mails.Take(MaxMails));
        if (mails.Count > MaxMails)
        {
            lines.Add(S["… and {0} more mails", mails.Count - MaxMails]);
        }

        lines.AddRange(Ends(draft));
        return lines;
    }

    private string Start(SequenceTrigger trigger, SequenceDraft draft)
    {
        var starts = trigger switch
        {
            { Event: { } type, If: null } => S["Starts when {0}.", steps.Event(type)],
            { Event: { } type } => S["Starts when {0}, if {1}.", steps.Event(type), trigger.If],
            { Date: { } date, If: null } => S["Starts {0}.", times.Date(date)],
            { Date: { } date } => S["Starts {0}, if {1}.", times.Date(date), trigger.If],
            { Becomes: { } condition } => S["Starts when an event makes it true that {0}.", condition],
            { Schedule: { } schedule, If: null } => S["Starts for everybody {0}.", times.Schedule(schedule)],
            { Schedule: { } schedule } => S["Starts for everybody {0}, if {1}.", times.Schedule(schedule), trigger.If],
            _ => S["Other sequences, workflows and people put contacts in."],
        };
        var reentry = draft.Setting("reentry")?.Reentry ?? Reentry.Never;
        var again = reentry.Mode switch
        {
            ReentryMode.Always => S["Again as soon as the last time is over."],
            ReentryMode.After => S["Again at the earliest {0} later.", times.Of(reentry.Period!)],
            _ => S["Once for each contact."],
        };
        return $"{starts.Value} {again.Value}";
    }

    private string Mail(Period? offset, bool isForAll, string start, string template, string window)
    {
        var when = offset is null ? S["Later"] : offset.Equals(Period.Zero) ? S["As soon as {0}", start] : S["{0} after {1}", times.Of(offset), start];
        var what = isForAll ? S["{0}: “{1}”", when.Value, template] : S["{0}, for some: “{1}”", when.Value, template];
        return window.Length == 0 ? what : S["{0}, {1}", what.Value, window];
    }

    private IEnumerable<string> Ends(SequenceDraft draft)
    {
        if (draft.Setting("exit")?.Exit is { } exit)
        {
            var reasons = exit.On.Select(steps.Event).ToList();
            if (exit.If is not null)
            {
                reasons.Add(exit.If);
            }

            if (reasons.Count > 0)
            {
                yield return S["Ends at once when {0}.", times.Choice(reasons)];
            }
        }

        if (draft.Setting("goal")?.Goal is { } goal)
        {
            yield return goal.Within is null ? S["The goal: {0}.", steps.Event(goal.Event)] : S["The goal: {0}, within {1}.", steps.Event(goal.Event), times.Of(goal.Within)];
        }
    }

    /// <summary>Goes through the steps with the time since the start; null when it depends on the contact.</summary>
    /// <returns>The time at the end of the steps.</returns>
    private static Period? Walk(IReadOnlyList<DraftStep> list, Period? offset, bool isForAll, Action<Period?, bool, string> send)
    {
        foreach (var step in list)
        {
            switch (step.Step)
            {
                case WaitStep wait:
                    offset = Add(offset, wait);
                    break;
                case SendStep mail:
                    send(offset, isForAll, mail.Template);
                    break;
                case IfStep or SplitStep:
                    offset = Branches(step, offset, send);
                    break;
                case WaitForStep:
                    Branches(step, null, send);
                    offset = null;
                    break;
                case WaitUntilClockStep or WaitUntilDateStep or null:
                    offset = null;
                    break;
            }
        }

        return offset;
    }

    private static Period? Branches(DraftStep step, Period? offset, Action<Period?, bool, string> send)
    {
        var ends = step.Branches.Select(branch => Walk(branch.Steps, offset, isForAll: false, send)).ToList();
        return ends.TrueForAll(end => Equals(end, offset)) ? offset : null;
    }

    private static Period? Add(Period? offset, WaitStep wait)
    {
        if (offset is null)
        {
            return null;
        }

        var sum = offset + TimeWords.Period(wait.Duration);
        return new PeriodBuilder(sum) { Hours = sum.Hours + (sum.Minutes / 60), Minutes = sum.Minutes % 60 }.Build();
    }
}
