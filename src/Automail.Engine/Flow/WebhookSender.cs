using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.Scheduling;

namespace Automail.Engine.Flow;

/// <summary>
/// Calls other systems, at least once each: after a crash between the call and our note of it the same call, with the same id and body, is made again. Of one host few are called at a time, and one that cannot be
/// reached is left alone for a while, so that others do not wait for it. Hosts that really call give this a worker of its own, so that no mail does.
/// </summary>
/// <param name="store">Where state lives.</param>
/// <param name="webhooks">Makes the calls.</param>
/// <param name="clock">The present.</param>
public sealed class WebhookSender(IAutomailStore store, IWebhooks webhooks, TimeProvider clock) : IDueHandler
{
    /// <summary>At most this many calls of one host at a time.</summary>
    public const int MaxPerHost = 4;

    /// <summary>How many a worker of its own claims at once.</summary>
    public const int BatchSize = 100;

    /// <summary>What a call waits for after each try that failed: about a day in all.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    /// <summary>A call that is older than this is not put off any more because its host is left alone.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(1);

    /// <summary>How long a host is left alone that cannot be reached.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    /// <summary>The longest that a receiver can ask for.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    /// <summary>No new call of a batch begins after this, so that a slow host does not hold up the next batch, and no lease is lost.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Resting> _resting = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public string Kind => WebhookQueue.DueKind;

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        var byId = leases.ToDictionary(WebhookQueue.SendId);
        var waiting = await store.ReadAsync(unit => FindAsync(unit, byId.Keys), cancellationToken);
        var results = new ConcurrentDictionary<string, WebhookResult>(StringComparer.Ordinal);
        var began = clock.GetTimestamp();
        await Task.WhenAll(waiting.Where(record => record.Body is not null).GroupBy(HostOf).Select(host => CallAsync(host.Key, [.. host], began, results, cancellationToken)));
        await store.ExecuteAsync(unit => RecordAsync(unit, byId, waiting, results), cancellationToken);
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(async unit =>
        {
            if (await unit.Due.CompleteAsync(lease) && (await unit.Ledger.GetAsync([WebhookQueue.SendId(lease)])).Values.SingleOrDefault() is { State: SendState.Queued } record)
            {
                await unit.Ledger.UpdateAsync(record with { State = SendState.Failed, Reason = error, UpdatedAt = clock.Now() });
            }
        }, cancellationToken);

    /// <summary>The calls that are still to be made; of a contact that is gone without a body.</summary>
    private static async Task<IReadOnlyList<SendRecord>> FindAsync(IUnitOfWork unit, IReadOnlyCollection<string> ids)
    {
        var waiting = (await unit.Ledger.GetAsync(ids)).Values.Where(record => record.State == SendState.Queued).ToList();
        var contacts = await unit.Contacts.GetAsync([.. waiting.Select(record => record.ContactId).Distinct()]);
        return [.. waiting.Select(record => contacts.ContainsKey(record.ContactId) ? record : record with { Body = null })];
    }

    /// <summary>Calls one host until there is no more to do, it cannot be reached, or the turn is over.</summary>
    private async Task CallAsync(string host, List<SendRecord> calls, long began, ConcurrentDictionary<string, WebhookResult> results, CancellationToken cancellationToken)
    {
        var queue = new ConcurrentQueue<SendRecord>(calls.OrderBy(call => call.QueuedAt).ThenBy(call => call.Id, StringComparer.Ordinal));
        await Task.WhenAll(Enumerable.Range(0, Math.Min(MaxPerHost, calls.Count)).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            while (clock.GetElapsedTime(began) < Turn && RestOf(host) is null && queue.TryDequeue(out var call))
            {
                var result = await webhooks.CallAsync(new WebhookCall(call.Id, call.Url!, call.Body!, clock.Now()), cancellationToken);
                results[call.Id] = result;
                if (result.IsUnreachable || result.RetryAfter is not null)
                {
                    _resting[host] = new Resting(clock.Now() + (Bounded(result.RetryAfter) ?? Rest), result.Detail);
                }
            }
        }
    }

