using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Behavior.LinkClicked;

/// <summary>The editor.</summary>
internal sealed class LinkClickedEventDriver(IStringLocalizer<LinkClickedEventDriver> localizer)
    : JourneyTriggerDriver<LinkClickedEvent, LinkClickedEventViewModel>(localizer)
{
    private const int MaxPattern = 500;

    protected override void EditActivity(LinkClickedEvent activity, LinkClickedEventViewModel model)
        => (model.Pattern, model.Template) = (activity.Pattern, activity.Template);

    protected override void Update(LinkClickedEvent activity, LinkClickedEventViewModel model, UpdateEditorContext context)
    {
        (activity.Pattern, activity.Template) = (model.Pattern?.Trim(), model.Template?.Trim());
        if (activity.Pattern?.Length > MaxPattern)
        {
            context.Updater.ModelState.AddModelError(Prefix, nameof(model.Pattern), S["The pattern is longer than {0} characters.", MaxPattern]);
        }
    }
}
