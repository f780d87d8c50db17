using Microsoft.Extensions.DependencyInjection;
using OrchardCore.BackgroundTasks;

namespace Automail.OrchardModule.Scheduling;

/// <summary>The sweep: each minute, on one node, all that is due.</summary>
[BackgroundTask(
    Title = "Automail: what is due",
    Schedule = "* * * * *",
    Description = "Sends mails, moves journeys on and notices abandoned carts whose time has come.",
    LockTimeout = 1_000,
    LockExpiration = 600_000)]
public sealed class DueBackgroundTask : IBackgroundTask
{
    /// <inheritdoc/>
    public async Task DoWorkAsync(IServiceProvider serviceProvider, CancellationToken cancellationToken)
    {
        var log = serviceProvider.GetRequiredService<SweepLog>();
        try
        {
            await log.RecordAsync(await serviceProvider.GetRequiredService<DueDrain>().DrainAsync(cancellationToken), null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await log.RecordAsync(0, e.Message);
            throw;
        }
    }
}
