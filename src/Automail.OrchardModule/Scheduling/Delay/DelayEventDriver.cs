using Automail.Engine;
using Automail.Engine.Scheduling;
using Microsoft.Extensions.Localization;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.DisplayManagement.Views;
using OrchardCore.Liquid;
using OrchardCore.Mvc.ModelBinding;
using OrchardCore.Workflows.Display;
using OrchardCore.Workflows.Models;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>The editor. What does not belong to the chosen mode stays as it was.</summary>
internal sealed class DelayEventDriver(ILiquidTemplateManager liquid, IStringLocalizer<DelayEventDriver> localizer) : ActivityDisplayDriver<DelayEvent, DelayEventViewModel>
{
    private readonly IStringLocalizer _s = localizer;

    public override async Task<IDisplayResult> UpdateAsync(DelayEvent activity, UpdateEditorContext context)
    {
        var model = new DelayEventViewModel();
        await context.Updater.TryUpdateModelAsync(model, Prefix);
        activity.Mode = model.Mode;
        try
        {
            switch (model.Mode)
            {
                case DelayMode.Duration:
                    activity.Duration = DelayUnits.ToIso(model.Duration, model.Unit);
                    WaitDuration.Parse(activity.Duration, nameof(model.Duration));
                    break;

                case DelayMode.TimeOfDay:
                    activity.TimeOfDay = model.TimeOfDay?.Trim() ?? "";
                    DelayRule.ReadTimeOfDay(activity.TimeOfDay);
                    break;

                default:
                    activity.Date = new WorkflowExpression<string>(model.DateExpression?.Trim());
                    CheckDate(activity.Date.Expression);
                    break;
            }
        }
        catch (FieldException e)
        {
            context.Updater.ModelState.AddModelError(Prefix, e.Field, e.Message);
        }

        return Edit(activity, context);
    }

    protected override void EditActivity(DelayEvent activity, DelayEventViewModel model)
    {
        (model.Duration, model.Unit) = DelayUnits.FromIso(activity.Duration);
        model.Mode = activity.Mode;
        model.TimeOfDay = activity.TimeOfDay;
        model.DateExpression = activity.Date.Expression;
    }

    private void CheckDate(string? expression)
    {
        if (string.IsNullOrEmpty(expression))
        {
            throw new FieldException(nameof(DelayEventViewModel.DateExpression), _s["A date is missing."]);
        }

        if (!liquid.Validate(expression, out var errors))
        {
            throw new FieldException(nameof(DelayEventViewModel.DateExpression), string.Join(' ', errors));
        }
    }
}
