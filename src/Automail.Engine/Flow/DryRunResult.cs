using Automail.Engine.Contacts;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;

namespace Automail.Engine.Flow;

/// <summary>What a dry run is asked.</summary>
public sealed record DryRunRequest
{
    /// <summary>Who.</summary>
    public required string ContactId { get; init; }

    /// <summary>A sequence into which the contact is put first, whatever its trigger; re-entry counts. Null for none.</summary>
    public string? Enter { get; init; }

    /// <summary>What entering is about; null for nothing.</summary>
    public EnteringEvent? Entering { get; init; }

    /// <summary>A definition, JSON, that is taken as its sequence's next version: whoever enters in the dry run enters that. Null for what is published.</summary>
    public string? Draft { get; init; }

    /// <summary>How people of a sequence move, which is done to the contact's passages first; null for nobody. Its version may be that of the draft.</summary>
    public MigrationPlan? Migration { get; init; }

    /// <summary>How far it looks; at most ten years.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromDays(400);
}

/// <summary>What would happen to a contact.</summary>
public sealed record DryRunResult
{
    /// <summary>The present, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Where it stopped looking, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What came of putting the contact in; null when that was not asked.</summary>
    public EnrollResult? Entered { get; init; }

    /// <summary>What came of the passages that the migration names, by id.</summary>
    public IReadOnlyList<DryMigration> Migrated { get; init; } = [];

    /// <summary>Every decision, by time.</summary>
    public required IReadOnlyList<DryMoment> Moments { get; init; }

    /// <summary>Every mail, by time: those that would go out, and those that would not, with the gate's reason.</summary>
    public required IReadOnlyList<DryMail> Mails { get; init; }

    /// <summary>The passages as they would be in the end, by id.</summary>
    public required IReadOnlyList<Enrollment> Passages { get; init; }

    /// <summary>What was taken for granted: what the contact does not do, although it would change the way.</summary>
    public required IReadOnlyList<DryAssumption> Assumptions { get; init; }

    /// <summary>Whether it stopped because so much happens; what comes later is missing.</summary>
    public required bool IsCut { get; init; }
}

/// <summary>What moving people would do to a passage.</summary>
/// <param name="Contact">Who.</param>
/// <param name="Before">The passage as it is.</param>
/// <param name="Outcome">What would happen to it.</param>
/// <param name="ToStepId">With which step it would go on; null when it would not.</param>
public sealed record DryMigration(Contact Contact, Enrollment Before, MigrationOutcome Outcome, string? ToStepId);

/// <summary>A decision that would be made.</summary>
/// <param name="SequenceId">In which sequence.</param>
/// <param name="Version">Its version.</param>
/// <param name="EnrollmentId">In which passage.</param>
/// <param name="Entry">The decision.</param>
public sealed record DryMoment(string SequenceId, int Version, string EnrollmentId, TraceEntry Entry);

/// <summary>A mail that would go out, or not.</summary>
/// <param name="Time">When it would be handed over, or when it would be decided that it is not, UTC.</param>
/// <param name="SequenceId">Of which sequence; of a mail that was waiting already, the workflow type's id, too.</param>
/// <param name="EnrollmentId">Of which passage; null for none.</param>
/// <param name="StepId">Of which step.</param>
/// <param name="Template">The template's name.</param>
/// <param name="SkipReason">Why it would not go out, one of <see cref="Consent.GateReasons"/>; null when it would.</param>
public sealed record DryMail(DateTimeOffset Time, string SequenceId, string? EnrollmentId, string StepId, string Template, string? SkipReason);

/// <summary>What an assumption is about.</summary>
public enum DryAssumptionKind
{
    /// <summary>The event that a step waits for does not come until its timeout.</summary>
    WaitedForDoesNotCome,

    /// <summary>The exit does not come.</summary>
    NoExit,

    /// <summary>The goal is not reached.</summary>
    NoGoal,

    /// <summary>Nothing changes that a condition asked about.</summary>
    ConditionStays,

    /// <summary>The cart stays as it is.</summary>
    CartStays,
}

/// <summary>Something that was taken for granted.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">The event's type, the condition, or the cart's id.</param>
/// <param name="SequenceId">In which sequence; empty for a cart.</param>
/// <param name="StepId">At which step; null for none.</param>
/// <param name="Until">Until when, UTC; null for as long as the passage lasts.</param>
public sealed record DryAssumption(DryAssumptionKind Kind, string Text, string SequenceId, string? StepId = null, DateTimeOffset? Until = null);
