using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Tracking;

namespace Automail.Engine.Flow;

/// <summary>The mail that a valid token belongs to.</summary>
/// <param name="Contact">Who got it; null when the contact is gone.</param>
/// <param name="Mail">The ledger's record; null when it is gone.</param>
/// <param name="Purpose">What it was for.</param>
public sealed record TokenOwner(Contact? Contact, SendRecord? Mail, string Purpose);

/// <summary>One purpose on the preference page.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Granted">Whether mail for it is allowed.</param>
public sealed record Preference(string Purpose, bool Granted);

/// <summary>What recipients do with mail: follow links, unsubscribe, set preferences. A bad token yields null, never an error.</summary>
public sealed class Responses(IAutomailStore store, Intake intake, ITokenProtector tokens, TimeProvider clock)
{
    /// <summary>The target of a click token, without recording anything; null for a bad token.</summary>
    public string? Target(string token) => tokens.Unprotect(token) is { Kind: TokenKind.Click, Url: { } url } ? url : null;

    /// <summary>Records a click as behavior and returns the target; null for a bad token.</summary>
    public async Task<string?> ClickAsync(string token, CancellationToken cancellationToken = default)
    {
        if (tokens.Unprotect(token) is not { Kind: TokenKind.Click, Url: { } url } content)
        {
            return null;
        }

        var now = clock.Now();
        await store.ExecuteAsync(async unit =>
        {
            if (await FindAsync(unit, content) is not { Contact: { } contact, Mail: { } mail })
            {
                return false;
            }

            await unit.Ledger.MarkClickedAsync(mail.Id, now);
            return await intake.RaiseAsync(unit, new BehaviorEvent(
                Intake.OwnSource,
                $"click:{content.SendId}:{now.ToUnixTimeMilliseconds()}:{Suppression.Hash(url)[..8]}",
                EventTypes.LinkClicked,
                contact.Email ?? contact.Id,
                now,
                JsonSerializer.SerializeToElement(new Dictionary<string, object?>
                {
                    ["url"] = url,
                    ["template"] = mail.Template,
                    ["sequence"] = mail.Key.Journey,
                    ["step"] = mail.Key.Step,
                    ["sendId"] = mail.Id,
                })), contact);
        }, cancellationToken);
        return url;
    }

    /// <summary>Whose mail an unsubscribe or preference token belongs to; null for a bad token. Changes nothing.</summary>
    public async Task<TokenOwner?> WhoseAsync(string token, CancellationToken cancellationToken = default)
        => tokens.Unprotect(token) is { Kind: TokenKind.Unsubscribe or TokenKind.Preferences } content
            ? await store.ReadAsync(unit => FindAsync(unit, content), cancellationToken)
            : null;

    /// <summary>Withdraws consent for the mail's purpose; for transactional mail, for marketing. False for a bad token. Doing it twice is no error.</summary>
    /// <param name="token">The token.</param>
    /// <param name="source">How it was said: <c>one-click</c>, <c>page</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<bool> UnsubscribeAsync(string token, string source, CancellationToken cancellationToken = default)
        => tokens.Unprotect(token) is { Kind: TokenKind.Unsubscribe or TokenKind.Preferences } content
            && await store.ExecuteAsync(async unit =>
            {
                var owner = await FindAsync(unit, content);
                if (owner.Contact is { } contact)
                {
                    await WithdrawAsync(unit, contact, owner.Purpose, source, content.SendId);
                }

                return true;
            }, cancellationToken);

    /// <summary>The purposes that the contact has said something about, and the mail's own; null for a bad token.</summary>
    public async Task<IReadOnlyList<Preference>?> PreferencesAsync(string token, CancellationToken cancellationToken = default)
        => tokens.Unprotect(token) is { Kind: TokenKind.Unsubscribe or TokenKind.Preferences } content
            ? await store.ReadAsync(async unit => await PreferencesAsync(unit, await FindAsync(unit, content)), cancellationToken)
            : null;

    /// <summary>Grants exactly the given purposes among those of <see cref="PreferencesAsync(string, CancellationToken)"/>; false for a bad token.</summary>
    public async Task<bool> SetPreferencesAsync(string token, IReadOnlySet<string> granted, CancellationToken cancellationToken = default)
        => tokens.Unprotect(token) is { Kind: TokenKind.Unsubscribe or TokenKind.Preferences } content
            && await store.ExecuteAsync(async unit =>
            {
                var owner = await FindAsync(unit, content);
                if (owner.Contact is not { } contact)
                {
                    return true;
                }

                foreach (var preference in await PreferencesAsync(unit, owner))
                {
                    if (preference.Granted && !granted.Contains(preference.Purpose))
                    {
                        await WithdrawAsync(unit, contact, preference.Purpose, "preferences", content.SendId);
                    }
                    else if (!preference.Granted && granted.Contains(preference.Purpose))
                    {
                        await unit.Consents.AddAsync(Statement(contact, preference.Purpose, ConsentStatus.Granted, "preferences"));
                    }
                }

                return true;
            }, cancellationToken);

    private static async Task<IReadOnlyList<Preference>> PreferencesAsync(IUnitOfWork unit, TokenOwner owner)
    {
        if (owner.Contact is null)
        {
            return [];
        }

        var current = new SortedDictionary<string, bool>(StringComparer.Ordinal) { [owner.Purpose] = false };
        foreach (var statement in await unit.Consents.HistoryAsync(owner.Contact.Id))
        {
            current[statement.Purpose] = statement.Status == ConsentStatus.Granted;
        }

        return [.. current.Select(pair => new Preference(pair.Key, pair.Value))];
    }

    private static async Task<TokenOwner> FindAsync(IUnitOfWork unit, TokenContent content)
    {
        var mail = (await unit.Ledger.GetAsync([content.SendId])).GetValueOrDefault(content.SendId);
        var contact = mail is null ? null : await unit.Contacts.GetAsync(mail.ContactId);
        return new TokenOwner(contact, mail, mail is not null && Purposes.NeedConsent(mail.Purpose) ? mail.Purpose : Purposes.Marketing);
    }

    private Task<bool> WithdrawAsync(IUnitOfWork unit, Contact contact, string purpose, string source, string sendId)
        => Withdrawal.RecordAsync(unit, intake, contact, purpose, source, sendId, clock.Now());

    private ConsentRecord Statement(Contact contact, string purpose, ConsentStatus status, string source)
        => new() { ContactId = contact.Id, Purpose = purpose, Status = status, Time = clock.Now(), Source = source };
}
