using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;
using Automail.OrchardModule.Delivery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrchardCore.Modules;

namespace Automail.OrchardModule;

/// <summary>
/// The engine's flow, put together by the container; <see cref="Pipeline"/> shows it on one screen. All of it is one per tenant and keeps no state of
/// a request. Whoever adds an <see cref="IEventListener"/> or an <see cref="IDueHandler"/> adds a singleton.
/// </summary>
public sealed class EngineStartup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<OrchardSite>();
        services.AddSingleton<ISite>(provider => provider.GetRequiredService<OrchardSite>());
        services.AddSingleton(provider => new LiquidConditions(Get<ILiquid>(provider), Get<ISite>(provider)));
        services.AddSingleton<IConditions>(Get<LiquidConditions>);
        services.AddSingleton(provider => new SequenceCatalog(Get<IAutomailStore>(provider), Clock(provider), Get<ILogger<SequenceCatalog>>(provider), Get<ISite>(provider)));
        services.AddSingleton(provider => new MailQueue(Clock(provider)));
        services.AddSingleton(provider => new GateKeeper(Get<ISite>(provider), Clock(provider)));
        services.AddSingleton(provider => new SequenceRunner(
            Get<IAutomailStore>(provider), Get<ISite>(provider), Get<SequenceCatalog>(provider), Get<MailQueue>(provider), Get<IConditions>(provider), Clock(provider),
            workflows: Get<IWorkflows>(provider)));
        services.AddSingleton(provider => new PassageControl(
            Get<IAutomailStore>(provider), Get<ISite>(provider), Get<SequenceCatalog>(provider), Get<MailQueue>(provider), Get<IConditions>(provider), Clock(provider),
            Get<IWorkflows>(provider)));
        services.AddSingleton(provider => new DryRun(Get<IAutomailStore>(provider), Get<ISite>(provider), Get<IConditions>(provider), Clock(provider), Get<ILoggerFactory>(provider), Get<IWorkflows>(provider)));
        services.AddSingleton<IEventListener>(Get<SequenceRunner>);
        services.AddSingleton(provider => new Intake(Get<IAutomailStore>(provider), Get<ISite>(provider), Clock(provider), provider.GetServices<IEventListener>()));
        services.AddSingleton(provider => new Responses(Get<IAutomailStore>(provider), Get<Intake>(provider), Get<ITokenProtector>(provider), Clock(provider)));
        services.AddSingleton(provider => new MailRenderer(Get<ILiquid>(provider), Get<ITokenProtector>(provider)));
        services.AddSingleton(provider => new MailComposer(
            Get<ITemplateSource>(provider), Get<MailRenderer>(provider), Get<ITokenProtector>(provider), Get<ISite>(provider), Get<IAutomailStore>(provider), Clock(provider)));
        services.AddSingleton<IMailComposer, ScopedMailComposer>();
        services.AddSingleton(provider => new MailViews(Get<IAutomailStore>(provider), Get<IMailComposer>(provider), Get<ITokenProtector>(provider)));
        services.AddSingleton(provider => new MailSender(
            Get<IAutomailStore>(provider), Get<GateKeeper>(provider), Get<IMailComposer>(provider), Get<IMailTransport>(provider), Clock(provider)));
        services.AddSingleton<IDueHandler, MailGuard>();
        services.AddSingleton<IDueHandler>(Get<SequenceRunner>);
        services.AddSingleton<IDueHandler>(provider => new CartChecks(Get<IAutomailStore>(provider), Get<ISite>(provider), Get<Intake>(provider), Clock(provider)));
        services.AddSingleton(provider => new DueWorker(
            Get<IAutomailStore>(provider), Clock(provider), provider.GetServices<IDueHandler>(), Get<ILogger<DueWorker>>(provider)));
    }

    private static T Get<T>(IServiceProvider provider)
        where T : notnull
        => provider.GetRequiredService<T>();

    private static OrchardTimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<OrchardTimeProvider>();
}
