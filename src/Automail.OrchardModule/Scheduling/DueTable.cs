using Automail.Engine.Scheduling;
using YesSql;

namespace Automail.OrchardModule.Scheduling;

/// <summary>
/// The due queue's table and its statements. A table of its own and no YesSql documents: a claim changes one row where it would rewrite
/// a document and all rows of its index, and an update can say "if it is still free" where a document has to be read first.
/// </summary>
internal sealed class DueTable(IConfiguration configuration)
{
    public const string Name = "Automail_Due";

    private readonly ISqlDialect _dialect = configuration.SqlDialect;

    /// <summary>Moves an item that is there.</summary>
    public string Move => $"update {Table} set {Set(nameof(DueRow.Kind))}, {Set(nameof(DueRow.KindKey))}, {Set(nameof(DueRow.DueAt))}, "
        + $"{Set(nameof(DueRow.AvailableAt))}, {Set(nameof(DueRow.Held))}, {Set(nameof(DueRow.Token))}, {Set(nameof(DueRow.Attempts))}, "
        + $"{Set(nameof(DueRow.Error))} where {Is(nameof(DueRow.DueKey))}";

    /// <summary>Adds an item.</summary>
    public string Insert => $"insert into {Table} ({string.Join(", ", DueRow.Columns.Select(Column))}) "
        + $"values ({string.Join(", ", DueRow.Columns.Select(column => "@" + column))})";

    /// <summary>Removes an item, held or not.</summary>
    public string Delete => $"delete from {Table} where {Is(nameof(DueRow.DueKey))}";

    /// <summary>Removes an item that is held with this token.</summary>
    public string Complete => $"delete from {Table} where {IsHolder}";

    /// <summary>Gives back an item that is held with this token.</summary>
    public string GiveBack => $"update {Table} set {Set(nameof(DueRow.DueAt))}, {Set(nameof(DueRow.AvailableAt))}, {Set(nameof(DueRow.Error))}, "
        + $"{Column(nameof(DueRow.Held))} = @Free where {IsHolder}";

    /// <summary>Holds those of some items that can still be claimed.</summary>
    public string Hold(bool ofKinds) => $"update {Table} set {Set(nameof(DueRow.Held))}, {Column(nameof(DueRow.AvailableAt))} = @LeaseEnd, "
        + $"{Set(nameof(DueRow.Token))}, {Column(nameof(DueRow.Attempts))} = {Column(nameof(DueRow.Attempts))} + 1 "
        + $"where {Column(nameof(DueRow.DueKey))} {_dialect.InOperator("@Keys")} and {Column(nameof(DueRow.AvailableAt))} <= @Now{Kinds(ofKinds)}";

    /// <summary>Those of some items that are held with this token.</summary>
    public string Holding => $"select * from {Table} where {Column(nameof(DueRow.DueKey))} {_dialect.InOperator("@Keys")} and {Is(nameof(DueRow.Token))}";

    /// <summary>The first items that can be claimed, of those that nobody holds or of those that somebody holds.</summary>
    public string Available(bool held, bool ofKinds, int max)
    {
        var sql = _dialect.CreateBuilder(configuration.TablePrefix);
        sql.Select();
        sql.Selector("*");
        sql.Table(Name, null, configuration.Schema);
        sql.WhereAnd($"{Is(nameof(DueRow.Held))} and {Column(nameof(DueRow.AvailableAt))} <= @Now{Kinds(ofKinds)}");

        // What nobody holds can be claimed at its due time, so there the index has the right order.
        sql.OrderBy(Column(held ? nameof(DueRow.DueAt) : nameof(DueRow.AvailableAt)));
        sql.ThenOrderBy(Column(nameof(DueRow.KeyOrder)));
        sql.Take(max.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return sql.ToSqlString();
    }

    /// <summary>When the first of the free or of the held items can be claimed.</summary>
    public string First => $"select min({Column(nameof(DueRow.AvailableAt))}) from {Table} where {Is(nameof(DueRow.Held))}";

    /// <summary>How many items there are.</summary>
    public string Count => $"select count(*) from {Table}";

    /// <summary>How many free items are due; the index has them by their due time.</summary>
    public string CountFreeDue => $"{Count} where {Column(nameof(DueRow.Held))} = @Free and {Column(nameof(DueRow.AvailableAt))} <= @Now";

    /// <summary>How many held items are due.</summary>
    public string CountHeldDue => $"{Count} where {Is(nameof(DueRow.Held))} and {Column(nameof(DueRow.DueAt))} <= @Now";

    private string Table => _dialect.QuoteForTableName(configuration.TablePrefix + Name, configuration.Schema);

    private string IsHolder => $"{Is(nameof(DueRow.DueKey))} and {Is(nameof(DueRow.Held))} and {Is(nameof(DueRow.Token))}";

    private string Column(string name) => _dialect.QuoteForColumnName(name);

    private string Is(string name) => $"{Column(name)} = @{name}";

    private string Set(string name) => Is(name);

    private string Kinds(bool ofKinds) => ofKinds ? $" and {Column(nameof(DueRow.KindKey))} {_dialect.InOperator("@Kinds")}" : "";
}

/// <summary>An item of the due queue, with the lease that somebody may have on it. Times are those of <see cref="DueTime"/>.</summary>
internal sealed record DueRow
{
    public static readonly IReadOnlyList<string> Columns =
    [
        nameof(DueKey), nameof(ItemKey), nameof(KeyOrder), nameof(Kind), nameof(KindKey), nameof(DueAt), nameof(AvailableAt),
        nameof(Held), nameof(Token), nameof(Attempts), nameof(Error),
    ];

    public string DueKey { get; init; } = "";

    public string ItemKey { get; init; } = "";

    public string KeyOrder { get; init; } = "";

    public string Kind { get; init; } = "";

    public string KindKey { get; init; } = "";

    public long DueAt { get; init; }

    /// <summary>When it can be claimed: at its due time, or when the lease on it ends.</summary>
    public long AvailableAt { get; init; }

    public bool Held { get; init; }

    /// <summary>The token of the last claim.</summary>
    public long Token { get; init; }

    public int Attempts { get; init; }

    /// <summary>Why it was given back, the last time.</summary>
    public string? Error { get; init; }

    public DueLease ToLease() => new(new DueItem(ItemKey, Kind, DueTime.ToTime(DueAt)), Token, Attempts);
}
