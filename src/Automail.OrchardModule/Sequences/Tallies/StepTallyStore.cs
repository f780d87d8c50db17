using Automail.Engine.Sequences;
using Automail.OrchardModule.Storage;
using YesSql;

namespace Automail.OrchardModule.Sequences.Tallies;

/// <summary>What is counted at steps, in the tenant's database.</summary>
internal sealed class StepTallyStore : IStepTallies, IWriteBehind
{
    private readonly SessionStore _session;
    private readonly StepTallyTable _table;
    private readonly Dictionary<StepTallyKey, int> _gathered = [];

    public StepTallyStore(SessionStore session)
    {
        (_session, _table) = (session, new StepTallyTable(session.Configuration));
        session.Add(this);
    }

    /// <inheritdoc/>
    public Task AddAsync(StepTallyKey key, int by = 1)
    {
        _gathered[key] = _gathered.GetValueOrDefault(key) + by;
        return _session.WritesThrough ? PushAsync() : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StepTally>> OfAsync(string journeyId)
    {
        await PushAsync();
        return StepTallies.InOrder((await _session.QuerySqlAsync<StepTallySum>(_table.OfJourney, new { JourneyKey = Keys.Of(journeyId) })).Select(sum => sum.ToTally()));
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> SinceAsync()
        => await _session.QuerySqlAsync<long>(_table.OneSum, new { TallyKey = StepTallyRow.SinceKey }) is [var ticks] ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <inheritdoc/>
    public async Task PushAsync()
    {
        var gathered = _gathered.Where(count => count.Value != 0).ToArray();
        _gathered.Clear();
        foreach (var (key, by) in gathered)
        {
            await _session.ExecuteSqlAsync(_table.Append, StepTallyRow.Of(Keys.Of(key.JourneyId), key.Version, key.StepId, key.Fact, key.Detail, by, await _session.NextIdAsync()));
        }
    }

    /// <summary>Adds up what was counted since the last time.</summary>
    /// <param name="max">At most this many changes, from 1.</param>
    /// <returns>How many changes were added up.</returns>
    /// <exception cref="ConcurrencyException">Somebody else did it at the same time.</exception>
    public async Task<int> FoldAsync(int max)
    {
        var changes = await _session.QuerySqlAsync<StepTallyRow>(_table.Oldest(max), new { });

        // In one order, so that two nodes cannot wait for each other.
        foreach (var same in changes.GroupBy(change => change.TallyKey).OrderBy(same => same.Key, StringComparer.Ordinal))
        {
            var sum = same.First() with { Amount = same.Sum(change => change.Amount) };
            if (sum.Amount != 0 && await _session.ExecuteSqlAsync(_table.AddToSum, sum) == 0)
            {
                await _session.ExecuteSqlAsync(_table.InsertSum, sum);
            }
        }

        foreach (var ids in changes.Select(change => change.Id).Chunk(KeyQueries.MaxValues))
        {
            if (await _session.ExecuteSqlAsync(_table.Remove, new { Ids = ids }) != ids.Length)
            {
                throw new ConcurrencyException(new Document());
            }
        }

        return changes.Count;
    }
}
