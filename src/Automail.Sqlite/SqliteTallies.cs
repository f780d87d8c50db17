using Automail.Engine.Sequences;

namespace Automail.Sqlite;

/// <summary>Counts of what happens at steps. A unit gathers them and writes each once, at its end.</summary>
internal sealed class SqliteTallies(SqliteUnit unit) : IStepTallies
{
    private static readonly Statement Bump = new("""
        INSERT INTO step_tallies (journey, version, step, fact, detail, count) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (journey, version, step, fact, detail) DO UPDATE SET count = count + ?6
        """);

    private static readonly Statement Of = new("SELECT version, step, fact, detail, count FROM step_tallies WHERE journey = ?1");
    private static readonly Statement Since = new("SELECT value FROM counters WHERE name = 'passages-counted-since'");

    private readonly Dictionary<StepTallyKey, int> _gathered = [];

    public Task AddAsync(StepTallyKey key, int by = 1)
    {
        _gathered[key] = _gathered.GetValueOrDefault(key) + by;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StepTally>> OfAsync(string journeyId)
    {
        Write();
        return Task.FromResult(StepTallies.InOrder(unit.Query(
            Of, row => new StepTally(row.GetInt32(0), row.GetString(1), row.Enum<StepFact>(2), row.GetString(3), row.GetInt64(4)), journeyId)));
    }

    public Task<DateTimeOffset?> SinceAsync() => Task.FromResult(unit.Query(Since, row => row.TimeOrNull(0)).SingleOrDefault());

    /// <summary>Writes what was gathered.</summary>
    public void Write()
    {
        foreach (var (key, by) in _gathered)
        {
            if (by != 0)
            {
                unit.Execute(Bump, key.JourneyId, key.Version, key.StepId, key.Fact.ToString(), key.Detail, by);
            }
        }

        _gathered.Clear();
    }
}
