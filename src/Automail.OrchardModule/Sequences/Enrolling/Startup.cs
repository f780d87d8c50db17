using Automail.Engine;
using Automail.Engine.Flow;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;
using OrchardCore.Workflows.Helpers;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>Into sequences and out of them, from workflows, by operators and over the API.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddActivity<EnrollInSequenceTask, EnrollInSequenceDriver>();
        services.AddActivity<RemoveFromSequenceTask, RemoveFromSequenceDriver>();
        services.AddSingleton<SequenceChoice>();
        services.AddSingleton(provider => new EntryCheck(
            provider.GetRequiredService<ISite>(), provider.GetRequiredService<SequenceCatalog>(), provider.GetRequiredService<GateKeeper>(), provider.GetRequiredService<OrchardTimeProvider>()));
        services.AddSingleton(provider => new EnrollmentDesk(
            provider.GetRequiredService<IAutomailStore>(), provider.GetRequiredService<SequenceCatalog>(), provider.GetRequiredService<SequenceRunner>(), provider.GetRequiredService<OrchardTimeProvider>()));
        services.AddSingleton<EnrollPeople>();
        services.AddSingleton<IDueHandler, Enroller>();
    }

    /// <inheritdoc/>
    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes, IServiceProvider serviceProvider) => EnrollmentsEndpoint.Map(routes);
}
