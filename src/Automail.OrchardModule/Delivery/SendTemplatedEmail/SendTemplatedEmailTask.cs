using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrchardCore.Workflows.Abstractions.Models;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;

namespace Automail.OrchardModule.Delivery.SendTemplatedEmail;

/// <summary>
/// Puts a mail into the ledger, in the transaction that moves the workflow on; it leaves when that has committed. A loop that passes here again sends again,
/// and a passage that is run twice sends once.
/// </summary>
public sealed class SendTemplatedEmailTask(IServiceProvider services, IStringLocalizer<SendTemplatedEmailTask> localizer) : TaskActivity<SendTemplatedEmailTask>
{
    /// <summary>Outcome: the mail is on its way.</summary>
    public const string Queued = "Queued";

    /// <summary>Outcome: the gate said no, for good; the reason is in the mail log.</summary>
    public const string Suppressed = "Suppressed";

    /// <summary>Outcome: there is no such template, or nobody to send to; the reason is recorded.</summary>
    public const string Failed = "Failed";

    /// <inheritdoc/>
    public override LocalizedString DisplayText => localizer["Send templated e-mail"];

    /// <inheritdoc/>
    public override LocalizedString Category => localizer["Automail"];

    /// <summary>The template's name.</summary>
    public string Template
    {
        get => GetProperty(() => "");
        set => SetProperty(value);
    }

    /// <summary>Liquid that gives one address; empty for the workflow's contact.</summary>
    public WorkflowExpression<string> Recipient
    {
        get => GetProperty(() => new WorkflowExpression<string>());
        set => SetProperty(value);
    }

    /// <summary>The purpose, which decides about consent; null for the template's own.</summary>
    public string? Purpose
    {
        get => GetProperty<string?>();
        set => SetProperty(value);
    }

    /// <summary>Liquid that gives a JSON object, whose values the template reads by their names.</summary>
    public WorkflowExpression<string> Model
    {
        get => GetProperty(() => new WorkflowExpression<string>());
        set => SetProperty(value);
    }

    /// <summary>How late the mail may be after downtime before it is skipped, ISO 8601; empty for any time.</summary>
    public string OverdueAfter
    {
        get => GetProperty(() => "P1D");
        set => SetProperty(value);
    }

    /// <summary>How often this instance passed here before. Commits with the passage.</summary>
    private int Occurrence
    {
        get => GetProperty(() => 0);
        set => SetProperty(value);
    }

    /// <inheritdoc/>
    public override IEnumerable<Outcome> GetPossibleOutcomes(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
        => Outcomes(localizer["Queued"], localizer["Suppressed"], localizer["Failed"]);

    /// <inheritdoc/>
    public override async Task<ActivityExecutionResult> ExecuteAsync(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
    {
        var result = await services.GetRequiredService<WorkflowMails>().SendAsync(workflowContext, activityContext.ActivityRecord.ActivityId, Occurrence, this);
        Occurrence++;
        workflowContext.LastResult = result.Reason;
        return Outcomes(result.Outcome);
    }
}
