using Automail.Engine;
using Automail.Engine.Flow;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrchardCore.Workflows.Abstractions.Models;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>Takes the contact that the workflow is about out of a sequence. Mail of that sequence that has not left yet is kept back.</summary>
public sealed class RemoveFromSequenceTask(IServiceProvider services, IStringLocalizer<RemoveFromSequenceTask> localizer) : TaskActivity<RemoveFromSequenceTask>
{
    /// <summary>Outcome: the contact was inside and is out.</summary>
    public const string Removed = "Removed";

    /// <summary>Outcome: the contact was not inside.</summary>
    public const string NotInside = "Not inside";

    /// <inheritdoc/>
    public override LocalizedString DisplayText => localizer["Remove from a sequence"];

    /// <inheritdoc/>
    public override LocalizedString Category => localizer["Automail"];

    /// <summary>The sequence's id.</summary>
    public string Sequence
    {
        get => GetProperty(() => "");
        set => SetProperty(value);
    }

    /// <inheritdoc/>
    public override IEnumerable<Outcome> GetPossibleOutcomes(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
        => Outcomes(localizer["Removed"], localizer["Not inside"]);

    /// <inheritdoc/>
    public override async Task<ActivityExecutionResult> ExecuteAsync(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
        => Outcomes(
            await services.GetRequiredService<Journeys.Journeys>().ContactAsync(workflowContext) is { } contact
            && await services.GetRequiredService<SequenceRunner>()
                .RemoveAsync(services.GetRequiredService<IUnitOfWork>(), Sequence, contact.Id, $"by the workflow '{workflowContext.WorkflowType.Name}'")
                ? Removed
                : NotInside);
}
