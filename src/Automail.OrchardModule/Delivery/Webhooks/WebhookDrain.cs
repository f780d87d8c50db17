using Automail.Engine;
using Automail.Engine.Flow;
using Automail.OrchardModule.Scheduling;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrchardCore.Environment.Shell;
using OrchardCore.Environment.Shell.Configuration;

namespace Automail.OrchardModule.Delivery.Webhooks;

/// <summary>Calls other systems in a lane of its own, so that no mail waits for a receiver that is slow.</summary>
internal sealed class WebhookDrain(
    IShellHost shells,
    ShellSettings tenant,
    IHttpContextAccessor httpContexts,
    IHostApplicationLifetime lifetime,
    IAutomailStore store,
    WebhookSender sender,
    OrchardTimeProvider clock,
    DueSignal signal,
    IShellConfiguration configuration,
    ILogger<WebhookDrain> logger,
    ILogger<DueWorker> workerLogger) : Drain<WebhookDrain>(shells, tenant, httpContexts, lifetime, store, signal, configuration, logger)
{
    private readonly DueWorker _worker = new(store, clock, [sender], workerLogger);

    /// <inheritdoc/>
    protected override async Task<int> WorkAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        while (await _worker.RunOnceAsync(WebhookSender.BatchSize, cancellationToken) is > 0 and var count)
        {
            total += count;
        }

        return total;
    }
}
