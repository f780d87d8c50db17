using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Delivery;
using Automail.OrchardModule.Sequences.Editing;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>Decisions about a passage in words. What people wrote is put in as it is: the page encodes it.</summary>
internal sealed class TraceWords(StepWords steps, MailTexts mails, PeopleTexts texts, IStringLocalizer<TraceWords> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>A decision that was made, with what became of its mail.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="purpose">The purpose of the sequence's mail.</param>
    public TraceLine Of(TracedDecision decision, string purpose)
    {
        var line = Of(decision.Entry, purpose);
        return decision.Mail is { } mail ? line with { Mail = mail, Why = mails.Why(mail) ?? line.Why } : line;
    }

    /// <summary>A decision.</summary>
    public TraceLine Of(TraceEntry entry, string purpose)
    {
        var (icon, text, why) = Say(entry, purpose);
        return new TraceLine(entry.Time, icon, text)
        {
            StepId = entry.StepId,
            Why = why,
            Until = entry.Until,
            Holds = entry.Holds,
            Values = entry.Values ?? new Dictionary<string, string?>(),
        };
    }

    /// <summary>A mail that would go out, or not.</summary>
    public TraceLine Of(DryMail mail, string purpose) => new(mail.Time, mail.SkipReason is null ? "fa-envelope" : "fa-ban", mail.SkipReason is null ? S["“{0}” would be sent", mail.Template] : S["“{0}” would not be sent", mail.Template])
    {
        StepId = mail.StepId,
        Why = mails.Why(mail.SkipReason, purpose, mail.Template),
    };

    /// <summary>Something that was taken for granted.</summary>
    public string Of(DryAssumption assumption) => assumption.Kind switch
    {
        DryAssumptionKind.WaitedForDoesNotCome => S["What step {0} waits for does not come: {1}.", assumption.StepId ?? "", steps.Event(assumption.Text)],
        DryAssumptionKind.NoExit => S["What ends the sequence “{0}” does not come: {1}.", assumption.SequenceId, steps.Event(assumption.Text)],
        DryAssumptionKind.NoGoal => S["The goal of the sequence “{0}” is not reached: {1}.", assumption.SequenceId, steps.Event(assumption.Text)],
        DryAssumptionKind.ConditionStays => S["What the condition of step {0} asks about stays as it is: {1}", assumption.StepId ?? assumption.SequenceId, assumption.Text],
        _ => S["The cart stays as it is, and is then left."],
    };

    private (string Icon, string Text, string? Why) Say(TraceEntry entry, string purpose) => entry.Kind switch
    {
        TraceKind.Entered => ("fa-right-to-bracket", entry.Text is { } type ? S["Entered, because {0}", steps.Event(type)] : S["Entered"], entry.Note),
        TraceKind.Condition => ("fa-question", entry.Note switch
        {
            "trigger.if" => S["May the contact enter? {0}", entry.Text ?? ""],
            "exit.if" => S["Does the sequence end? {0}", entry.Text ?? ""],
            "goal.if" => S["Is the goal reached? {0}", entry.Text ?? ""],
            _ => S["If {0}", entry.Text ?? ""],
        }, null),
        TraceKind.Wait => ("fa-hourglass-half", S["Waits"], null),
        TraceKind.Window => ("fa-hourglass-half", S["“{0}” waits for the hours in which mail goes out", entry.Text ?? ""], null),
        TraceKind.WaitFor => ("fa-hourglass-half", S["Waits until {0}", steps.Event(entry.Text ?? "")], null),
        TraceKind.Heard => ("fa-bolt", S["What was waited for came: {0}", steps.Event(entry.Text ?? "")], null),
        TraceKind.TimedOut => ("fa-clock", S["What was waited for did not come in time: {0}", steps.Event(entry.Text ?? "")], null),
        TraceKind.Mail => (entry.Note is null ? "fa-envelope" : "fa-ban", entry.Note is null ? S["Mail “{0}”", entry.Text ?? ""] : S["Mail “{0}” is not to be sent", entry.Text ?? ""], mails.Why(entry.Note, purpose, entry.Text ?? "")),
        TraceKind.Split => ("fa-shuffle", S["The split chose way {0}", entry.Text ?? ""], null),
        TraceKind.PassedHoldout => ("fa-shuffle", S["Was not held out"], null),
        TraceKind.Changed => ("fa-pen", S["The contact was changed: {0}", entry.Text ?? ""], null),
        TraceKind.Enroll => ("fa-right-to-bracket", S["Was sent to the sequence “{0}”", entry.Text ?? ""], null),
        TraceKind.Remove => ("fa-right-from-bracket", S["Was taken out of the sequence “{0}”", entry.Text ?? ""], null),
        TraceKind.StartWorkflow => ("fa-diagram-project", entry.Note == WorkflowStart.NotHere ? S["Would start the workflow “{0}”", entry.Text ?? ""] : S["Starts the workflow “{0}”", entry.Text ?? ""],
            entry.Note == WorkflowStart.Unheard ? S["no workflow is started by this name"].Value : null),
        TraceKind.Notify => (entry.Note is null ? "fa-envelope-circle-check" : "fa-ban", entry.Note is null ? S["Mail to {0} of the team", entry.Text ?? ""] : S["No mail to {0} of the team", entry.Text ?? ""], mails.Why(entry.Note, purpose, "")),
        TraceKind.Webhook => (entry.Note is null ? "fa-satellite-dish" : "fa-ban", entry.Note is null ? S["Calls {0}", entry.Text ?? ""] : S["Does not call {0}", entry.Text ?? ""], entry.Note is null ? null : S["the contact passed this step before, and it is not done twice"].Value),
        TraceKind.Paused => ("fa-pause", S["Paused"], entry.Note),
        TraceKind.Resumed => ("fa-play", S["Resumed"], entry.Note),
        TraceKind.SkippedAhead => ("fa-forward", S["Skipped ahead"], entry.Note),
        TraceKind.Moved => ("fa-right-left", S["Went on with another version: {0}", entry.Text ?? ""], entry.Note),
        _ => ("fa-flag-checkered", S["The end: {0}", Enum.TryParse<EnrollmentStatus>(entry.Text, out var status) ? texts.State(PassageStates.Of(status, isPaused: false)) : entry.Text ?? ""], entry.Note),
    };
}
