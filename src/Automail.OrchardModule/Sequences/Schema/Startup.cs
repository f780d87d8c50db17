using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Sequences.Schema;

/// <summary>The schema of sequences.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes, IServiceProvider serviceProvider) => SchemaEndpoint.Map(routes);
}
