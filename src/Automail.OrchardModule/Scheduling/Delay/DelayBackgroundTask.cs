using Microsoft.Extensions.DependencyInjection;
using OrchardCore.BackgroundTasks;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>Each minute, on one node: the Delays that are over, and the mail that they lead to.</summary>
[BackgroundTask(
    Title = "Automail: Delays",
    Schedule = "* * * * *",
    Description = "Resumes the workflows whose Delay is over.",
    LockTimeout = 1_000,
    LockExpiration = 600_000)]
public sealed class DelayBackgroundTask : IBackgroundTask
{
    /// <inheritdoc/>
    public async Task DoWorkAsync(IServiceProvider serviceProvider, CancellationToken cancellationToken)
    {
        // At one instant, events count before due work: an order that came in takes its contact out before a Delay of theirs ends.
        await serviceProvider.GetRequiredService<DueDrain>().DrainAsync(cancellationToken);
        if (await serviceProvider.GetRequiredService<DelaySweeper>().DrainAsync(cancellationToken) > 0)
        {
            await serviceProvider.GetRequiredService<DueDrain>().DrainAsync(cancellationToken);
        }
    }
}
