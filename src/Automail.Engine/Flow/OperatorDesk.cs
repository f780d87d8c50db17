using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;

namespace Automail.Engine.Flow;

/// <summary>
/// What an operator may decide about people and mail. Each decision is kept as an event of the contact, with who decided and why, beside the state that it changes.
/// </summary>
/// <param name="store">Where state lives.</param>
/// <param name="intake">Hears of the decisions.</param>
/// <param name="clock">The present.</param>
public sealed class OperatorDesk(IAutomailStore store, Intake intake, TimeProvider clock)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>Lets nothing go to a contact's address any more. False when there is no such contact, it has no address, or the address is suppressed already.</summary>
    /// <param name="contactId">Who.</param>
    /// <param name="by">Who decided: an account's name.</param>
    /// <param name="reason">Why, in the operator's words; may be empty.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FieldException">The reason is too long.</exception>
    public Task<bool> SuppressAsync(string contactId, string by, string? reason, CancellationToken cancellationToken = default)
    {
        var words = Check(reason, required: false);
        return WithContactAsync(contactId, async (unit, contact, now) => contact.Email is { } address
            && await unit.Suppressions.TryAddAsync(new Suppression(Suppression.Hash(address), SuppressionReason.Manual, now, Source(by, words)))
            && await TellAsync(unit, contact, EventTypes.ContactSuppressed, now, new() { ["reason"] = words, ["by"] = by }), cancellationToken);
    }

    /// <summary>Lifts the suppression of a contact's address, whatever its reason. False when there is none.</summary>
    /// <inheritdoc cref="SuppressAsync"/>
    public Task<bool> LiftSuppressionAsync(string contactId, string by, string? reason, CancellationToken cancellationToken = default)
    {
        var words = Check(reason, required: false);
        return WithContactAsync(contactId, async (unit, contact, now) => contact.Email is { } address
            && await unit.Suppressions.RemoveAsync(Suppression.Hash(address))
            && await TellAsync(unit, contact, EventTypes.ContactUnsuppressed, now, new() { ["reason"] = words, ["by"] = by }), cancellationToken);
    }

    /// <summary>Withdraws a contact's consent for a purpose. False when there is no such contact, or it is withdrawn already.</summary>
    /// <param name="contactId">Who.</param>
    /// <param name="purpose">For what.</param>
    /// <param name="by">Who decided: an account's name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FieldException">The purpose has a wrong form, or needs no consent.</exception>
    public Task<bool> WithdrawConsentAsync(string contactId, string purpose, string by, CancellationToken cancellationToken = default)
    {
        if (!Purposes.NeedConsent(Purposes.Check(purpose, "purpose")))
        {
            throw new FieldException("purpose", "needs no consent, so there is none to withdraw.");
        }

        return WithContactAsync(
            contactId,
            (unit, contact, now) => Withdrawal.RecordAsync(unit, intake, contact, purpose, $"operator {by}", sendId: null, now),
            cancellationToken);
    }

    /// <summary>Settles that a mail in doubt was sent. False when it is not in doubt (any more).</summary>
    /// <param name="sendId">The ledger's id.</param>
    /// <param name="by">Who decided: an account's name.</param>
    /// <param name="reason">How they know; must not be empty.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FieldException">The reason is missing or too long.</exception>
    public Task<bool> MarkSentAsync(string sendId, string by, string? reason, CancellationToken cancellationToken = default)
        => SettleAsync(sendId, by, Check(reason, required: true), sendAgain: false, cancellationToken);

    /// <summary>Lets a mail in doubt, or a failed one, go to the gate again, at once. False when it is neither (any more).</summary>
    /// <inheritdoc cref="MarkSentAsync"/>
    public Task<bool> SendAgainAsync(string sendId, string by, string? reason, CancellationToken cancellationToken = default)
        => SettleAsync(sendId, by, Check(reason, required: true), sendAgain: true, cancellationToken);

    private Task<bool> SettleAsync(string sendId, string by, string reason, bool sendAgain, CancellationToken cancellationToken)
        => store.ExecuteAsync(async unit =>
        {
            var now = clock.Now();
            if ((await unit.Ledger.GetAsync([sendId])).GetValueOrDefault(sendId) is not { } mail || !(mail.State == SendState.InDoubt || (sendAgain && mail.State == SendState.Failed)))
            {
                return false;
            }

            await unit.Ledger.UpdateAsync(mail with
            {
                State = sendAgain ? SendState.Queued : SendState.Sent,
                Reason = (sendAgain ? "to be sent again, says " : "was sent, says ") + Source(by, reason),
                UpdatedAt = now,
            });
            if (sendAgain)
            {
                await unit.Due.ScheduleAsync(mail.Kind == SendKind.Webhook
                    ? new DueItem(WebhookQueue.DueKey(mail.Id), WebhookQueue.DueKind, now)
                    : new DueItem(MailQueue.DueKey(mail.Id), MailQueue.DueKind, now));
            }

            if (await unit.Contacts.GetAsync(mail.ContactId) is { } contact)
            {
                await TellAsync(unit, contact, EventTypes.EmailSettled, now, new()
                {
                    ["sendId"] = mail.Id,
                    ["template"] = mail.Kind switch { SendKind.Webhook => mail.Url!, SendKind.Notice => mail.Email!, _ => mail.Template },
                    ["was"] = mail.State == SendState.InDoubt ? "in-doubt" : "failed",
                    ["decision"] = sendAgain ? "send-again" : "sent",
                    ["reason"] = reason,
                    ["by"] = by,
                });
            }

            return true;
        }, cancellationToken);

    private Task<bool> WithContactAsync(string contactId, Func<IUnitOfWork, Contact, DateTimeOffset, Task<bool>> work, CancellationToken cancellationToken)
        => store.ExecuteAsync(async unit => await unit.Contacts.GetAsync(contactId) is { } contact && await work(unit, contact, clock.Now()), cancellationToken);

    private async Task<bool> TellAsync(IUnitOfWork unit, Contact contact, string type, DateTimeOffset now, Dictionary<string, string> data)
    {
        var subject = contact.Email ?? contact.Id;
        await intake.RaiseAsync(
            unit,
            new BehaviorEvent(Intake.OwnSource, $"{type}:{contact.Id}:{data.GetValueOrDefault("sendId")}:{now.ToUnixTimeMilliseconds()}", type, subject, now, JsonSerializer.SerializeToElement(data)),
            contact);
        return true;
    }

    /// <summary>Who decided, and why, in one text.</summary>
    internal static string Source(string by, string reason) => reason.Length == 0 ? $"operator {by}" : $"operator {by}: {reason}";

    /// <summary>The reason without spaces around it.</summary>
    /// <exception cref="FieldException">It is too long, or required and missing.</exception>
    internal static string Check(string? reason, bool required)
    {
        var text = reason?.Trim() ?? "";
        return text.Length > MaxReasonLength ? throw new FieldException("reason", $"is longer than {MaxReasonLength} characters.")
            : text.Length == 0 && required ? throw new FieldException("reason", "is missing. It is kept, so that others can see why.")
            : text;
    }
}
