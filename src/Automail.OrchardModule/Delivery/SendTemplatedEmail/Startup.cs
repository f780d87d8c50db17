using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;
using OrchardCore.Workflows.Helpers;

namespace Automail.OrchardModule.Delivery.SendTemplatedEmail;

/// <summary>Mail in workflows.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddActivity<SendTemplatedEmailTask, SendTemplatedEmailDriver>();
        services.AddScoped<WorkflowMails>();
    }
}
