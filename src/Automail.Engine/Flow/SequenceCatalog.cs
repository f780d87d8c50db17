using System.Collections.Concurrent;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Logging;

namespace Automail.Engine.Flow;

/// <summary>
/// The sequences that let people in, and every version that somebody may still be in. One that stands in the store but cannot be read, of a newer version for instance, is logged and left out:
/// nobody else's journey waits for it.
/// </summary>
/// <param name="store">Where state lives.</param>
/// <param name="clock">The present.</param>
/// <param name="logger">Logs.</param>
/// <param name="site">The site, whose zone schedules go by; null where nobody is let in by dates and schedules, as in a dry run.</param>
public sealed class SequenceCatalog(IAutomailStore store, TimeProvider clock, ILogger<SequenceCatalog> logger, ISite? site = null)
{
    private readonly ConcurrentDictionary<(string Id, int Version), SequencePlan?> _plans = new();
    private volatile Dictionary<string, SequencePlan> _current = [];
    private volatile HashSet<string> _closed = [];

    /// <summary>The latest version of each sequence, by id, whether it lets people in or not.</summary>
    public IReadOnlyDictionary<string, SequencePlan> Current => _current;

    /// <summary>Whether there is a sequence of this id that lets people in.</summary>
    public bool Admits(string sequenceId) => _current.ContainsKey(sequenceId) && !_closed.Contains(sequenceId);

    /// <summary>Whether what dates and schedules let in is put into the due queue.</summary>
    internal bool PlansTriggers => site is not null;

    /// <summary>The sequences that let people in, with a trigger of some kind, by id.</summary>
    internal IEnumerable<SequencePlan> Open(Func<SequenceTrigger, bool> kind)
        => _current.Values.Where(plan => kind(plan.Definition.Trigger) && !_closed.Contains(plan.Definition.Id)).OrderBy(plan => plan.Definition.Id, StringComparer.Ordinal);

    /// <summary>The latest version of each sequence that lets people in, as the store has it in this unit, whatever was loaded before.</summary>
    internal async Task<IReadOnlyDictionary<string, SequencePlan>> OpenAsync(IUnitOfWork unit)
        => (await unit.Sequences.LatestAsync()).Where(stored => stored.Admits).Select(Plan).OfType<SequencePlan>().ToDictionary(plan => plan.Definition.Id, StringComparer.Ordinal);

    /// <summary>Reads what the store has. To be called once before events come in.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        var latest = await store.ReadAsync(unit => unit.Sequences.LatestAsync(), cancellationToken);
        _closed = latest.Where(stored => !stored.Admits).Select(stored => stored.SequenceId).ToHashSet(StringComparer.Ordinal);
        _current = latest.Where(stored => Plan(stored) is not null).ToDictionary(stored => stored.SequenceId, stored => Plan(stored)!, StringComparer.Ordinal);
    }

    /// <summary>Makes a definition the current one. A changed definition gets a new version; people inside stay on theirs.</summary>
    /// <param name="json">The definition.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The plan that lets people in from now on.</returns>
    /// <exception cref="FieldException">The definition is wrong.</exception>
    public async Task<SequencePlan> PublishAsync(string json, CancellationToken cancellationToken = default)
    {
        var stored = (await store.ExecuteAsync(unit => AddAsync(unit, [json]), cancellationToken))[0];
        var plan = Plan(stored)!;
        _closed = _closed.Where(id => id != stored.SequenceId).ToHashSet(StringComparer.Ordinal);
        _current = new Dictionary<string, SequencePlan>(_current, StringComparer.Ordinal) { [stored.SequenceId] = plan };
        return plan;
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
    /// the order of its properties, makes no new one, but opens that one if it was closed. They let people in once the work has committed and <see cref="LoadAsync"/> was called.
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

    /// <summary>The version that an enrollment entered, or null when it is not in the store or cannot be read.</summary>
    internal ValueTask<SequencePlan?> FindAsync(IUnitOfWork unit, Enrollment enrollment) => FindAsync(unit, enrollment.JourneyId, enrollment.Version);

    /// <summary>A version of a sequence, or null when it is not in the store or cannot be read.</summary>
    internal async ValueTask<SequencePlan?> FindAsync(IUnitOfWork unit, string sequenceId, int version)
        => _plans.TryGetValue((sequenceId, version), out var plan) ? plan
            : await unit.Sequences.GetAsync(sequenceId, version) is { } stored ? Plan(stored)
            : null;

    private async Task OpenedAsync(IUnitOfWork unit, SequenceTrigger? before, string json)
    {
        if (site is not null)
        {
            await TriggerItems.OpenedAsync(unit, before, SequenceReader.Read(json), (await site.GetProfileAsync()).TimeZone, clock.Now());
        }
    }

    private SequencePlan? Plan(StoredSequence stored) => _plans.GetOrAdd((stored.SequenceId, stored.Version), _ =>
    {
        try
        {
            return new SequencePlan(SequenceReader.Read(stored.Json), stored.Version);
        }
        catch (FieldException error)
        {
            logger.LogError(error, "Version {Version} of the sequence {Sequence} cannot be read", stored.Version, stored.SequenceId);
            return null;
        }
    });
}
