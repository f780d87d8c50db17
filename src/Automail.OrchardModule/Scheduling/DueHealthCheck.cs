using Automail.Engine;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Automail.OrchardModule.Scheduling;

/// <summary>Whether what is due is being done, and whether mail can leave.</summary>
internal sealed class DueHealthCheck(IAutomailStore store, OrchardSite site, SweepLog sweeps, OrchardTimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var (next, counts) = await store.ReadAsync(async unit => (await unit.Due.NextDueAsync(), await unit.Due.CountAsync(now)), cancellationToken);
        var state = await sweeps.GetAsync();
        var data = new Dictionary<string, object>
        {
            ["waiting"] = counts.Waiting,
            ["due"] = counts.Due,
            ["lastSweep"] = state.LastSweep?.ToString("O") ?? "never",
        };
        var rested = state.LastSweep is not { } last || last < TimeProvider.System.GetUtcNow() - Patience;
        if (next < now - Patience && rested)
        {
            return HealthCheckResult.Unhealthy($"{counts.Due} items are overdue, and the background task has not run for {Patience.TotalMinutes} minutes.", data: data);
        }

        if (state.LastError is { } error)
        {
            return HealthCheckResult.Unhealthy($"The last sweep failed: {error}", data: data);
        }

        return await site.FindProblemAsync() is { } problem
            ? HealthCheckResult.Degraded($"Mail waits. {problem}", data: data)
            : HealthCheckResult.Healthy(data: data);
    }
}
