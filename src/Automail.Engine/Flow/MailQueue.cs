using System.Text.Json;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;

namespace Automail.Engine.Flow;

/// <summary>A mail that a journey asks for.</summary>
public sealed record SendRequest
{
    /// <summary>One key, one mail.</summary>
    public required SendKey Key { get; init; }

    /// <summary>Who it is for.</summary>
    public required Contact Contact { get; init; }

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The purpose, which decides about consent.</summary>
    public required string Purpose { get; init; }

    /// <summary>The enrollment that it belongs to, if any; when that ends early, the mail is not sent.</summary>
    public string? EnrollmentId { get; init; }

    /// <summary>The version of the sequence that decided on it, when that is not the one of the key.</summary>
    public int? DecidedVersion { get; init; }

    /// <summary>The event that the template speaks of, with <c>type</c> and <c>time</c>; null for the enrollment's own.</summary>
    public JsonElement? Event { get; init; }

    /// <summary>Further model values, a JSON object.</summary>
    public JsonElement? Model { get; init; }

    /// <summary>Why it was decided not to send it: then it is only recorded.</summary>
    public string? SkipReason { get; init; }

    /// <summary>Why it cannot be made at all: then it is only recorded, as failed.</summary>
    public string? FailReason { get; init; }
}

/// <summary>A mail to a person of the team that a journey asks for.</summary>
/// <param name="Key">One key, one mail.</param>
/// <param name="Contact">Whom it is about.</param>
/// <param name="EnrollmentId">The passage that it comes from. It goes out even when that ends.</param>
/// <param name="Address">To whom it goes.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text.</param>
public sealed record NoticeRequest(SendKey Key, Contact Contact, string EnrollmentId, string Address, string Subject, string Text)
{
    /// <summary>The version of the sequence that decided on it, when that is not the one of the key.</summary>
    public int? DecidedVersion { get; init; }
}

/// <summary>Writes mails into the ledger. What is in the ledger leaves after the transaction that put it there has committed.</summary>
public sealed class MailQueue(TimeProvider clock)
{
    internal const string DueKind = "mail";

    /// <summary>Records a mail and asks for it to be sent at once; null when a mail with this key exists, which is then left as it is.</summary>
    public async Task<SendRecord?> QueueAsync(IUnitOfWork unit, SendRequest request)
    {
        var now = clock.Now();
        return await AddAsync(unit, new SendRecord
        {
            Id = request.Key.ToId(),
            Key = request.Key,
            ContactId = request.Contact.Id,
            Email = request.Contact.Email,
            Template = request.Template,
            Purpose = request.Purpose,
            EnrollmentId = request.EnrollmentId,
            DecidedVersion = request.DecidedVersion,
            State = request.FailReason is not null ? SendState.Failed : request.SkipReason is not null ? SendState.Skipped : SendState.Queued,
            Reason = request.FailReason ?? request.SkipReason,
            QueuedAt = now,
            UpdatedAt = now,
            Event = request.Event,
            Model = request.Model,
        });
    }

    /// <summary>Records a mail to a person of the team and asks for it to be sent at once; null when a mail with this key exists, which is then left as it is.</summary>
    public async Task<SendRecord?> QueueAsync(IUnitOfWork unit, NoticeRequest request)
    {
        var now = clock.Now();
        return await AddAsync(unit, new SendRecord
        {
            Id = request.Key.ToId(),
            Key = request.Key,
            Kind = SendKind.Notice,
            ContactId = request.Contact.Id,
            Email = request.Address,
            Template = "",
            Purpose = Purposes.Transactional,
            EnrollmentId = request.EnrollmentId,
            DecidedVersion = request.DecidedVersion,
            Subject = request.Subject,
            Body = request.Text,
            QueuedAt = now,
            UpdatedAt = now,
        });
    }

    /// <summary>Keeps back a mail that still waits: the journey that asked for it has ended for the contact.</summary>
    /// <param name="unit">The caller's unit.</param>
    /// <param name="mail">A mail in the state <see cref="SendState.Queued"/>.</param>
    /// <param name="now">The present, UTC.</param>
    public static async Task KeepBackAsync(IUnitOfWork unit, SendRecord mail, DateTimeOffset now)
    {
        await unit.Due.CancelAsync(DueKey(mail.Id));
        await unit.Ledger.UpdateAsync(mail with { State = SendState.Skipped, Reason = GateReasons.JourneyEnded, UpdatedAt = now });
    }

    private static async Task<SendRecord?> AddAsync(IUnitOfWork unit, SendRecord record)
    {
        if (!await unit.Ledger.TryAddAsync(record))
        {
            return null;
        }

        if (record.State == SendState.Queued)
        {
            await unit.Due.ScheduleAsync(new DueItem(DueKey(record.Id), DueKind, record.QueuedAt));
        }

        return record;
    }

    internal static string DueKey(string sendId) => $"{DueKind}:{sendId}";
}
