using System.Collections.Concurrent;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;

namespace Automail.Engine.Flow;

/// <summary>Makes the mail of a ledger record.</summary>
public interface IMailComposer
{
    /// <summary>Renders the mail for the contact as it is now; one that was sent already, at the moment of its sending and with the template as it was, if that can be had.</summary>
    /// <exception cref="TemplateException">The template is missing or cannot be rendered.</exception>
    /// <exception cref="FieldException">A header would be unsafe.</exception>
    Task<OutgoingMail> ComposeAsync(SendRecord record, Contact contact, Enrollment? enrollment, CancellationToken cancellationToken);
}

/// <summary>
/// Sends what is due: gate and ledger in one transaction, then the hand-over, then its result. What a crash leaves in the state
/// <see cref="SendState.Sending"/> is in doubt: marketing stays so, transactional mail is sent again (design, section 3).
/// </summary>
public sealed class MailSender(IAutomailStore store, GateKeeper gate, IMailComposer composer, IMailTransport transport, TimeProvider clock) : IDueHandler
{
    private static readonly TimeSpan[] RetryAfter =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>No mail of a batch is begun later than this after its claim, so that nobody else has taken it over by then.</summary>
    private static readonly TimeSpan BeginWithin = DueWorker.Lease / 2;

    private readonly Lock _lock = new();

    // Batches pass the gate one after another: two mails to one contact must not both find the frequency cap open.
    private Task _lastAtGate = Task.CompletedTask;

    /// <inheritdoc/>
    public string Kind => MailQueue.DueKind;

    /// <inheritdoc/>
    public bool Overlaps => transport.Concurrency > 1;

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        var byId = leases.ToDictionary(SendId);
        var beginUntil = clock.Now() + BeginWithin;
        var allowed = await PassGateAsync(byId, cancellationToken);
        if (allowed.Count == 0)
        {
            return;
        }

        var results = new ConcurrentDictionary<string, Outcome>();
        if (allowed.Count == 1 || transport.Concurrency == 1)
        {
            // Most instants have one mail: no other thread is worth waking for it.
            foreach (var mail in allowed)
            {
                results[mail.Record.Id] = await SendAsync(mail, beginUntil, cancellationToken);
            }
        }
        else
        {
            await Parallel.ForEachAsync(
                allowed,
                new ParallelOptions { MaxDegreeOfParallelism = transport.Concurrency, CancellationToken = cancellationToken },
                async (mail, token) => results[mail.Record.Id] = await SendAsync(mail, beginUntil, token));
        }

        await store.ExecuteAsync(unit => RecordAsync(unit, byId, results), cancellationToken);
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(async unit =>
        {
            if (await unit.Due.CompleteAsync(lease) && (await unit.Ledger.GetAsync([SendId(lease)])).Values.SingleOrDefault() is { State: SendState.Queued } record)
            {
                await unit.Ledger.UpdateAsync(record with { State = SendState.Failed, Reason = error, UpdatedAt = clock.Now() });
            }
        }, cancellationToken);

    /// <summary>The ledger's id of the mail that an item of kind <see cref="Kind"/> is about.</summary>
    public static string SendId(DueLease lease) => lease.Item.Key[(MailQueue.DueKind.Length + 1)..];