    private async Task RecordAsync(IUnitOfWork unit, Dictionary<string, DueLease> leases, IReadOnlyList<SendRecord> waiting, ConcurrentDictionary<string, WebhookResult> results)
    {
        var now = clock.Now();
        var open = waiting.ToDictionary(record => record.Id, StringComparer.Ordinal);

        // Whoever wrote into the ledger meanwhile, to join two contacts for instance, is not overwritten.
        var latest = await unit.Ledger.GetAsync(open.Keys);
        foreach (var (id, lease) in leases)
        {
            if (!open.TryGetValue(id, out var read) || latest.GetValueOrDefault(id) is not { State: SendState.Queued } record)
            {
                await unit.Due.CompleteAsync(lease);
            }
            else if (results.TryGetValue(id, out var result))
            {
                await RecordAsync(unit, lease, record, result, now);
            }
            else if (read.Body is null)
            {
                await EndAsync(unit, lease, record with { State = SendState.Skipped, Reason = GateReasons.ContactGone, Body = null, UpdatedAt = now });
            }
            else if (RestOf(HostOf(record)) is { } rest)
            {
                await (now - record.QueuedAt > Oldest
                    ? EndAsync(unit, lease, record with { State = SendState.Failed, Reason = rest.Why, UpdatedAt = now })
                    : PutOffAsync(unit, lease, record, rest.Until, rest.Why, now));
            }
            else
            {
                // Its turn did not come: it is the next.
                await unit.Due.RetryAsync(lease, now, record.Reason);
            }
        }
    }

    private static async Task RecordAsync(IUnitOfWork unit, DueLease lease, SendRecord record, WebhookResult result, DateTimeOffset now)
    {
        var tried = record with { Attempts = record.Attempts + 1, UpdatedAt = now, Reason = result.Detail };
        switch (result.Outcome)
        {
            case WebhookOutcome.Delivered:
                await EndAsync(unit, lease, tried with { State = SendState.Sent, Reason = null, Body = null });
                break;
            case WebhookOutcome.TryAgain when tried.Attempts <= Pauses.Length:
                var pause = Pauses[tried.Attempts - 1];
                pause += pause * (Chance(record.Id, tried.Attempts) / 10);
                await PutOffAsync(unit, lease, tried, now + (Bounded(result.RetryAfter) is { } asked && asked > pause ? asked : pause), result.Detail, now);
                break;
            default:
                await EndAsync(unit, lease, tried with { State = SendState.Failed });
                break;
        }
    }

    private static async Task PutOffAsync(IUnitOfWork unit, DueLease lease, SendRecord record, DateTimeOffset until, string? why, DateTimeOffset now)
    {
        await unit.Due.RetryAsync(lease, until, why);
        await unit.Ledger.UpdateAsync(record with { Reason = why, UpdatedAt = now });
    }

    /// <summary>The result stands whether or not the lease was lost meanwhile.</summary>
    private static async Task EndAsync(IUnitOfWork unit, DueLease lease, SendRecord record)
    {
        await unit.Due.CompleteAsync(lease);
        await unit.Ledger.UpdateAsync(record);
    }

    private Resting? RestOf(string host) => _resting.TryGetValue(host, out var rest) && rest.Until > clock.Now() ? rest : null;

    private static TimeSpan? Bounded(TimeSpan? asked) => asked is { } time ? TimeSpan.FromTicks(Math.Clamp(time.Ticks, 0, LongestRest.Ticks)) : null;

    private static string HostOf(SendRecord record) => Uri.TryCreate(record.Url, UriKind.Absolute, out var url) ? url.Authority : "";

    /// <summary>From 0 to 1, of this call and try only, so that many that failed at once do not all come again at once.</summary>
    private static double Chance(string id, int attempt) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}/{attempt}"))) / (double)uint.MaxValue;

    private sealed record Resting(DateTimeOffset Until, string? Why);
}
