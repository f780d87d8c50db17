using System.Collections.Concurrent;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>The sequences that let people in, and every version that somebody may still be in.</summary>
public sealed class SequenceCatalog(IAutomailStore store, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Id, int Version), SequencePlan> _plans = new();
    private volatile IReadOnlyDictionary<string, SequencePlan> _current = new Dictionary<string, SequencePlan>();

    /// <summary>The latest version of each sequence, by id.</summary>
    public IReadOnlyDictionary<string, SequencePlan> Current => _current;

    /// <summary>Reads what the store has. To be called once before events come in.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        var latest = await store.ReadAsync(unit => unit.Sequences.LatestAsync(), cancellationToken);
        _current = latest.ToDictionary(stored => stored.SequenceId, Plan, StringComparer.Ordinal);
    }

    /// <summary>Makes a definition the current one. A changed definition gets a new version; people inside stay on theirs.</summary>
    /// <param name="json">The definition.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The plan that lets people in from now on.</returns>
    /// <exception cref="FieldException">The definition is wrong.</exception>
    public async Task<SequencePlan> PublishAsync(string json, CancellationToken cancellationToken = default)
    {
        var definition = SequenceReader.Read(json);
        var stored = await store.ExecuteAsync(async unit =>
        {
            var latest = (await unit.Sequences.LatestAsync()).FirstOrDefault(sequence => sequence.SequenceId == definition.Id);
            if (latest?.Json == json)
            {
                return latest;
            }

            var next = new StoredSequence(definition.Id, (latest?.Version ?? 0) + 1, json, clock.GetUtcNow());
            await unit.Sequences.AddAsync(next);
            return next;
        }, cancellationToken);
        var plan = Plan(stored);
        _current = new Dictionary<string, SequencePlan>(_current, StringComparer.Ordinal) { [definition.Id] = plan };
        return plan;
    }

    /// <summary>The version that an enrollment entered, or null when it is not in the store.</summary>
    internal async ValueTask<SequencePlan?> FindAsync(IUnitOfWork unit, Enrollment enrollment)
        => _plans.TryGetValue((enrollment.JourneyId, enrollment.Version), out var plan) ? plan
            : await unit.Sequences.GetAsync(enrollment.JourneyId, enrollment.Version) is { } stored ? Plan(stored)
            : null;

    private SequencePlan Plan(StoredSequence stored)
        => _plans.GetOrAdd((stored.SequenceId, stored.Version), _ => new SequencePlan(SequenceReader.Read(stored.Json), stored.Version));
}