    private Task<IReadOnlyList<AtGate>> PassGateAsync(Dictionary<string, DueLease> leases, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var pass = PassGateAsync(_lastAtGate, leases, cancellationToken);
            _lastAtGate = pass;
            return pass;
        }
    }

    private async Task<IReadOnlyList<AtGate>> PassGateAsync(Task before, Dictionary<string, DueLease> leases, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await store.ExecuteAsync(unit => PassGateAsync(unit, leases), cancellationToken);
    }

    /// <summary>Asks the gate and records its answers; the mails that may go are marked as being sent.</summary>
    private async Task<IReadOnlyList<AtGate>> PassGateAsync(IUnitOfWork unit, Dictionary<string, DueLease> leases)
    {
        var now = clock.Now();
        var records = await unit.Ledger.GetAsync(leases.Keys);
        var asked = new List<SendRecord>(records.Count);
        foreach (var (id, lease) in leases)
        {
            var record = records.GetValueOrDefault(id);
            if (record is { State: SendState.Queued })
            {
                asked.Add(record);
            }
            else if (record is { State: SendState.Sending } && !Purposes.NeedConsent(record.Purpose))
            {
                // Sent again only once nobody can still be handing it over.
                if (record.UpdatedAt <= now - DueWorker.Lease)
                {
                    asked.Add(record);
                }
            }
            else if (await unit.Due.CompleteAsync(lease) && record is { State: SendState.Sending })
            {
                await unit.Ledger.UpdateAsync(record with { State = SendState.InDoubt, Reason = "interrupted while being handed over", UpdatedAt = now });
            }
        }

        var allowed = new List<AtGate>(asked.Count);
        foreach (var mail in await gate.AskAsync(unit, asked))
        {
            var lease = leases[mail.Record.Id];
            if (mail.Decision.Allowed)
            {
                var sending = mail.Record with { State = SendState.Sending, Email = AddressOf(mail), Attempts = mail.Record.Attempts + 1, UpdatedAt = now };
                await unit.Ledger.UpdateAsync(sending);
                allowed.Add(mail with { Record = sending });
            }
            else if (mail.Decision.Until is { } until)
            {
                await unit.Due.RetryAsync(lease, until, mail.Decision.Reason);
                await unit.Ledger.UpdateAsync(mail.Record with { Reason = mail.Decision.Reason, UpdatedAt = now });
            }
            else if (await unit.Due.CompleteAsync(lease))
            {
                await unit.Ledger.UpdateAsync(mail.Record with { State = SendState.Skipped, Reason = mail.Decision.Reason, Email = AddressOf(mail), Body = null, UpdatedAt = now });
            }
        }

        return allowed;
    }

    private async Task<Outcome> SendAsync(AtGate mail, DateTimeOffset beginUntil, CancellationToken cancellationToken)
    {
        if (clock.Now() >= beginUntil)
        {
            return new Outcome(mail.Record, null);
        }

        OutgoingMail outgoing;
        try
        {
            outgoing = await composer.ComposeAsync(mail.Record, mail.Contact!, mail.Enrollment, cancellationToken);
        }
        catch (Exception e) when (e is TemplateException or FieldException)
        {
            return new Outcome(mail.Record, new DeliveryResult(DeliveryOutcome.Permanent, e.Message));
        }

        var record = mail.Record with { Subject = outgoing.Subject, MessageId = outgoing.MessageId, TemplateVersion = outgoing.TemplateVersion };
        return new Outcome(record, await transport.SendAsync(outgoing, cancellationToken));
    }

    private async Task RecordAsync(IUnitOfWork unit, Dictionary<string, DueLease> leases, IReadOnlyDictionary<string, Outcome> outcomes)
    {
        var now = clock.Now();
        foreach (var (id, (record, result)) in outcomes)
        {
            if (result is null)
            {
                if (await unit.Due.RetryAsync(leases[id], now, null))
                {
                    await unit.Ledger.UpdateAsync(record with { State = SendState.Queued, Attempts = record.Attempts - 1, UpdatedAt = now });
                }

                continue;
            }

            var outcome = result.Outcome == DeliveryOutcome.InDoubt && !Purposes.NeedConsent(record.Purpose) ? DeliveryOutcome.Transient : result.Outcome;
            if (outcome == DeliveryOutcome.Transient && record.Attempts <= RetryAfter.Length)
            {
                await unit.Due.RetryAsync(leases[id], now + RetryAfter[record.Attempts - 1], result.Detail);
                await unit.Ledger.UpdateAsync(record with { State = SendState.Queued, Reason = result.Detail, UpdatedAt = now });
                continue;
            }

            // The result stands whether or not the lease was lost meanwhile: the mail did leave, or did not.
            await unit.Due.CompleteAsync(leases[id]);
            await unit.Ledger.UpdateAsync(record with
            {
                State = outcome switch
                {
                    DeliveryOutcome.Accepted => SendState.Sent,
                    DeliveryOutcome.InDoubt => SendState.InDoubt,
                    _ => SendState.Failed,
                },
                Reason = result.Detail,
                Body = outcome == DeliveryOutcome.Accepted ? null : record.Body,
                UpdatedAt = now,
            });
        }
    }

    private static string? AddressOf(AtGate mail) => mail.Record.Kind == SendKind.Notice ? mail.Record.Email : mail.Contact?.Email;

    /// <param name="Record">The mail.</param>
    /// <param name="Result">What came of it; null when it was not begun.</param>
    private sealed record Outcome(SendRecord Record, DeliveryResult? Result);
}
