using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Simulation;
using Automail.Engine.Scheduling;
using Microsoft.Extensions.Logging;

namespace Automail.Cli.Demo;

/// <summary>Does what is due, as time runs and as it is moved: one at a time, so that moving the clock is a single step for whoever looks.</summary>
internal sealed class DemoWorker(IAutomailStore store, VirtualClock clock, DueWorker worker, DemoFolder folder, ILogger<DemoWorker> logger) : IAsyncDisposable
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Starts to work along with time.</summary>
    public void Start() => _loop = Task.Run(() => LoopAsync(_stop.Token));

    /// <summary>Has it look at once whether there is something to do.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    /// <summary>Moves time on; returns when all that came due on the way is done.</summary>
    /// <returns>The present afterwards, UTC.</returns>
    public async Task<DateTimeOffset> AdvanceAsync(WaitDuration by, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await RunToAsync(by.After(clock.Now(), NodaTime.DateTimeZone.Utc), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Moves time on to the next moment at which something is due, and does it.</summary>
    /// <returns>The present afterwards, UTC.</returns>
    public async Task<DateTimeOffset> AdvanceToNextAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var next = await store.ReadAsync(unit => unit.Due.NextDueAsync(), cancellationToken);
            return await RunToAsync(next > clock.Now() ? next.Value : clock.Now(), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        _turn.Dispose();
        _wake.Dispose();
    }

    private async Task<DateTimeOffset> RunToAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        try
        {
            await new Timeline(store, clock, worker).RunToAsync(moment, inclusive: true, cancellationToken);
            return clock.Now();
        }
        finally
        {
            // How far it came, also when something failed on the way: time never goes back.
            folder.WriteAhead(clock.Ahead);
            Wake();
        }
    }

    private async Task LoopAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(await DrainAsync(stop), stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <returns>How long there is nothing to do.</returns>
    private async Task<TimeSpan> DrainAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await worker.DrainAsync(stop);
            var next = await store.ReadAsync(unit => unit.Due.NextDueAsync(), stop);
            var sleep = next is null ? LongestSleep : next.Value - clock.Now() + TimeSpan.FromMilliseconds(1);
            return sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep < LongestSleep ? sleep : LongestSleep;
        }
        catch (StoreUnavailableException e)
        {
            logger.LogError("{Message}", e.Message);
            return AfterFailure;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it was, what is due stays in the queue and is tried again.
            logger.LogError(e, "What is due could not be done");
            return AfterFailure;
        }
        finally
        {
            _turn.Release();
        }
    }
}
