using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>Counts the steps from which passages went on, and those at which they ended.</summary>
internal static class PassageTallies
{
    /// <summary>Counts what a decision about a passage means for its steps.</summary>
    public static async Task CountAsync(IUnitOfWork unit, Enrollment after, Decision decision)
    {
        foreach (var pass in decision.Passed)
        {
            await unit.Tallies.AddAsync(new StepTallyKey(after.JourneyId, after.Version, pass.StepId, StepFact.Passed, pass.Way));
        }

        await CountLeftAsync(unit, after, decision.LeftAt);
    }

    /// <summary>Ends a passage for a reason that lies outside the rules: keeps it, and counts it where it was.</summary>
    public static async Task EndAsync(IUnitOfWork unit, Enrollment enrollment, EnrollmentStatus status, DateTimeOffset now, string? reason)
    {
        var ended = SequenceRules.End(enrollment, status, now, reason);
        await unit.Enrollments.SaveAsync(ended);
        await CountLeftAsync(unit, ended);
    }

    /// <summary>Counts a passage that has ended before the end, where it was. Passages through workflows, which have an instance of their own, are not counted.</summary>
    public static Task CountLeftAsync(IUnitOfWork unit, Enrollment after, string? leftAt = null)
        => after is { Instance: null, Status: not (EnrollmentStatus.Active or EnrollmentStatus.Completed) }
            ? unit.Tallies.AddAsync(new StepTallyKey(after.JourneyId, after.Version, leftAt ?? after.StepId ?? "", StepFact.Left, after.Status.ToString()))
            : Task.CompletedTask;
}
