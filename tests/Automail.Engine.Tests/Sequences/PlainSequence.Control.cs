namespace Automail.Engine.Tests.Sequences;

/// <content>Somebody stops a passage, lets it go on, or leaves out a step.</content>
internal sealed partial class PlainSequence
{
    /// <summary>Somebody stops the passage.</summary>
    public void Pause()
    {
        if (Active is { Paused: null, WakeAt: { } wake } passage)
        {
            passage.Paused = (_now, wake);
            passage.WakeAt = null;
        }
    }

    /// <summary>Somebody lets it go on: what is counted goes on where it stood, what is meant by the clock waits for its time.</summary>
    public void Resume()
    {
        if (Active is not { Paused: { } paused } passage)
        {
            return;
        }

        passage.Paused = null;
        passage.Began += _now - paused.At;
        var step = passage.Todo[0];
        if (step["if"] is not null || step["split"] is not null || step["startWorkflow"] is not null || step["notify"] is not null || step["webhook"] is not null)
        {
            Run(passage);
            return;
        }

        passage.WakeAt = step["send"] is not null ? NextMinute(local => IsOpen(passage.Definition, local), _now)
            : step["waitUntil"] is { } until ? (paused.WakeAt > _now ? paused.WakeAt : NextTime(until, _now))
            : _now + (paused.WakeAt > paused.At ? paused.WakeAt - paused.At : TimeSpan.Zero);
    }

    /// <summary>Somebody leaves out the step at which the passage stands.</summary>
    public void Skip()
    {
        if (Active is not { Paused: null, WakeAt: not null } passage)
        {
            return;
        }

        passage.WakeAt = null;
        if (passage.Todo[0]["waitFor"] is not null)
        {
            Replace(passage, passage.Todo[0]["else"]);
        }
        else
        {
            if (passage.Todo[0]["send"] is not null)
            {
                passage.Passed.Add((string)passage.Todo[0]["id"]!);
            }

            passage.Todo.RemoveAt(0);
        }

        Run(passage);
    }
}
