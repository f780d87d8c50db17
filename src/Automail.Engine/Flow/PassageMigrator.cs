using Automail.Engine.Contacts;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;

namespace Automail.Engine.Flow;

/// <summary>What came of a passage when people were moved.</summary>
public enum MigrationOutcome
{
    /// <summary>It goes on with the other version.</summary>
    Moved,

    /// <summary>It was ended.</summary>
    Exited,

    /// <summary>It had come to its end, and goes on with what was added.</summary>
    Continued,

    /// <summary>It stays as it is: the plan lets it stay, or it is gone, ended, on another version, in again, or past an exit.</summary>
    LeftAlone,
}

/// <summary>Moves single passages to another version, as a plan says.</summary>
/// <param name="catalog">The sequences.</param>
/// <param name="mover">Does what the rules say.</param>
internal sealed class PassageMigrator(SequenceCatalog catalog, PassageMover mover)
{
    /// <summary>The events that end a sequence.</summary>
    public static IReadOnlyCollection<string> Ends(SequenceDefinition definition) => [.. definition.Exit.On.Concat(definition.Goal is { } goal ? [goal.Event] : []).Distinct()];

    /// <summary>Moves a passage, takes it out or leaves it alone.</summary>
    /// <param name="run">The unit's work.</param>
    /// <param name="plan">The plan, complete.</param>
    /// <param name="enrollment">The passage as it is now.</param>
    /// <param name="contact">Who; null when the contact is gone.</param>
    /// <param name="by">Who decided, and why.</param>
    public async Task<(MigrationOutcome Outcome, string? ToStepId)> ApplyAsync(PassageRun run, MigrationPlan plan, Enrollment enrollment, Contact? contact, string by)
    {
        if (enrollment.JourneyId != plan.SequenceId || run.Ended.Contains(enrollment.Id) || plan.For(enrollment.Version) is not { } answer || contact is null)
        {
            return (MigrationOutcome.LeftAlone, null);
        }

        return enrollment.Status switch
        {
            EnrollmentStatus.Active when answer.Answer != PeopleAnswer.Stay => await InsideAsync(run, plan, answer, enrollment, contact, by),
            EnrollmentStatus.Completed when answer.OffersAdded => await FinishedAsync(run, plan, enrollment, contact, by),
            _ => (MigrationOutcome.LeftAlone, null),
        };
    }

    private async Task<(MigrationOutcome Outcome, string? ToStepId)> InsideAsync(PassageRun run, MigrationPlan plan, VersionAnswer answer, Enrollment enrollment, Contact contact, string by)
    {
        var to = answer.Answer == PeopleAnswer.Move ? answer.Steps.GetValueOrDefault(enrollment.StepId ?? "") : null;
        if (to is null)
        {
            await PassageMover.RemoveAsync(run, enrollment, by);
            return (MigrationOutcome.Exited, null);
        }

        if (await catalog.FindAsync(run.Unit, enrollment) is not { } from || await catalog.FindAsync(run.Unit, plan.SequenceId, plan.ToVersion) is not { } target)
        {
            return (MigrationOutcome.LeftAlone, null);
        }

        await mover.MoveAsync(run, target, enrollment, new Signal.Moved(from, by, to), contact);
        return (MigrationOutcome.Moved, to);
    }

    /// <summary>Who came in again meanwhile is not moved for the time before, and who did since what ends the sequence is past it.</summary>
    private async Task<(MigrationOutcome Outcome, string? ToStepId)> FinishedAsync(PassageRun run, MigrationPlan plan, Enrollment enrollment, Contact contact, string by)
    {
        if (await catalog.FindAsync(run.Unit, enrollment) is not { } from
            || await catalog.FindAsync(run.Unit, plan.SequenceId, plan.ToVersion) is not { } target
            || MigrationProposal.Added(from.Definition, target.Definition, enrollment.StepId) is not { } to
            || (await run.Unit.Enrollments.LatestAsync(plan.SequenceId, contact.Id))?.Id != enrollment.Id)
        {
            return (MigrationOutcome.LeftAlone, null);
        }

        var ends = Ends(target.Definition);
        if (ends.Count > 0 && await run.Unit.Events.AnySinceAsync(contact.Id, ends, enrollment.EndedAt ?? enrollment.EnteredAt))
        {
            return (MigrationOutcome.LeftAlone, null);
        }

        var again = enrollment with { Status = EnrollmentStatus.Active, EndedAt = null, EndReason = null, StepId = null, WakeAt = null, SendDueAt = null };
        await mover.MoveAsync(run, target, again, new Signal.Moved(from, by, to), contact);
        return (MigrationOutcome.Continued, to);
    }
}
