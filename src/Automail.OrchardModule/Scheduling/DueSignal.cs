using OrchardCore.Environment.Shell.Scope;

namespace Automail.OrchardModule.Scheduling;

/// <summary>Says that something became due just now and is committed, so that nobody has to wait for the next sweep.</summary>
internal sealed class DueSignal
{
    /// <summary>Raised after the commit, on the thread that committed; handlers return at once.</summary>
    public event Action? Raised;

    /// <summary>Raises it.</summary>
    public void Raise() => Raised?.Invoke();

    /// <summary>Raises it when the current scope has committed.</summary>
    public void RaiseAfterCommit()
        => ShellScope.AddDeferredTask(_ =>
        {
            Raise();
            return Task.CompletedTask;
        });
}
