using Automail.Engine.Flow;
using Automail.OrchardModule.Tracking;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Scheduling;

/// <summary>What has to be there before events come in: the secret of the links, the sequences, and someone who hears of due work.</summary>
internal sealed class TenantStart(TenantTokens tokens, DueDrain drain) : ModularTenantEvents
{
    // Asking for it is enough: from its making on it hears of due work.
    private readonly DueDrain _drain = drain;

    /// <inheritdoc/>
    public override async Task ActivatedAsync()
    {
        await tokens.EnsureAsync();

        // At the first start the tables are there for others once this scope has committed; and nobody gets in before the deferred task is done.
        ShellScope.AddDeferredTask(scope => scope.ServiceProvider.GetRequiredService<SequenceCatalog>().LoadAsync());
        GC.KeepAlive(_drain);
    }
}
