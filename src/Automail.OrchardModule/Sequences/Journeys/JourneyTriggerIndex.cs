using OrchardCore.Workflows.Models;
using YesSql.Indexes;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>The workflow types that have triggers.</summary>
internal sealed class JourneyTriggerIndex : MapIndex
{
    public long DocumentId { get; set; }

    public string WorkflowTypeId { get; set; } = "";
}

/// <summary>Sees every change of a workflow type, also those that the activity editor makes without telling anybody.</summary>
internal sealed class JourneyTriggerIndexProvider(TriggerNames triggers, JourneyCatalog catalog) : IndexProvider<WorkflowType>
{
    public override void Describe(DescribeContext<WorkflowType> context)
        => context.For<JourneyTriggerIndex>().Map(type =>
        {
            catalog.Distrust();
            return type.Activities.Any(activity => triggers.Contains(activity.Name))
                ? [new JourneyTriggerIndex { WorkflowTypeId = type.WorkflowTypeId }]
                : Enumerable.Empty<JourneyTriggerIndex>();
        });
}
