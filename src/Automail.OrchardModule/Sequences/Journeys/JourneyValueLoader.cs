using Automail.Engine;
using Automail.Engine.Flow;
using Fluid;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>
/// Fills in the contact and the events before an expression or a script of a workflow reads them. Liquid also gets <c>contact</c>, <c>event</c>,
/// <c>site</c> and <c>enrollment</c>, as in templates and sequences.
/// </summary>
internal sealed class JourneyValueLoader(Journeys journeys, ISite site) : WorkflowExecutionContextHandlerBase
{
    public override async Task EvaluatingExpressionAsync(WorkflowExecutionExpressionContext context)
    {
        if (await LoadAsync(context.WorkflowContext) is { } model)
        {
            foreach (var (name, value) in model)
            {
                context.TemplateContext.SetValue(name, value);
            }
        }
    }

    public override Task EvaluatingScriptAsync(WorkflowExecutionScriptContext context) => LoadAsync(context.WorkflowContext);

    /// <summary>The model of templates for the workflow's contact; null when it is about nobody.</summary>
    private async Task<Dictionary<string, object?>?> LoadAsync(WorkflowExecutionContext workflow)
    {
        if (await journeys.ContactAsync(workflow) is not { } contact)
        {
            return null;
        }

        var profile = await site.GetProfileAsync();
        var model = MailModel.Create(contact, profile, await journeys.EventAsync(workflow), await journeys.EnrollmentAsync(workflow));
        foreach (var values in (IDictionary<string, object>[])[workflow.Input, workflow.Properties])
        {
            if (values.TryGetValue(Journeys.ContactName, out var value) && value is ContactValue contactValue)
            {
                Fill(contactValue, model["contact"]);
            }

            if (values.TryGetValue(Journeys.EventName, out value) && value is EventValue eventValue)
            {
                Fill(eventValue, MailModel.Create(contact, profile, await journeys.EventAsync(eventValue), null)["event"]);
            }
        }

        return model;
    }

    private static void Fill(Dictionary<string, object?> value, object? contents)
    {
        value.Clear();
        foreach (var (name, content) in (Dictionary<string, object?>)contents!)
        {
            value[name] = content;
        }
    }
}
