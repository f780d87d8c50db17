using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Scheduling;
using Microsoft.Extensions.Localization;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.DisplayManagement.Views;
using OrchardCore.Liquid;
using OrchardCore.Mvc.ModelBinding;
using OrchardCore.Workflows.Display;
using OrchardCore.Workflows.Models;

namespace Automail.OrchardModule.Delivery.SendTemplatedEmail;

/// <summary>The editor.</summary>
internal sealed class SendTemplatedEmailDriver(ILiquidTemplateManager liquid, IStringLocalizer<SendTemplatedEmailDriver> localizer)
    : ActivityDisplayDriver<SendTemplatedEmailTask, SendTemplatedEmailViewModel>
{
    private readonly IStringLocalizer _s = localizer;

    public override async Task<IDisplayResult> UpdateAsync(SendTemplatedEmailTask activity, UpdateEditorContext context)
    {
        var model = new SendTemplatedEmailViewModel();
        await context.Updater.TryUpdateModelAsync(model, Prefix);
        activity.Template = model.Template?.Trim() ?? "";
        activity.Recipient = new WorkflowExpression<string>(Trim(model.RecipientExpression));
        activity.Purpose = Trim(model.Purpose);
        activity.Model = new WorkflowExpression<string>(Trim(model.ModelExpression));
        activity.OverdueAfter = model.OverdueAfter?.Trim() ?? "";

        if (activity.Template.Length == 0)
        {
            Report(context, nameof(model.Template), _s["A template is missing."]);
        }

        CheckLiquid(context, nameof(model.RecipientExpression), activity.Recipient.Expression);
        CheckLiquid(context, nameof(model.ModelExpression), activity.Model.Expression);
        Check(context, nameof(model.Purpose), field =>
        {
            if (activity.Purpose is not null)
            {
                Purposes.Check(activity.Purpose, field);
            }
        });
        Check(context, nameof(model.OverdueAfter), field =>
        {
            if (activity.OverdueAfter.Length > 0)
            {
                WaitDuration.Parse(activity.OverdueAfter, field);
            }
        });
        return Edit(activity, context);
    }

    protected override void EditActivity(SendTemplatedEmailTask activity, SendTemplatedEmailViewModel model)
    {
        model.Template = activity.Template;
        model.RecipientExpression = activity.Recipient.Expression;
        model.Purpose = activity.Purpose;
        model.ModelExpression = activity.Model.Expression;
        model.OverdueAfter = activity.OverdueAfter;
    }

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private void CheckLiquid(UpdateEditorContext context, string field, string? expression)
    {
        if (expression is not null && !liquid.Validate(expression, out var errors))
        {
            Report(context, field, string.Join(' ', errors));
        }
    }

    private void Check(UpdateEditorContext context, string field, Action<string> check)
    {
        try
        {
            check(field);
        }
        catch (FieldException e)
        {
            Report(context, field, e.Message);
        }
    }

    private void Report(UpdateEditorContext context, string field, string problem) => context.Updater.ModelState.AddModelError(Prefix, field, problem);
}
