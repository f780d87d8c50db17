using System.Globalization;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Storage;
using YesSql;

namespace Automail.OrchardModule.Sequences.Tallies;

/// <summary>
/// The tables of what is counted at steps, and their statements. A unit appends what it counted; a row that everybody changes would make the nodes of a site wait for each other's commits. Now and then
/// what was appended is added up (<see cref="StepTallyStore.FoldAsync"/>). Whoever reads adds both.
/// </summary>
internal sealed class StepTallyTable(IConfiguration configuration)
{
    /// <summary>The sums.</summary>
    public const string Sums = "Automail_StepTally";

    /// <summary>What was counted since.</summary>
    public const string Changes = "Automail_StepChange";

    private static readonly string[] Counted = [nameof(StepTallyRow.TallyKey), nameof(StepTallyRow.JourneyKey), nameof(StepTallyRow.JourneyVersion), nameof(StepTallyRow.StepId), nameof(StepTallyRow.Fact), nameof(StepTallyRow.Detail)];

    private readonly ISqlDialect _dialect = configuration.SqlDialect;

    /// <summary>Appends a change.</summary>
    public string Append => Insert(Changes, [.. Counted, nameof(StepTallyRow.Amount), nameof(StepTallyRow.Id)]);

    /// <summary>Inserts a sum.</summary>
    public string InsertSum => Insert(Sums, [.. Counted, nameof(StepTallyRow.Amount)]);

    /// <summary>Adds to a sum that is there.</summary>
    public string AddToSum => $"update {Table(Sums)} set {Column(nameof(StepTallyRow.Amount))} = {Column(nameof(StepTallyRow.Amount))} + @{nameof(StepTallyRow.Amount)} where {Column(nameof(StepTallyRow.TallyKey))} = @{nameof(StepTallyRow.TallyKey)}";

    /// <summary>Removes changes that were added up.</summary>
    public string Remove => $"delete from {Table(Changes)} where {Column(nameof(StepTallyRow.Id))} {_dialect.InOperator("@Ids")}";

    /// <summary>All of a journey: one statement, so that nothing is added up between two looks.</summary>
    public string OfJourney
    {
        get
        {
            var counted = string.Join(", ", Counted.Select(Column));
            var amount = Column(nameof(StepTallyRow.Amount));
            string Part(string table) => $"select {counted}, {amount} from {Table(table)} where {Column(nameof(StepTallyRow.JourneyKey))} = @{nameof(StepTallyRow.JourneyKey)}";
            return $"select {counted}, sum({amount}) as {Column(nameof(StepTallySum.Total))} from ({Part(Sums)} union all {Part(Changes)}) {Column("counts")} group by {counted}";
        }
    }

    /// <summary>One sum.</summary>
    public string OneSum => $"select {Column(nameof(StepTallyRow.Amount))} from {Table(Sums)} where {Column(nameof(StepTallyRow.TallyKey))} = @{nameof(StepTallyRow.TallyKey)}";

    /// <summary>The oldest changes.</summary>
    public string Oldest(int max)
    {
        var sql = _dialect.CreateBuilder(configuration.TablePrefix);
        sql.Select();
        sql.Selector("*");
        sql.Table(Changes, null, configuration.Schema);
        sql.OrderBy(Column(nameof(StepTallyRow.Id)));
        sql.Take(max.ToString(CultureInfo.InvariantCulture));
        return sql.ToSqlString();
    }

    private string Insert(string table, string[] columns)
        => $"insert into {Table(table)} ({string.Join(", ", columns.Select(Column))}) values ({string.Join(", ", columns.Select(column => "@" + column))})";

    private string Table(string name) => _dialect.QuoteForTableName(configuration.TablePrefix + name, configuration.Schema);

    private string Column(string name) => _dialect.QuoteForColumnName(name);
}

/// <summary>So many more of one thing.</summary>
internal sealed record StepTallyRow
{
    /// <summary>The most that <see cref="Detail"/> can hold.</summary>
    public const int MaxDetail = 100;

    /// <summary>The key of the one row that tells from when on passages are counted, in UTC ticks.</summary>
    public static readonly string SinceKey = Keys.Of("passages-counted-since");

    /// <summary>Of a change only.</summary>
    public long Id { get; init; }

    /// <summary>What is added up together.</summary>
    public string TallyKey { get; init; } = "";

    public string JourneyKey { get; init; } = "";

    public int JourneyVersion { get; init; }

    public string StepId { get; init; } = "";

    /// <summary>A <see cref="StepFact"/>.</summary>
    public int Fact { get; init; }

    public string Detail { get; init; } = "";

    public long Amount { get; init; }

    public static StepTallyRow Of(string journeyKey, int version, string stepId, StepFact fact, string detail, long amount, long id = 0) => new()
    {
        Id = id,
        TallyKey = Keys.Of($"{journeyKey}/{version}/{(int)fact}/{detail}/{stepId}"),
        JourneyKey = journeyKey,
        JourneyVersion = version,
        StepId = stepId,
        Fact = (int)fact,
        Detail = detail,
        Amount = amount,
    };
}

/// <summary>A sum as it is read. Databases differ in the type that a sum has.</summary>
internal sealed class StepTallySum
{
    public int JourneyVersion { get; set; }

    public string StepId { get; set; } = "";

    public int Fact { get; set; }

    public string Detail { get; set; } = "";

    public object Total { get; set; } = 0L;

    public StepTally ToTally() => new(JourneyVersion, StepId, (StepFact)Fact, Detail, Convert.ToInt64(Total, CultureInfo.InvariantCulture));
}
