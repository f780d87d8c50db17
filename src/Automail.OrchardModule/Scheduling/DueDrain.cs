using Automail.Engine;
using Automail.Engine.Flow;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrchardCore.Environment.Shell;
using OrchardCore.Environment.Shell.Configuration;

namespace Automail.OrchardModule.Scheduling;

/// <summary>Does what is due, but for what has a lane of its own.</summary>
internal sealed class DueDrain(
    IShellHost shells,
    ShellSettings tenant,
    IHttpContextAccessor httpContexts,
    IHostApplicationLifetime lifetime,
    IAutomailStore store,
    DueWorker worker,
    DueSignal signal,
    IShellConfiguration configuration,
    ILogger<DueDrain> logger) : Drain<DueDrain>(shells, tenant, httpContexts, lifetime, store, signal, configuration, logger)
{
    /// <inheritdoc/>
    protected override Task<int> WorkAsync(CancellationToken cancellationToken) => worker.DrainAsync(cancellationToken);
}
