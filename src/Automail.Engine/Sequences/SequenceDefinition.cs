using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;

namespace Automail.Engine.Sequences;

/// <summary>A drip series as its author wrote it (design, section 4).</summary>
public sealed record SequenceDefinition
{
    /// <summary>Lower-case letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>The purpose of all its mail.</summary>
    public required string Purpose { get; init; }

    /// <summary>What lets people in, besides operators, workflows and other sequences.</summary>
    public required SequenceTrigger Trigger { get; init; }

    /// <summary>Whether they may come in again.</summary>
    public Reentry Reentry { get; init; } = Reentry.Never;

    /// <summary>What takes them out at once.</summary>
    public ExitRule Exit { get; init; } = new([], null);

    /// <summary>What the sequence is for; reaching it takes them out as well.</summary>
    public GoalRule? Goal { get; init; }

    /// <summary>When mail may go out; null for always.</summary>
    public SendWindow? Window { get; init; }

    /// <summary>What happens to late mail.</summary>
    public OverduePolicy Overdue { get; init; } = OverduePolicy.Standard;

    /// <summary>The steps in order.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>Every step, those inside of branches too, in the order in which they stand.</summary>
    public IEnumerable<Step> AllSteps() => WithInner(Steps);

    private static IEnumerable<Step> WithInner(IEnumerable<Step> steps) => steps.SelectMany(step => WithInner(step switch
    {
        IfStep branch => branch.Then.Concat(branch.Else),
        WaitForStep wait => wait.Then.Concat(wait.Else),
        SplitStep split => split.Branches.SelectMany(branch => branch.Steps),
        _ => [],
    }).Prepend(step));
}

/// <summary>What lets people in: an event, a date, a condition that becomes true, or a schedule; none of them when only people, workflows and other sequences do.</summary>
/// <param name="Event">The event type.</param>
/// <param name="If">A condition that may hold back whom event, date or schedule would let in.</param>
public sealed record SequenceTrigger(string? Event, string? If)
{
    /// <summary>What <c>event.type</c> is to whom a date let in.</summary>
    public const string DateReached = "trigger.date";

    /// <summary>What <c>event.type</c> is to whom a schedule let in.</summary>
    public const string ScheduleReached = "trigger.schedule";

    /// <summary>Nobody comes in by itself.</summary>
    public static readonly SequenceTrigger Manual = new(null, null);

    /// <summary>The moment, hanging on a date known of the contact, at which the contact enters.</summary>
    public DateMoment? Date { get; init; }

    /// <summary>A condition: who makes it true enters.</summary>
    public string? Becomes { get; init; }

    /// <summary>When everybody enters for whom <see cref="If"/> holds.</summary>
    public CronSchedule? Schedule { get; init; }
}

/// <summary>How often a contact may enter.</summary>
public enum ReentryMode
{
    /// <summary>Once in a lifetime.</summary>
    Never,

    /// <summary>Again as soon as the last passage has ended.</summary>
    Always,

    /// <summary>Again when the last passage has ended and a period has passed since the last entry.</summary>
    After,
}

/// <summary>The rule of re-entry, for sequences and workflow triggers alike.</summary>
public sealed record Reentry(ReentryMode Mode, WaitDuration? Period = null)
{
    /// <summary>Once in a lifetime.</summary>
    public static readonly Reentry Never = new(ReentryMode.Never);

    /// <summary>Again as soon as the last passage has ended.</summary>
    public static readonly Reentry Always = new(ReentryMode.Always);

    /// <summary>Whether a contact whose last entry is <paramref name="last"/> may enter now. At most one passage is active at a time.</summary>
    public bool Allows(Enrollment? last, DateTimeOffset now, NodaTime.DateTimeZone zone)
        => last is null
            || (last.Status != EnrollmentStatus.Active && Mode switch
            {
                ReentryMode.Always => true,
                ReentryMode.After => now >= Period!.After(last.EnteredAt, zone),
                _ => false,
            });
}

/// <summary>Events, or a condition, that end an enrollment at once. The condition is looked at before every step and at every event.</summary>
public sealed record ExitRule(IReadOnlyList<string> On, string? If);

/// <summary>The event that the sequence is for, and how long after entry it counts; null for as long as the enrollment lasts.</summary>
public sealed record GoalRule(string Event, string? If, WaitDuration? Within);

/// <summary>One step. Ids are unique within a sequence.</summary>
public abstract record Step(string Id);

/// <summary>Waits for a time, and up to <paramref name="Spread"/> longer, by chance, so that not all go on at once; null for no longer.</summary>
public sealed record WaitStep(string Id, WaitDuration Duration, WaitDuration? Spread = null) : Step(Id);

/// <summary>Waits until the contact's clock shows a time, on some days of the week.</summary>
public sealed record WaitUntilClockStep(string Id, ClockTime Until) : Step(Id);

/// <summary>Waits until a moment that hangs on a date known of the contact. Goes on at once when that has passed, or when there is no such date.</summary>
/// <param name="Id">The step.</param>
/// <param name="Until">The moment.</param>
/// <param name="ExitWhenMissing">Whether a contact without such a date leaves the sequence.</param>
public sealed record WaitUntilDateStep(string Id, DateMoment Until, bool ExitWhenMissing) : Step(Id);

/// <summary>Sends a template.</summary>
public sealed record SendStep(string Id, string Template) : Step(Id);

/// <summary>Goes one way or the other, by what holds when it is reached.</summary>
public sealed record IfStep(string Id, string Condition, IReadOnlyList<Step> Then, IReadOnlyList<Step> Else) : Step(Id);

/// <summary>Divides people by weight; the same contact always goes the same way.</summary>
public sealed record SplitStep(string Id, IReadOnlyList<SplitBranch> Branches) : Step(Id);

/// <summary>One way of a split.</summary>
public sealed record SplitBranch(int Weight, IReadOnlyList<Step> Steps);

/// <summary>Lets a part of the people go, of one hundred, who are counted as held out: what they do without the mail shows what the mail did. The same contact always.</summary>
public sealed record HoldoutStep(string Id, int Percent) : Step(Id);

/// <summary>Waits for an event, up to a time.</summary>
public sealed record WaitForStep(string Id, string Event, WaitDuration Timeout, IReadOnlyList<Step> Then, IReadOnlyList<Step> Else) : Step(Id);

/// <summary>Puts the contact into another sequence, if that one's re-entry allows it.</summary>
public sealed record EnrollStep(string Id, string Sequence) : Step(Id);

/// <summary>Takes the contact out of another sequence, or of this one, which then ends.</summary>
public sealed record RemoveStep(string Id, string Sequence) : Step(Id);

/// <summary>Starts the host's workflows of a name, for the contact.</summary>
public sealed record StartWorkflowStep(string Id, string Workflow) : Step(Id);

/// <summary>Tells people of the team about the contact, by a mail of plain text.</summary>
/// <param name="Id">The step.</param>
/// <param name="To">Their addresses, 1 to 10.</param>
/// <param name="Subject">Liquid, one line.</param>
/// <param name="Message">Liquid, plain text.</param>
public sealed record NotifyStep(string Id, IReadOnlyList<string> To, string Subject, string Message) : Step(Id)
{
    /// <summary>The most addresses.</summary>
    public const int MaxAddresses = 10;
}

/// <summary>Calls an address of another system with what is known of the contact.</summary>
public sealed record WebhookStep(string Id, string Url) : Step(Id);

/// <summary>Changes tags and attributes.</summary>
public sealed record SetStep(string Id, ProfileChange Change) : Step(Id);
