using Automail.Engine.Scheduling;
using Dapper;
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

    /// <summary>Adds items of one kind: <c>@DueKey0</c>, <c>@ItemKey0</c>, <c>@KeyOrder0</c>, <c>@DueAt0</c> and so on, and what they have in common.</summary>
    public string InsertMany(int count)
    {
        string[] own = [nameof(DueRow.DueKey), nameof(DueRow.ItemKey), nameof(DueRow.KeyOrder), nameof(DueRow.DueAt)];
        var rows = Enumerable.Range(0, count).Select(i => $"({string.Join(", ", DueRow.Columns.Select(column
            => column == nameof(DueRow.AvailableAt) ? $"@{nameof(DueRow.DueAt)}{i}" : own.Contains(column) ? $"@{column}{i}" : $"@{column}"))})");
        return $"insert into {Table} ({string.Join(", ", DueRow.Columns.Select(Column))}) values {string.Join(", ", rows)}";
    }

    /// <summary>Removes items, held or not.</summary>
    public string DeleteMany => $"delete from {Table} where {Column(nameof(DueRow.DueKey))} {_dialect.InOperator("@Keys")}";

    /// <summary>Removes items that are held with this token. Asked whether they are held, SQLite would go through all that is held.</summary>
    public string CompleteMany => $"{DeleteMany} and {Is(nameof(DueRow.Token))}";

    /// <summary>The keys of all that is held with this token.</summary>
    public string HeldWith => $"select {Column(nameof(DueRow.DueKey))} from {Table} where {Is(nameof(DueRow.Held))} and {Is(nameof(DueRow.Token))}";

    /// <summary>Removes an item, held or not.</summary>
    public string Delete => $"delete from {Table} where {Is(nameof(DueRow.DueKey))}";

    /// <summary>Removes an item that is held with this token.</summary>
    public string Complete => $"delete from {Table} where {IsHolder}";

    /// <summary>Gives back an item that is held with this token, which counts no more from then on.</summary>
    public string GiveBack => $"update {Table} set {Set(nameof(DueRow.DueAt))}, {Set(nameof(DueRow.AvailableAt))}, {Set(nameof(DueRow.Error))}, "
        + $"{Column(nameof(DueRow.Held))} = @Free, {Column(nameof(DueRow.Token))} = 0 where {IsHolder}";

    /// <summary>Holds those of some items that can still be claimed. Says nothing of their kind: SQLite would go through all items of that kind instead of looking up the keys.</summary>
    public string Hold => $"update {Table} set {Set(nameof(DueRow.Held))}, {Column(nameof(DueRow.AvailableAt))} = @LeaseEnd, "
        + $"{Set(nameof(DueRow.Token))}, {Column(nameof(DueRow.Attempts))} = {Column(nameof(DueRow.Attempts))} + 1 "
        + $"where {Column(nameof(DueRow.DueKey))} {_dialect.InOperator("@Keys")} and {Column(nameof(DueRow.AvailableAt))} <= @Now";

    /// <summary>Those of some items that are held with this token.</summary>
    public string Holding => $"select * from {Table} where {Column(nameof(DueRow.DueKey))} {_dialect.InOperator("@Keys")} and {Is(nameof(DueRow.Token))}";

    /// <summary>The first items that can be claimed, of those that somebody holds.</summary>
    public string Expired(bool ofKinds, int max) => Firsts(max, nameof(DueRow.DueAt), $"{Is(nameof(DueRow.Held))} and {Column(nameof(DueRow.AvailableAt))} <= @Now{Kinds(ofKinds)}");

    /// <summary>The first items that can be claimed, of those that nobody holds, of any kind.</summary>
    public string Free(int max) => Firsts(max, nameof(DueRow.AvailableAt), $"{Is(nameof(DueRow.Held))} and {Column(nameof(DueRow.AvailableAt))} <= @Now");

    /// <summary>The first items of some kinds that can be claimed, of those that nobody holds: one query for each kind <c>@Kind0</c> and so on, so that none passes over what is due of the others.</summary>
    public string FreeOfKinds(int kinds, int max) => string.Join(";\n", Enumerable.Range(0, kinds).Select(i => Firsts(
        max, nameof(DueRow.AvailableAt), $"{Column(nameof(DueRow.KindKey))} = @Kind{i} and {Is(nameof(DueRow.Held))} and {Column(nameof(DueRow.AvailableAt))} <= @Now")));

    /// <summary>When the first of the free or of the held items can be claimed.</summary>
    public string First => $"select min({Column(nameof(DueRow.AvailableAt))}) from {Table} where {Is(nameof(DueRow.Held))}";

    /// <summary>How many items there are.</summary>
    public string Count => $"select count(*) from {Table}";

    /// <summary>How many free items are due; the index has them by their due time.</summary>
    public string CountFreeDue => $"{Count} where {Column(nameof(DueRow.Held))} = @Free and {Column(nameof(DueRow.AvailableAt))} <= @Now";

    /// <summary>How many held items are due.</summary>
    public string CountHeldDue => $"{Count} where {Is(nameof(DueRow.Held))} and {Column(nameof(DueRow.DueAt))} <= @Now";

    private string Firsts(int max, string order, string condition)
    {
        var sql = _dialect.CreateBuilder(configuration.TablePrefix);
        sql.Select();
        sql.Selector("*");
        sql.Table(Name, null, configuration.Schema);
        sql.WhereAnd(condition);

        // What nobody holds can be claimed at its due time, so there the index has the right order.
        sql.OrderBy(Column(order));
        sql.ThenOrderBy(Column(nameof(DueRow.KeyOrder)));
        sql.Take(max.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return sql.ToSqlString();
    }

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

    /// <summary>The token of the claim that holds it; 0 when nobody does.</summary>
    public long Token { get; init; }

    public int Attempts { get; init; }

    /// <summary>Why it was given back, the last time.</summary>
    public string? Error { get; init; }

    /// <summary>The parameters of <see cref="DueTable.InsertMany"/>. The rows are of one kind, and nobody holds them.</summary>
    public static DynamicParameters ToParameters(IReadOnlyList<DueRow> rows)
    {
        var parameters = new DynamicParameters(new { rows[0].Kind, rows[0].KindKey, Held = false, Token = 0L, Attempts = 0, Error = (string?)null });
        for (var i = 0; i < rows.Count; i++)
        {
            parameters.Add($"{nameof(DueKey)}{i}", rows[i].DueKey);
            parameters.Add($"{nameof(ItemKey)}{i}", rows[i].ItemKey);
            parameters.Add($"{nameof(KeyOrder)}{i}", rows[i].KeyOrder);
            parameters.Add($"{nameof(DueAt)}{i}", rows[i].DueAt);
        }

        return parameters;
    }

    public DueLease ToLease() => new(new DueItem(ItemKey, Kind, DueTime.ToTime(DueAt)), Token, Attempts);
}
