using Automail.Engine.Sequences;

namespace Automail.Engine.InMemory;

internal sealed class InMemoryTallies(UndoLog undo) : IStepTallies
{
    private readonly Dictionary<string, Dictionary<StepTallyKey, long>> _counts = new(StringComparer.Ordinal);

    public Task AddAsync(StepTallyKey key, int by = 1)
    {
        undo.Writing();
        if (!_counts.TryGetValue(key.JourneyId, out var counts))
        {
            _counts[key.JourneyId] = counts = [];
        }

        counts[key] = counts.GetValueOrDefault(key) + by;
        undo.Add(() => counts[key] -= by);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StepTally>> OfAsync(string journeyId)
    {
        undo.Reading();
        return Task.FromResult(StepTallies.InOrder(_counts.TryGetValue(journeyId, out var counts)
            ? counts.Select(count => new StepTally(count.Key.Version, count.Key.StepId, count.Key.Fact, count.Key.Detail, count.Value))
            : []));
    }

    public Task<DateTimeOffset?> SinceAsync()
    {
        undo.Reading();
        return Task.FromResult<DateTimeOffset?>(null);
    }
}
