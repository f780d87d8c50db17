using Automail.Engine;
using Automail.OrchardModule.Delivery.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrchardCore.BackgroundTasks;
using OrchardCore.Environment.Shell;
using OrchardCore.Environment.Shell.Configuration;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Scheduling;

/// <summary>
/// A lane of due work: does it, one drain at a time in this process: at each sweep, and at once when <see cref="DueSignal"/> tells of new work. The prompt drain runs beside
/// the request that caused it, in a scope of its own, so that nobody waits for a mail server. <c>Automail:DrainAtOnce</c> set to false leaves all to the sweeps.
/// </summary>
internal abstract class Drain<TSelf> : IDueWork, IDisposable
    where TSelf : Drain<TSelf>
{
    private readonly IShellHost _shells;
    private readonly ShellSettings _tenant;
    private readonly IHttpContextAccessor _httpContexts;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly IAutomailStore _store;
    private readonly DueSignal _signal;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _asked;

    protected Drain(
        IShellHost shells,
        ShellSettings tenant,
        IHttpContextAccessor httpContexts,
        IHostApplicationLifetime lifetime,
        IAutomailStore store,
        DueSignal signal,
        IShellConfiguration configuration,
        ILogger logger)
    {
        (_shells, _tenant, _httpContexts, _lifetime, _store, _signal, _logger) = (shells, tenant, httpContexts, lifetime, store, signal, logger);
        if (configuration.GetSection(AutomailSettings.Section).GetValue("DrainAtOnce", defaultValue: true))
        {
            signal.Raised += Ask;
        }
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
        => _store.ReadAsync(unit => unit.Due.NextDueAsync(), cancellationToken);

    /// <summary>Does all that is due, after a drain that is running.</summary>
    /// <returns>How many items were worked on.</returns>
    public async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Whoever asks from here on may have work that this drain no longer sees.
            Volatile.Write(ref _asked, 0);
            return await WorkAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signal.Raised -= Ask;
        _turn.Dispose();
    }

    /// <summary>Does the work of this lane until nothing of it is due.</summary>
    /// <returns>How many items were worked on.</returns>
    protected abstract Task<int> WorkAsync(CancellationToken cancellationToken);

    /// <summary>Has a drain begin beside the caller, in a scope of its own.</summary>
    public void Ask()
    {
        if (Interlocked.Exchange(ref _asked, 1) == 1)
        {
            return;
        }

        // Nothing of the request that asks may be held by the drain: neither its scope nor its HTTP context.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            // The tenant may have been reloaded since: the scope's own drain is the one that counts.
            var scope = await _shells.GetScopeAsync(_tenant);
            await scope.UsingAsync(async inner =>
            {
                _httpContexts.HttpContext = inner.ShellContext.CreateHttpContext();
                await inner.ServiceProvider.GetRequiredService<TSelf>().DrainAsync(_lifetime.ApplicationStopping);
            });
        }
        catch (OperationCanceledException)
        {
            // The site stops; what is due waits in the store.
        }
        catch (Exception e)
        {
            // The work is in the store, and the next sweep finds it.
            Volatile.Write(ref _asked, 0);
            _logger.LogError(e, "Draining the due queue at once failed; the next sweep tries again");
        }
        finally
        {
            _httpContexts.HttpContext = null;
        }
    }
}
