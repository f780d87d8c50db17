using Automail.Engine.Behavior;
using Automail.OrchardModule.Behavior.Recording;
using OrchardCore.Users;
using OrchardCore.Users.Events;
using OrchardCore.Users.Models;

namespace Automail.OrchardModule.Contacts.Users;

/// <summary>What somebody did as a visitor before they logged in is theirs.</summary>
internal sealed class LoginWatch(VisitorCookie visitor, EventRecorder recorder) : LoginFormEventBase
{
    /// <inheritdoc/>
    public override Task LoggedInAsync(IUser user)
        => user is User { Email.Length: > 0 } known && visitor.Read() is { } before
            ? recorder.RecordAsync(() => [recorder.Create(EventTypes.ContactUpdated, $"visitor:{before}:{known.Email}", "shop", known.Email, new { anonymousId = before })])
            : Task.CompletedTask;
}
