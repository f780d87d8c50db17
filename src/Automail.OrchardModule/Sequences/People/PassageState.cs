using Automail.Engine.Sequences;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>What has become of a passage, as people look for it. The numbers are kept.</summary>
internal enum PassageState
{
    /// <summary>On its way.</summary>
    Active = 0,

    /// <summary>Stopped for a while.</summary>
    Paused = 1,

    /// <summary>Came to the end.</summary>
    Completed = 2,

    /// <summary>Ended by an exit.</summary>
    Exited = 3,

    /// <summary>Ended by the goal.</summary>
    GoalReached = 4,

    /// <summary>Held out by chance.</summary>
    HeldOut = 5,

    /// <summary>Taken out.</summary>
    Removed = 6,

    /// <summary>Could not go on.</summary>
    Failed = 7,
}

internal static class PassageStates
{
    public static PassageState Of(Enrollment passage) => Of(passage.Status, passage.PausedAt is not null);

    public static PassageState Of(EnrollmentStatus status, bool isPaused) => status switch
    {
        EnrollmentStatus.Active => isPaused ? PassageState.Paused : PassageState.Active,
        EnrollmentStatus.Completed => PassageState.Completed,
        EnrollmentStatus.Exited => PassageState.Exited,
        EnrollmentStatus.GoalReached => PassageState.GoalReached,
        EnrollmentStatus.HeldOut => PassageState.HeldOut,
        EnrollmentStatus.Removed => PassageState.Removed,
        _ => PassageState.Failed,
    };
}

/// <summary>Which people of a journey are looked for.</summary>
/// <param name="JourneyId">The journey.</param>
/// <param name="State">In this state; null for any.</param>
/// <param name="Version">In this version; null for any.</param>
/// <param name="StepId">At this step, or ended there; null for any.</param>
/// <param name="Search">With this part of address, name or external id; null for anybody.</param>
internal sealed record PeopleQuery(string JourneyId, PassageState? State = null, int? Version = null, string? StepId = null, string? Search = null);
