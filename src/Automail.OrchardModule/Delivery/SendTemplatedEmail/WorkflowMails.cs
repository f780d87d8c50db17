using System.Text.Encodings.Web;
using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Logging;
using OrchardCore.Liquid;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Delivery.SendTemplatedEmail;

/// <summary>What became of a passage through the task.</summary>
internal sealed record WorkflowMailResult(string Outcome, string? Reason);

/// <summary>Asks for the mails of workflows, in the session of the scope, so that mail and workflow commit together.</summary>
internal sealed class WorkflowMails(
    IUnitOfWork unit,
    MailQueue queue,
    GateKeeper gate,
    ITemplateSource templates,
    Journeys journeys,
    WorkflowPace pace,
    IWorkflowExpressionEvaluator expressions,
    ILiquidTemplateManager liquid,
    ILogger<WorkflowMails> logger)
{
    private const int MaxModel = 64 * 1024;
    private static readonly JsonDocumentOptions ModelOptions = new() { MaxDepth = JsonModel.MaxDepth };

    public async Task<WorkflowMailResult> SendAsync(WorkflowExecutionContext workflow, string activityId, int occurrence, SendTemplatedEmailTask task)
    {
        var due = pace.Of(workflow);
        pace.Done(workflow);
        var enrollment = await journeys.EnrollmentAsync(workflow);
        Contact contact;
        try
        {
            contact = await FindRecipientAsync(workflow, task.Recipient);
        }
        catch (FieldException e)
        {
            // Without a contact there is no place in the ledger.
            logger.LogWarning("Workflow {WorkflowId} could not send '{Template}': {Reason}", workflow.WorkflowId, task.Template, e.Message);
            return new WorkflowMailResult(SendTemplatedEmailTask.Failed, e.Message);
        }

        var request = await MakeAsync(workflow, task, contact, enrollment, due) with
        {
            Key = new SendKey(Journeys.JourneyId(workflow.WorkflowType.WorkflowTypeId), enrollment?.Version ?? 0, workflow.WorkflowId, activityId, occurrence),
            EnrollmentId = enrollment?.Id,
            Event = enrollment is null && await journeys.EventAsync(workflow) is { } entered ? ToJson(entered) : null,
        };
        var record = await queue.QueueAsync(unit, request) ?? (await unit.Ledger.GetAsync([request.Key.ToId()])).Values.Single();
        return new WorkflowMailResult(
            record.State switch
            {
                SendState.Skipped => SendTemplatedEmailTask.Suppressed,
                SendState.Failed => SendTemplatedEmailTask.Failed,
                _ => SendTemplatedEmailTask.Queued,
            },
            record.Reason);
    }

    /// <summary>The request, without what identifies it.</summary>
    private async Task<SendRequest> MakeAsync(WorkflowExecutionContext workflow, SendTemplatedEmailTask task, Contact contact, Enrollment? enrollment, DateTimeOffset due)
    {
        var request = new SendRequest
        {
            Key = new SendKey("", 0, "", "", 0),
            Contact = contact,
            Template = task.Template,
            Purpose = task.Purpose ?? Purposes.Marketing,
        };
        try
        {
            if (await templates.FindAsync(task.Template, contact.Locale) is not { } template)
            {
                return request with { FailReason = $"{GateReasons.UnknownTemplate}: there is no template '{task.Template}'." };
            }

            request = request with
            {
                Purpose = Purposes.Check(task.Purpose ?? template.Purpose, nameof(task.Purpose)),
                Model = await ReadModelAsync(workflow, task.Model),
            };
            if (task.OverdueAfter.Length > 0
                && new OverduePolicy(WaitDuration.Parse(task.OverdueAfter, nameof(task.OverdueAfter)).Approximate(), Skip: true).Skips(due, pace.Now))
            {
                return request with { SkipReason = GateReasons.Overdue };
            }
        }
        catch (Exception e) when (e is FieldException or TemplateException)
        {
            return request with { FailReason = e.Message };
        }

        var decision = await gate.AskAsync(unit, contact, request.Purpose, enrollment?.Id);

        // A "not now" is left to the moment of sending, which asks again anyway.
        return decision is { Allowed: false, Until: null } ? request with { SkipReason = decision.Reason } : request;
    }

    /// <exception cref="FieldException">There is nobody to send to.</exception>
    private async Task<Contact> FindRecipientAsync(WorkflowExecutionContext workflow, WorkflowExpression<string> recipient)
    {
        const string Field = nameof(SendTemplatedEmailTask.Recipient);
        if (string.IsNullOrWhiteSpace(recipient.Expression))
        {
            return await journeys.ContactAsync(workflow) ?? throw new FieldException(Field, "the workflow has no contact, and no recipient is given.");
        }

        var text = await EvaluateAsync(workflow, recipient, Field, encoder: null);
        var identity = new ContactIdentity(IdentityKind.Email, EmailAddress.Normalize(text ?? "", Field));
        if (await unit.Contacts.FindAsync(identity) is { } known)
        {
            return known;
        }

        var contact = await Identification.ResolveAsync(unit, identity, new ProfileChange(), addressMayChange: false, pace.Now);
        await unit.Contacts.SaveAsync(contact);
        return contact;
    }

    /// <exception cref="FieldException">It is not a JSON object.</exception>
    private async Task<JsonElement?> ReadModelAsync(WorkflowExecutionContext workflow, WorkflowExpression<string> model)
    {
        const string Field = nameof(SendTemplatedEmailTask.Model);

        // What Liquid prints stands inside JSON strings, and is escaped for that.
        var text = await EvaluateAsync(workflow, model, Field, JavaScriptEncoder.Default);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length > MaxModel)
        {
            throw new FieldException(Field, $"is longer than {MaxModel} characters.");
        }

        try
        {
            using var document = JsonDocument.Parse(text, ModelOptions);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new FieldException(Field, "is not a JSON object.");
        }
        catch (JsonException e)
        {
            throw new FieldException(Field, $"is not JSON: {e.Message}");
        }
    }

    /// <summary>Orchard prints a syntax error as if it were the result, so it is looked for first.</summary>
    private async Task<string?> EvaluateAsync(WorkflowExecutionContext workflow, WorkflowExpression<string> expression, string field, TextEncoder? encoder)
        => string.IsNullOrWhiteSpace(expression.Expression) ? null
            : liquid.Validate(expression.Expression, out var errors) ? await expressions.EvaluateAsync(expression, workflow, encoder)
            : throw new FieldException(field, string.Join(' ', errors));

    private static JsonElement ToJson(EnteringEvent entered)
    {
        var values = entered.Data.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value, StringComparer.Ordinal);
        values["type"] = entered.Type;
        values["time"] = entered.Time;
        return JsonSerializer.SerializeToElement(values);
    }
}
