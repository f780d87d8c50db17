using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Sequences.Triggers;

/// <summary>What lets people into sequences when its time has come: dates of the contact, and schedules.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IDueHandler>(provider => new DateTriggers(Get<IAutomailStore>(provider), Get<SequenceCatalog>(provider), Get<SequenceRunner>(provider), Get<OrchardTimeProvider>(provider)));
        services.AddSingleton<IDueHandler>(provider => new ScheduleTriggers(Get<IAutomailStore>(provider), Get<ISite>(provider), Get<SequenceCatalog>(provider), Get<OrchardTimeProvider>(provider)));
        services.AddSingleton<IDueHandler>(provider => new ContactSweeps(
            Get<IAutomailStore>(provider), Get<SequenceCatalog>(provider), Get<SequenceRunner>(provider), Get<IConditions>(provider), Get<OrchardTimeProvider>(provider)));
    }

    private static T Get<T>(IServiceProvider provider)
        where T : notnull
        => provider.GetRequiredService<T>();
}
