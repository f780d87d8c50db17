namespace Automail.Engine.InMemory;

/// <summary>How to take back what the running unit wrote, and whether it may write at all.</summary>
internal sealed class UndoLog
{
    private const int KeptCapacity = 4096;

    private readonly List<Action> _steps = [];
    private Mode _mode;

    /// <summary>Which unit is running: one more with each.</summary>
    public long Unit { get; private set; }

    private enum Mode
    {
        Idle,
        Reading,
        Writing,
    }

    public void Begin(bool writes)
    {
        _mode = writes ? Mode.Writing : Mode.Reading;
        Unit++;
    }

    public void Commit() => End();

    public void Rollback()
    {
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            _steps[i]();
        }

        End();
    }

    /// <summary>To be called before anything is read.</summary>
    public void Reading()
    {
        if (_mode == Mode.Idle)
        {
            throw new InvalidOperationException("The unit of work is over.");
        }
    }

    /// <summary>To be called before anything is changed.</summary>
    public void Writing()
    {
        Reading();
        if (_mode == Mode.Reading)
        {
            throw new InvalidOperationException("A query cannot write; use ExecuteAsync.");
        }
    }

    /// <summary>Remembers how to take back the change that was just made.</summary>
    public void Add(Action undo) => _steps.Add(undo);

    private void End()
    {
        _mode = Mode.Idle;
        _steps.Clear();
        if (_steps.Capacity > KeptCapacity)
        {
            _steps.Capacity = KeptCapacity;
        }
    }
}
