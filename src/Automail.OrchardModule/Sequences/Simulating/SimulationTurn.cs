namespace Automail.OrchardModule.Sequences.Simulating;

/// <summary>One simulation at a time: it keeps a processor busy, which visitors need as well.</summary>
internal sealed class SimulationTurn
{
    private int _taken;

    /// <summary>How long one may take. What takes longer, such as a schedule of every minute over a year, would keep the processor, and ever more memory, from the others.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Takes the turn; null when somebody else has it. Disposing gives it back.</summary>
    public IDisposable? TryTake() => Interlocked.CompareExchange(ref _taken, 1, 0) == 0 ? new Turn(this) : null;

    private sealed class Turn(SimulationTurn owner) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref owner._taken, 0);
    }
}
