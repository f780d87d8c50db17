using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;
using OrchardCore.Workflows.Helpers;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>Into sequences and out of them, from workflows.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddActivity<EnrollInSequenceTask, EnrollInSequenceDriver>();
        services.AddActivity<RemoveFromSequenceTask, RemoveFromSequenceDriver>();
        services.AddSingleton<SequenceChoice>();
    }
}
