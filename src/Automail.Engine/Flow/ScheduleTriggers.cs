using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>
/// Begins the runs of sequences with a schedule: one due item per sequence. Of the moments that passed while nothing ran only the last one counts, and only while it is younger than the sequence's overdue limit.
/// </summary>
/// <param name="store">Where state lives.</param>
/// <param name="site">The site.</param>
/// <param name="catalog">The sequences.</param>
/// <param name="clock">The present.</param>
public sealed class ScheduleTriggers(IAutomailStore store, ISite site, SequenceCatalog catalog, TimeProvider clock) : IDueHandler
{
    /// <summary>As late as an item can be that was tried again; what lies farther back belongs to another zone.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromHours(12);

    /// <inheritdoc/>
    public string Kind => TriggerItems.ScheduleKind;

    /// <inheritdoc/>
    public Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
        => store.ExecuteAsync(async unit =>
        {
            var open = await catalog.OpenAsync(unit);
            var zone = (await site.GetProfileAsync()).TimeZone;
            foreach (var lease in leases)
            {
                await ReachAsync(unit, open, lease, zone, begins: true);
            }
        }, cancellationToken);

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(async unit => await ReachAsync(unit, await catalog.OpenAsync(unit), lease, (await site.GetProfileAsync()).TimeZone, begins: false), cancellationToken);

    private async Task ReachAsync(IUnitOfWork unit, IReadOnlyDictionary<string, SequencePlan> open, DueLease lease, string? zone, bool begins)
    {
        var id = TriggerItems.ReadScheduleKey(lease.Item.Key);
        if (!await unit.Due.CompleteAsync(lease) || !open.TryGetValue(id, out var plan) || plan.Definition.Trigger.Schedule is not { } schedule)
        {
            return;
        }

        var now = clock.Now();
        if (schedule.Next(now + TimeSpan.FromMilliseconds(1), zone) is { } next)
        {
            await unit.Due.ScheduleAsync(new DueItem(lease.Item.Key, Kind, next));
        }

        if (begins && schedule.Last(now, zone) is { } moment && moment >= lease.Item.DueAt - Farthest && !plan.Definition.Overdue.Skips(moment, now))
        {
            await unit.Due.ScheduleAsync(new Sweep(TriggerItems.ScheduleKind, id, moment, null).ToItem(now));
        }
    }
}
