using System.Globalization;
using Automail.Engine;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Behavior.Recording;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Entities;
using OrchardCore.Environment.Shell;
using OrchardCore.Users;
using OrchardCore.Users.Handlers;
using OrchardCore.Users.Models;

namespace Automail.OrchardModule.Contacts.Users;

/// <summary>
/// Notices new users and new addresses. It only takes a note that commits with the user: <see cref="UserContacts"/> tells the contacts, so that no registration can
/// fail over mail, and none is lost.
/// </summary>
internal sealed class UserWatch(
    IServiceProvider services, ShellSettings tenant, VisitorCookie visitor, RegistrationDetails details, OrchardTimeProvider clock) : UserEventHandlerBase
{
    /// <inheritdoc/>
    public override Task CreatingAsync(UserCreateContext context)
    {
        if (Watched(context.User) is { } user)
        {
            user.Put(new UserFacts
            {
                RegisteredAt = clock.Now(),
                KnownEmail = user.Email,
                VisitorId = visitor.Read(),
                Name = details.Name,
                Locale = details.Locale ?? CultureInfo.CurrentUICulture.Name,
                TimeZone = details.TimeZone,
                Consents = details.Consents,
            });
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task CreatedAsync(UserCreateContext context) => Watched(context.User) is { } user ? NoteAsync(user) : Task.CompletedTask;

    /// <inheritdoc/>
    public override async Task UpdatingAsync(UserUpdateContext context)
    {
        if (Watched(context.User) is { UserId.Length: > 0 } user)
        {
            var facts = user.GetOrCreate<UserFacts>();
            if (facts.KnownEmail != user.Email)
            {
                facts.KnownEmail = user.Email;
                user.Put(facts);
                await NoteAsync(user);
            }
        }
    }

    /// <summary>The user; null while the site is being set up, when there are no contacts yet.</summary>
    private User? Watched(IUser user) => tenant.IsRunning() ? user as User : null;

    private Task NoteAsync(User user)
        => services.GetRequiredService<IUnitOfWork>().Due.ScheduleAsync(new DueItem(UserContacts.DueKey(user.UserId), UserContacts.DueKind, clock.Now()));
}
