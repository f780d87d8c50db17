using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Localization;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.DisplayManagement.Views;
using OrchardCore.Mvc.ModelBinding;
using OrchardCore.Workflows.Display;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>The editor of a trigger: its own fields, then re-entry and exits.</summary>
/// <typeparam name="TTrigger">The trigger.</typeparam>
/// <typeparam name="TViewModel">The form of its own fields.</typeparam>
/// <param name="localizer">Texts.</param>
public abstract class JourneyTriggerDriver<TTrigger, TViewModel>(IStringLocalizer localizer) : ActivityDisplayDriver<TTrigger, TViewModel>
    where TTrigger : JourneyTrigger
    where TViewModel : class, new()
{
    /// <summary>The texts.</summary>
    protected IStringLocalizer S { get; } = localizer;

    /// <inheritdoc/>
    public override IDisplayResult Edit(TTrigger activity, BuildEditorContext context)
        => Combine(base.Edit(activity, context), Initialize<JourneyTriggerViewModel>("JourneyTrigger_Fields_Edit", model => Fill(activity, model)).Location("Content:10"));

    /// <inheritdoc/>
    public override async Task<IDisplayResult> UpdateAsync(TTrigger activity, UpdateEditorContext context)
    {
        var own = new TViewModel();
        var shared = new JourneyTriggerViewModel();
        await context.Updater.TryUpdateModelAsync(own, Prefix);
        await context.Updater.TryUpdateModelAsync(shared, Prefix);
        Update(activity, own, context);
        Update(activity, shared, context);
        return Edit(activity, context);
    }

    /// <summary>Takes the trigger's own fields over and reports what is wrong with them.</summary>
    protected abstract void Update(TTrigger activity, TViewModel model, UpdateEditorContext context);

    /// <summary>Reports a problem at the field that it names.</summary>
    protected void Report(UpdateEditorContext context, string field, FieldException problem)
        => context.Updater.ModelState.AddModelError(Prefix, field, problem.Message);

    private static void Fill(TTrigger activity, JourneyTriggerViewModel model)
    {
        model.ReentryMode = activity.ReentryMode;
        model.ReentryPeriod = activity.ReentryPeriod;
        model.ExitOn = [.. activity.ExitOn.Where(ExitEvents.Usual.Contains)];
        model.OtherExits = string.Join(", ", activity.ExitOn.Where(type => !ExitEvents.Usual.Contains(type)));
    }

    private void Update(TTrigger activity, JourneyTriggerViewModel model, UpdateEditorContext context)
    {
        activity.ReentryMode = model.ReentryMode;
        activity.ReentryPeriod = model.ReentryMode == ReentryMode.After ? model.ReentryPeriod?.Trim() : null;
        activity.ExitOn = [.. model.ExitOn.Concat(ExitEvents.Split(model.OtherExits)).Distinct(StringComparer.Ordinal)];
        try
        {
            activity.ReadReentry();
        }
        catch (FieldException e)
        {
            Report(context, nameof(model.ReentryPeriod), e);
        }

        if (activity.ExitOn.FirstOrDefault(type => !EventTypes.IsValid(type)) is { } invalid)
        {
            context.Updater.ModelState.AddModelError(
                Prefix, nameof(model.OtherExits), S["'{0}' is not an event type: lower-case letters, digits, dots, hyphens and underscores.", invalid]);
        }
    }
}
