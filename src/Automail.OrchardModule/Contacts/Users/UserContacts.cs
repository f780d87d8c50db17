using System.Text.Json.Nodes;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Behavior.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrchardCore.Entities;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Users.Models;
using OrchardCore.Users.Services;

namespace Automail.OrchardModule.Contacts.Users;

/// <summary>Tells the contacts of users: <c>user.registered</c> once for each, and <c>contact.updated</c> when an address changed.</summary>
internal sealed class UserContacts(IAutomailStore store, Engine.Flow.Intake intake, EventRecorder recorder, ISite site, ILogger<UserContacts> logger) : IDueHandler
{
    /// <summary>The kind of the notes that <see cref="UserWatch"/> takes.</summary>
    public const string DueKind = "user";

    private const string Source = "orchard";

    /// <inheritdoc/>
    public string Kind => DueKind;

    /// <summary>The key of a user's note.</summary>
    public static string DueKey(string userId) => $"{DueKind}:{userId}";

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        var idleTimes = await site.GetCartIdleTimesAsync();
        foreach (var lease in leases)
        {
            var user = await FindAsync(lease.Item.Key[(DueKind.Length + 1)..]);
            await store.ExecuteAsync(
                async unit =>
                {
                    if (await unit.Due.CompleteAsync(lease) && user is not null)
                    {
                        await TellAsync(unit, user, lease.Item.DueAt, idleTimes);
                    }
                },
                cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(unit => unit.Due.CompleteAsync(lease), cancellationToken);

    private static async Task<User?> FindAsync(string userId)
    {
        User? user = null;
        await ShellScope.UsingChildScopeAsync(
            async scope => user = await scope.ServiceProvider.GetRequiredService<IUserService>().GetUserByUniqueIdAsync(userId) as User);
        return user;
    }

    private async Task TellAsync(IUnitOfWork unit, User user, DateTimeOffset notedAt, IReadOnlyCollection<TimeSpan> idleTimes)
    {
        try
        {
            await TellAsync(unit, user, notedAt, idleTimes, withId: true);
        }
        catch (FieldException e)
        {
            // For example a shop that told another id for this address before. The address is what counts.
            logger.LogWarning("User {UserId} is not linked to a contact by id: {Problem}", user.UserId, e.Message);
            try
            {
                await TellAsync(unit, user, notedAt, idleTimes, withId: false);
            }
            catch (FieldException second)
            {
                logger.LogError("User {UserId} is no contact: {Problem}", user.UserId, second.Message);
            }
        }
    }

    private async Task TellAsync(IUnitOfWork unit, User user, DateTimeOffset notedAt, IReadOnlyCollection<TimeSpan> idleTimes, bool withId)
    {
        var facts = user.GetOrCreate<UserFacts>();
        var email = string.IsNullOrWhiteSpace(user.Email) ? null : user.Email.Trim();
        var data = ToData(user, facts, email, withId);
        if (facts.RegisteredAt is { } registeredAt && email is not null
            && await intake.AcceptAsync(unit, recorder.Create(EventTypes.UserRegistered, $"user:{user.UserId}", Source, email, data, registeredAt), idleTimes))
        {
            return;
        }

        // Registered before, or before Automail came. Under the user's id the address may change.
        await intake.AcceptAsync(
            unit,
            recorder.Create(EventTypes.ContactUpdated, $"user:{user.UserId}:{notedAt.ToUnixTimeMilliseconds()}", Source, withId || email is null ? user.UserId : email, data),
            idleTimes);
    }

    private static object ToData(User user, UserFacts facts, string? email, bool withId)
    {
        var name = facts.Name ?? (user.UserName?.Contains('@', StringComparison.Ordinal) == false ? user.UserName : null);
        var zone = Setting(user, "UserTimeZone", "TimeZoneId") ?? facts.TimeZone;
        return new
        {
            email,
            externalId = withId ? user.UserId : null,
            anonymousId = facts.VisitorId,
            name = name is null ? null : new string([.. name.Where(c => !char.IsControl(c)).Take(200)]),
            locale = Locale(Setting(user, "UserLocalizationSettings", "Culture") ?? facts.Locale),
            timeZone = zone is not null && WallClock.IsZone(zone) ? zone : null,
            consent = facts.Consents.Select(consent => new { consent.Purpose, consent.Source, consent.TextVersion }).ToArray(),
        };
    }

    /// <summary>A locale that does not exist is no reason to lose the rest.</summary>
    private static string? Locale(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : ProfileChange.CheckLocale(text, "locale");
        }
        catch (FieldException)
        {
            return null;
        }
    }

    /// <summary>A setting that another feature keeps on the user.</summary>
    private static string? Setting(User user, string section, string name)
        => user.Properties.TryGetPropertyValue(section, out var node) && node is JsonObject settings && settings.TryGetPropertyValue(name, out var value)
            && value?.GetValue<string>() is { Length: > 0 } text
            ? text
            : null;
}
