using System.Collections.Concurrent;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Logging;

namespace Automail.Engine.Flow;

/// <summary>
/// The sequences that let people in, and every version that somebody may still be in. What other processes publish and close on the same store counts from the next unit of work on: each begins with a look
/// at the store's <see cref="ISequenceStore.StampAsync"/>. One that stands in the store but cannot be read, of a newer version for instance, is logged and left out:
/// nobody else's journey waits for it.
/// </summary>
/// <param name="store">Where state lives.</param>
/// <param name="clock">The present.</param>
/// <param name="logger">Logs.</param>
/// <param name="site">The site, whose zone schedules go by; null where nobody is let in by dates and schedules, as in a dry run.</param>
public sealed class SequenceCatalog(IAutomailStore store, TimeProvider clock, ILogger<SequenceCatalog> logger, ISite? site = null)
{
    private const string AnyEvent = "";

    private readonly ConcurrentDictionary<(string Id, int Version), (string Json, SequencePlan? Plan)> _plans = new();

    /// <summary>The event types at which some version ends passages; <see cref="AnyEvent"/> where a condition does.</summary>
    private readonly ConcurrentDictionary<string, bool> _endings = new(StringComparer.Ordinal);
    private volatile Known _known = new(-1, [], []);

    /// <summary>The latest version of each sequence, by id, whether it lets people in or not.</summary>
    public IReadOnlyDictionary<string, SequencePlan> Current => _known.Current;

    /// <summary>Whether there is a sequence of this id that lets people in.</summary>
    public bool Admits(string sequenceId) => _known is var known && known.Current.ContainsKey(sequenceId) && !known.Closed.Contains(sequenceId);

    /// <summary>Whether what dates and schedules let in is put into the due queue.</summary>
    internal bool PlansTriggers => site is not null;

    /// <summary>The sequences that let people in, with a trigger of some kind, by id.</summary>
    internal IEnumerable<SequencePlan> Open(Func<SequenceTrigger, bool> kind)
    {
        var known = _known;
        return known.Current.Values.Where(plan => kind(plan.Definition.Trigger) && !known.Closed.Contains(plan.Definition.Id)).OrderBy(plan => plan.Definition.Id, StringComparer.Ordinal);
    }

    /// <summary>The latest version of each sequence that lets people in, as the store has it in this unit, whatever was loaded before.</summary>
    internal async Task<IReadOnlyDictionary<string, SequencePlan>> OpenAsync(IUnitOfWork unit)
        => (await unit.Sequences.LatestAsync()).Where(stored => stored.Admits).Select(Plan).OfType<SequencePlan>().ToDictionary(plan => plan.Definition.Id, StringComparer.Ordinal);

    /// <summary>Reads what the store has.</summary>
    public Task LoadAsync(CancellationToken cancellationToken = default)
        => store.ReadAsync(async unit =>
        {
            _known = await ReadAsync(unit, await unit.Sequences.StampAsync() ?? -1);
            return true;
        }, cancellationToken);

    /// <summary>Reads what the store has when something was published, opened or closed since, in this process or another.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken = default)
        => store.ReadAsync(async unit =>
        {
            await RefreshAsync(unit);
            return true;
        }, cancellationToken);

    /// <summary>The same as part of the caller's work. What that work itself publishes counts once it has committed.</summary>
    /// <param name="unit">The caller's unit.</param>
    public async ValueTask RefreshAsync(IUnitOfWork unit)
    {
        ArgumentNullException.ThrowIfNull(unit);

        // The stamp first: what comes between is read again the next time. A unit that began before the last change knows less than others here do.
        if (await unit.Sequences.StampAsync() is { } stamp && stamp > _known.Stamp)
        {
            _known = await ReadAsync(unit, stamp);
        }
    }

    /// <summary>Makes a definition the current one. A changed definition gets a new version; people inside stay on theirs.</summary>
    /// <param name="json">The definition.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The plan that lets people in from now on.</returns>
    /// <exception cref="FieldException">The definition is wrong.</exception>
    public async Task<SequencePlan> PublishAsync(string json, CancellationToken cancellationToken = default)
    {
        var stored = (await store.ExecuteAsync(unit => AddAsync(unit, [json]), cancellationToken))[0];
        await LoadAsync(cancellationToken);
        return Plan(stored)!;
    }

    /// <summary>Lets nobody into a sequence any more, as part of the caller's work; who is inside goes on to the end. To add its definition again opens it. Counts as <see cref="AddAsync"/> does.</summary>
    /// <returns>False when there is no such sequence.</returns>
    public static async Task<bool> CloseAsync(IUnitOfWork unit, string sequenceId)
    {
        await TriggerItems.ClosedAsync(unit, sequenceId);
        return await unit.Sequences.SetAdmitsAsync(sequenceId, false);
    }

