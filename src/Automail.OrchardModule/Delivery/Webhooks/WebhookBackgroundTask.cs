using Microsoft.Extensions.DependencyInjection;
using OrchardCore.BackgroundTasks;

namespace Automail.OrchardModule.Delivery.Webhooks;

/// <summary>Each minute, on one node, the webhooks that are due. They run beside it: the site's other tasks do not wait for receivers.</summary>
[BackgroundTask(
    Title = "Automail: webhooks",
    Schedule = "* * * * *",
    Description = "Calls the addresses of other systems that sequences tell, and tries again those that failed.",
    LockTimeout = 1_000,
    LockExpiration = 60_000)]
public sealed class WebhookBackgroundTask : IBackgroundTask
{
    /// <inheritdoc/>
    public Task DoWorkAsync(IServiceProvider serviceProvider, CancellationToken cancellationToken)
    {
        serviceProvider.GetRequiredService<WebhookDrain>().Ask();
        return Task.CompletedTask;
    }
}
