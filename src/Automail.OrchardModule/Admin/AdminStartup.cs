using Automail.Engine;
using Automail.Engine.Flow;
using Automail.OrchardModule.Contacts.Timeline;
using Automail.OrchardModule.Delivery;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Sequences;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Admin;

/// <summary>What the admin pages need.</summary>
public sealed class AdminStartup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton(provider => new OperatorDesk(
            provider.GetRequiredService<IAutomailStore>(), provider.GetRequiredService<Intake>(), provider.GetRequiredService<OrchardTimeProvider>()));
        services.AddScoped<JourneyNames>();
        services.AddScoped<MailTexts>();
        services.AddScoped<MailRows>();
        services.AddScoped<QueueStatusReader>();
        services.AddScoped<TimelineTexts>();
        services.AddScoped<TimelineLines>();
    }
}
