using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;
using OrchardCore.Workflows.Helpers;

namespace Automail.OrchardModule.Sequences.Outcomes;

/// <summary>The triggers that hear of the end of a passage.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddActivity<SequenceFinishedEvent, SequenceFinishedEventDriver>();
        services.AddActivity<SequenceExitedEvent, SequenceExitedEventDriver>();
        services.AddActivity<SequenceGoalReachedEvent, SequenceGoalReachedEventDriver>();
    }
}
