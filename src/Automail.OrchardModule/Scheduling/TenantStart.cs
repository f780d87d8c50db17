using Automail.Engine.Flow;
using Automail.OrchardModule.Delivery.Webhooks;
using Automail.OrchardModule.Tracking;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Scheduling;

/// <summary>What has to be there before events come in: the secrets of links and webhooks, the sequences, and someone who hears of due work.</summary>
internal sealed class TenantStart(TenantTokens tokens, WebhookSecrets secrets, DueDrain drain, WebhookDrain webhooks) : ModularTenantEvents
{
    // Asking for them is enough: from their making on they hear of due work.
    private readonly object[] _drains = [drain, webhooks];

    /// <inheritdoc/>
    public override async Task ActivatedAsync()
    {
        await tokens.EnsureAsync();
        await secrets.EnsureAsync();

        // At the first start the tables are there for others once this scope has committed; and nobody gets in before the deferred task is done.
        ShellScope.AddDeferredTask(scope => scope.ServiceProvider.GetRequiredService<SequenceCatalog>().LoadAsync());
        GC.KeepAlive(_drains);
    }
}
