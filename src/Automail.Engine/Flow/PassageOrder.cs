using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>What operators do to passages.</summary>
public enum PassageAction
{
    /// <summary>Stop until resumed.</summary>
    Pause,

    /// <summary>Go on with what was left of a wait.</summary>
    Resume,

    /// <summary>Leave out the wait, or the mail that waits for its window, and what lies before a later step.</summary>
    SkipAhead,

    /// <summary>End; mail that has not left is kept back.</summary>
    Remove,
}

/// <summary>A decision about many passages.</summary>
/// <param name="Action">What is done.</param>
/// <param name="By">Who decided: an account's name.</param>
/// <param name="Reason">Why, in the operator's words; null or empty for nothing.</param>
public sealed record PassageOrder(PassageAction Action, string By, string? Reason = null)
{
    /// <summary>Of <see cref="PassageAction.SkipAhead"/>: the later step with which they go on; null for the next one.</summary>
    public string? ToStepId { get; init; }

    /// <summary>Only who stands at this step; null for everybody.</summary>
    public string? AtStepId { get; init; }

    /// <summary>Only who is in this version; null for every version.</summary>
    public int? Version { get; init; }

    /// <summary>Only who had entered by then, UTC: what takes long does not reach those who come later. Null for everybody.</summary>
    public DateTimeOffset? EnteredUntil { get; init; }

    internal bool Means(Enrollment enrollment)
        => (AtStepId is null || enrollment.StepId == AtStepId) && (Version is null || enrollment.Version == Version) && !(enrollment.EnteredAt > EnteredUntil);

    internal Signal ToSignal()
    {
        var who = OperatorDesk.Source(By, OperatorDesk.Check(Reason, required: false));
        return Action switch
        {
            PassageAction.Pause => new Signal.Paused(who),
            PassageAction.Resume => new Signal.Resumed(who),
            PassageAction.SkipAhead => new Signal.SkippedAhead(who, ToStepId),
            PassageAction.Remove => new Signal.Removed(who),
            _ => throw new ArgumentOutOfRangeException(nameof(Action)),
        };
    }
}

/// <summary>How far a decision about many passages was carried out.</summary>
/// <param name="Seen">How many passages of this stretch were meant.</param>
/// <param name="Changed">For how many of them it was done; the others were not in a state for it.</param>
/// <param name="Next">Where the next stretch begins; null when this was the last.</param>
public sealed record PassageProgress(int Seen, int Changed, string? Next);
