using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Email;
using OrchardCore.Security;
using OrchardCore.Settings;

namespace Automail.OrchardModule.Delivery.Settings;

/// <summary>Opens the page of the e-mail settings to who may manage Automail's, which are a tab of it. The other tabs ask for their own permission.</summary>
internal sealed class SettingsAccess(IServiceProvider services) : AuthorizationHandler<PermissionRequirement>
{
    /// <inheritdoc/>
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        // The service cannot be injected: it needs all handlers itself.
        if (!context.HasSucceeded
            && requirement.Permission.Name == SettingsPermissions.ManageGroupSettings.Name
            && context.Resource is EmailSettings.GroupId
            && await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, AutomailPermissions.ManageAutomailSettings))
        {
            context.Succeed(requirement);
        }
    }
}