    /// <summary>
    /// Puts definitions into the store as part of the caller's work: all of them, or none when one is wrong. One that says the same as its latest version, whatever its spaces and
    /// the order of its properties, makes no new one, but opens that one if it was closed. They let people in once the work has committed.
    /// </summary>
    /// <param name="unit">The caller's unit.</param>
    /// <param name="definitions">The definitions, JSON, each of another sequence.</param>
    /// <returns>The latest version of each, in the order of the definitions.</returns>
    /// <exception cref="FieldException">A definition is wrong, or an id stands twice.</exception>
    public async Task<IReadOnlyList<StoredSequence>> AddAsync(IUnitOfWork unit, IReadOnlyList<string> definitions)
    {
        var ids = definitions.Select(json => SequenceReader.Read(json).Id).ToList();
        if (ids.GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new FieldException("id", $"'{twice.Key}' stands twice.");
        }

        var known = (await unit.Sequences.LatestAsync()).ToDictionary(sequence => sequence.SequenceId, StringComparer.Ordinal);
        var added = new List<StoredSequence>(ids.Count);
        foreach (var (id, json) in ids.Zip(definitions))
        {
            if (known.TryGetValue(id, out var latest) && SequenceReader.SaySame(latest.Json, json))
            {
                if (!latest.Admits)
                {
                    await unit.Sequences.SetAdmitsAsync(id, true);
                    await OpenedAsync(unit, null, json);
                }

                added.Add(latest with { Admits = true });
                continue;
            }

            var next = new StoredSequence(id, (latest?.Version ?? 0) + 1, json, clock.GetUtcNow());
            await unit.Sequences.AddAsync(next);
            await OpenedAsync(unit, latest is { Admits: true } ? Plan(latest)?.Definition.Trigger : null, json);
            added.Add(next);
        }

        return added;
    }

    /// <summary>Whether some version that was read may end passages at an event of this type.</summary>
    internal bool MayEnd(string eventType) => _endings.ContainsKey(eventType) || _endings.ContainsKey(AnyEvent);

    /// <summary>The version that an enrollment entered, or null when it is not in the store or cannot be read.</summary>
    internal ValueTask<SequencePlan?> FindAsync(IUnitOfWork unit, Enrollment enrollment) => FindAsync(unit, enrollment.JourneyId, enrollment.Version);

    /// <summary>A version of a sequence, or null when it is not in the store or cannot be read.</summary>
    internal async ValueTask<SequencePlan?> FindAsync(IUnitOfWork unit, string sequenceId, int version)
        => _plans.TryGetValue((sequenceId, version), out var read) ? read.Plan
            : await unit.Sequences.GetAsync(sequenceId, version) is { } stored ? Plan(stored)
            : null;

    private async Task OpenedAsync(IUnitOfWork unit, SequenceTrigger? before, string json)
    {
        if (site is not null)
        {
            await TriggerItems.OpenedAsync(unit, before, SequenceReader.Read(json), (await site.GetProfileAsync()).TimeZone, clock.Now());
        }
    }

    private async Task<Known> ReadAsync(IUnitOfWork unit, long stamp)
    {
        var latest = await unit.Sequences.LatestAsync();
        return new Known(
            stamp,
            latest.Where(stored => Plan(stored) is not null).ToDictionary(stored => stored.SequenceId, stored => Plan(stored)!, StringComparer.Ordinal),
            latest.Where(stored => !stored.Admits).Select(stored => stored.SequenceId).ToHashSet(StringComparer.Ordinal));
    }

    // A version never changes; but one that was read in a unit which was undone can come again with other words.
    private SequencePlan? Plan(StoredSequence stored)
        => _plans.TryGetValue((stored.SequenceId, stored.Version), out var known) && known.Json == stored.Json ? known.Plan
            : (_plans[(stored.SequenceId, stored.Version)] = (stored.Json, Parse(stored))).Plan;

    private SequencePlan? Parse(StoredSequence stored)
    {
        try
        {
            var plan = new SequencePlan(SequenceReader.Read(stored.Json), stored.Version);
            foreach (var type in plan.Definition.Exit.On.Concat(plan.Definition.Goal is { } goal ? [goal.Event] : []).Concat(plan.Definition.Exit.If is null ? [] : [AnyEvent]))
            {
                _endings.TryAdd(type, true);
            }

            return plan;
        }
        catch (FieldException error)
        {
            logger.LogError(error, "Version {Version} of the sequence {Sequence} cannot be read", stored.Version, stored.SequenceId);
            return null;
        }
    }

    /// <summary>What the store had at a stamp.</summary>
    private sealed record Known(long Stamp, Dictionary<string, SequencePlan> Current, HashSet<string> Closed);
}
