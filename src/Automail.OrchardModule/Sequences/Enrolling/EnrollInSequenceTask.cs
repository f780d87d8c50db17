using Automail.Engine;
using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrchardCore.Workflows.Abstractions.Models;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>Puts the contact that the workflow is about into a sequence, in the transaction that moves the workflow on. The sequence's re-entry counts, its trigger does not.</summary>
public sealed class EnrollInSequenceTask(IServiceProvider services, IStringLocalizer<EnrollInSequenceTask> localizer) : TaskActivity<EnrollInSequenceTask>
{
    /// <summary>Outcome: the contact has entered.</summary>
    public const string Enrolled = "Enrolled";

    /// <summary>Outcome: the contact is inside, or was, and may not enter again.</summary>
    public const string NotAllowed = "Not allowed";

    /// <summary>Outcome: the workflow has no contact, or there is no such sequence.</summary>
    public const string Failed = "Failed";

    /// <inheritdoc/>
    public override LocalizedString DisplayText => localizer["Enroll in a sequence"];

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
        => Outcomes(localizer["Enrolled"], localizer["Not allowed"], localizer["Failed"]);

    /// <inheritdoc/>
    public override async Task<ActivityExecutionResult> ExecuteAsync(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
    {
        var journeys = services.GetRequiredService<Journeys.Journeys>();
        if (await journeys.ContactAsync(workflowContext) is not { } contact)
        {
            workflowContext.LastResult = "the workflow has no contact";
            return Outcomes(Failed);
        }

        var result = await services.GetRequiredService<SequenceRunner>()
            .EnrollAsync(services.GetRequiredService<IUnitOfWork>(), Sequence, contact, await journeys.EventAsync(workflowContext), $"by the workflow '{workflowContext.WorkflowType.Name}'");
        workflowContext.LastResult = result == EnrollResult.UnknownSequence ? $"there is no sequence '{Sequence}'" : null;
        return Outcomes(result switch
        {
            EnrollResult.Entered => Enrolled,
            EnrollResult.NotAllowed => NotAllowed,
            _ => Failed,
        });
    }
}
