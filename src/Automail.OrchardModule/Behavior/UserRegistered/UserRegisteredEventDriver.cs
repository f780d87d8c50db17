using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;
using OrchardCore.DisplayManagement.Handlers;

namespace Automail.OrchardModule.Behavior.UserRegistered;

/// <summary>The editor.</summary>
internal sealed class UserRegisteredEventDriver(IStringLocalizer<UserRegisteredEventDriver> localizer)
    : JourneyTriggerDriver<UserRegisteredEvent, UserRegisteredEventViewModel>(localizer)
{
    protected override void Update(UserRegisteredEvent activity, UserRegisteredEventViewModel model, UpdateEditorContext context)
    {
    }
}
