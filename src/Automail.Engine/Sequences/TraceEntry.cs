namespace Automail.Engine.Sequences;

/// <summary>What was decided.</summary>
public enum TraceKind
{
    /// <summary>The contact entered; the text is the event that the passage is about, the note who or what put the contact in, when no event did.</summary>
    Entered,

    /// <summary>A condition was looked at; the text is the condition, the note where it stands when that is no step: <c>trigger.if</c>, <c>trigger.becomes</c>, <c>exit.if</c>, <c>goal.if</c>.</summary>
    Condition,

    /// <summary>A wait began, and ends at <see cref="TraceEntry.Until"/>.</summary>
    Wait,

    /// <summary>A mail waits for the window to open; the text is its template.</summary>
    Window,

    /// <summary>A wait for an event began, up to <see cref="TraceEntry.Until"/>; the text is the event.</summary>
    WaitFor,

    /// <summary>The event that was waited for came; the text is the event.</summary>
    Heard,

    /// <summary>It did not come in time.</summary>
    TimedOut,

    /// <summary>A mail was asked for; the text is its template, the note why it is not to be sent. What the gate said stands in the ledger.</summary>
    Mail,

    /// <summary>A split chose; the text is the number of the branch, from 1.</summary>
    Split,

    /// <summary>A holdout let the contact pass; one that did not is an end.</summary>
    PassedHoldout,

    /// <summary>The contact was changed; the text says how.</summary>
    Changed,

    /// <summary>The contact was sent to another sequence, the text.</summary>
    Enroll,

    /// <summary>The contact was taken out of another sequence, the text.</summary>
    Remove,

    /// <summary>The workflows of a name, the text, were started; the note says why none was: see <see cref="WorkflowStart"/>.</summary>
    StartWorkflow,

    /// <summary>A person of the team was told; the text is the address, the note why not: <c>passed-before</c>, or the error.</summary>
    Notify,

    /// <summary>Another system was told; the text is the address that is called, the note why not: <c>passed-before</c>. What came of it stands in the ledger.</summary>
    Webhook,

    /// <summary>Somebody stopped the passage for a while; the note says who and why.</summary>
    Paused,

    /// <summary>Somebody let it go on; the note says who and why.</summary>
    Resumed,

    /// <summary>Somebody ended the wait, or left out the mail, at which it stood; the note says who and why.</summary>
    SkippedAhead,

    /// <summary>Somebody let the passage go on with another version; the step is where, the text the versions, such as <c>3 → 4</c>, the note says who and why.</summary>
    Moved,

    /// <summary>The passage ended; the text is the status, the note the reason.</summary>
    Ended,
}

/// <summary>One decision about a passage, with the values that it saw.</summary>
/// <param name="Time">When it was made, UTC.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="StepId">At which step; null for what belongs to none.</param>
/// <param name="Text">What it is about; see <see cref="TraceKind"/>.</param>
/// <param name="Note">More about it; see <see cref="TraceKind"/>.</param>
/// <param name="Holds">Of a condition: whether it held.</param>
/// <param name="Until">Of a wait: when it ends, UTC.</param>
/// <param name="Values">Of a condition: what its names stood for, as text; null for nothing.</param>
public sealed record TraceEntry(
    DateTimeOffset Time,
    TraceKind Kind,
    string? StepId = null,
    string? Text = null,
    string? Note = null,
    bool? Holds = null,
    DateTimeOffset? Until = null,
    IReadOnlyDictionary<string, string?>? Values = null);
