using Automail.Engine;
using Automail.Engine.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>Asks for a look at the instances of a workflow type when it was changed or deleted; the request commits with the change.</summary>
internal sealed class JourneyTypeChanges(IServiceProvider services, OrchardTimeProvider clock, JourneyCatalog catalog) : WorkflowTypeHandlerBase
{
    public override Task UpdatedAsync(WorkflowTypeUpdatedContext context)
        => Due.ScheduleAsync(JourneySignals.ForChangedType(context.WorkflowType.WorkflowTypeId, clock.Now()));

    public override Task DeletedAsync(WorkflowTypeDeletedContext context)
    {
        catalog.Distrust();
        return Due.ScheduleAsync(JourneySignals.ForDeletedType(context.WorkflowType.WorkflowTypeId, clock.Now()));
    }

    private IDueQueue Due => services.GetRequiredService<IUnitOfWork>().Due;
}
