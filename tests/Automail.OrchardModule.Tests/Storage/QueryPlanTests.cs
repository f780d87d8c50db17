using System.Collections.Concurrent;
using System.Globalization;
using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Storage;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Tests.Storage;

/// <summary>Cost follows what is due, and pages follow what they show (design, invariant 4): every query finds its rows by an index.</summary>
[Collection(nameof(SharedSite))]
public sealed class QueryPlanTests(Site site)
{
    public static TheoryData<string> Queries => [.. All.Keys];

    /// <summary>As many as are worked on at once: SQLite weighs the keys that it is given against the other columns of the condition.</summary>
    private static readonly string[] Batch = [.. Enumerable.Range(0, DueWorker.BatchSize - 2).Select(i => $"{i}"), "a", "b"];

    private static readonly Dictionary<string, Func<IUnitOfWork, Task>> All = new()
    {
        ["contacts by id"] = unit => unit.Contacts.GetAsync(Batch),
        ["contact by identity"] = unit => unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, "a@example.com")),
        ["page of contacts"] = unit => unit.Contacts.SearchAsync(null, 1, 20),
        ["stretch of contacts"] = unit => unit.Contacts.StretchAsync("1", 2),
        ["timeline"] = unit => unit.Events.ForContactAsync("a", 1, 20),
        ["latest events of a type"] = unit => unit.Events.LatestAsync("a", "order.placed", 10),
        ["any event since"] = unit => unit.Events.AnySinceAsync("a", ["order.placed", "link.clicked"], SiteClock.Start),
        ["carts"] = unit => unit.Carts.ForContactAsync("a"),
        ["consents"] = unit => unit.Consents.CurrentAsync(Batch, "marketing"),
        ["suppressions"] = unit => unit.Suppressions.FindAsync(Batch),
        ["active enrollments"] = unit => unit.Enrollments.ActiveAsync("a"),
        ["enrollments by id"] = unit => unit.Enrollments.GetAsync(Batch),
        ["latest enrollment"] = unit => unit.Enrollments.LatestAsync("j", "a"),
        ["mails by id"] = unit => unit.Ledger.GetAsync(Batch),
        ["mails sent"] = unit => unit.Ledger.CountSentAsync(Batch, SiteClock.Start),
        ["page of mails"] = unit => unit.Ledger.SearchAsync(new SendQuery(), 1, 20),
        ["page of mails in a state"] = unit => unit.Ledger.SearchAsync(new SendQuery(SendState.Sent), 1, 20),
        ["mails of a contact"] = unit => unit.Ledger.SearchAsync(new SendQuery(ContactId: "a"), 1, 20),
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_query_reads_by_an_index(string query)
    {
        Assert.SkipUnless(site.Database.IsSqlite, "The plans are SQLite's.");
        var statements = await StatementsAsync(All[query]);

        statements.ShouldNotBeEmpty();
        foreach (var statement in statements)
        {
            var plan = string.Join('\n', await site.SqlAsync(connection => connection.RowsAsync("explain query plan " + statement)));

            // Counting all rows of a list reads an index from end to end; SQLite has no faster way.
            if (!statement.StartsWith("SELECT count(*)", StringComparison.OrdinalIgnoreCase))
            {
                plan.Split('\n').Where(line => line.Contains("SCAN", StringComparison.Ordinal))
                    .ShouldAllBe(line => line.Contains("USING INDEX", StringComparison.Ordinal) || line.Contains("USING COVERING INDEX", StringComparison.Ordinal), statement);
            }
        }
    }

    [Fact]
    public async Task What_was_sent_to_some_is_found_by_them_and_not_among_all_that_was_sent()
    {
        Assert.SkipUnless(site.Database.IsSqlite, "The plans are SQLite's.");
        var statements = await StatementsAsync(All["mails sent"]);

        statements.ShouldNotBeEmpty();
        foreach (var statement in statements)
        {
            var plan = await site.SqlAsync(connection => connection.RowsAsync("explain query plan " + statement));
            plan.ShouldAllBe(line => line.EndsWith("USING INDEX IDX_Automail_Send_Contact (ContactKey=? AND UpdatedAt>?)", StringComparison.Ordinal), statement);
        }
    }

    [Theory]
    [InlineData("free")]
    [InlineData("held")]
    [InlineData("of a kind")]
    [InlineData("first")]
    [InlineData("hold")]
    [InlineData("holding")]
    [InlineData("held with")]
    [InlineData("complete")]
    [InlineData("delete")]
    public async Task The_due_queue_reads_what_is_due(string statement)
    {
        Assert.SkipUnless(site.Database.IsSqlite, "The plans are SQLite's.");
        var table = await site.WithAsync<IStore, DueTable>(store => Task.FromResult(new DueTable(store.Configuration)));
        var (sql, expected) = statement switch
        {
            "free" => (table.Free(100), "SEARCH {0} USING INDEX IDX_Automail_Due_Available (Held=? AND AvailableAt<?)"),
            "held" => (table.Expired(ofKinds: true, 100), "SEARCH {0} USING INDEX IDX_Automail_Due_OfKind (KindKey=? AND Held=? AND AvailableAt<?)"),
            "of a kind" => (table.FreeOfKinds(1, 100), "SEARCH {0} USING INDEX IDX_Automail_Due_OfKind (KindKey=? AND Held=? AND AvailableAt<?)"),
            "held with" => (table.HeldWith, "SEARCH {0} USING INDEX IDX_Automail_Due_Available (Held=?)"),
            "complete" => (table.CompleteMany, "SEARCH {0} USING INDEX sqlite_autoindex_Automail_Due_1 (DueKey=?)"),
            "delete" => (table.DeleteMany, "SEARCH {0} USING INDEX sqlite_autoindex_Automail_Due_1 (DueKey=?)"),
            "first" => (table.First, "SEARCH {0} USING COVERING INDEX IDX_Automail_Due_Available (Held=?)"),
            "hold" => (table.Hold, "SEARCH {0} USING INDEX sqlite_autoindex_Automail_Due_1 (DueKey=?)"),
            _ => (table.Holding, "SEARCH {0} USING INDEX sqlite_autoindex_Automail_Due_1 (DueKey=?)"),
        };
        sql = sql.Replace("@Keys", $"({string.Join(", ", Batch.Select(key => $"'{key}'"))})", StringComparison.Ordinal).Replace("@Kinds", "(@Kinds)", StringComparison.Ordinal);

        var plan = await site.SqlAsync(connection => connection.RowsAsync("explain query plan " + sql));

        plan[0].ShouldEndWith(string.Format(CultureInfo.InvariantCulture, expected, DueTable.Name));

        // Held items are few, and sorted. The free ones of a kind come in the order of the index, or a backlog would be sorted at each claim.
        plan.Any(line => line.Contains("ORDER BY", StringComparison.Ordinal)).ShouldBe(statement is "held" or "free");
    }

    /// <summary>The SQL of the queries of a unit. The rows that they look for are there, so that none is left out.</summary>
    private async Task<List<string>> StatementsAsync(Func<IUnitOfWork, Task> query)
    {
        await site.EmptyAsync();
        await (await site.OpenStoreAsync()).ExecuteAsync(SomeRecords.WriteAsync);
        var log = new StatementLog();
        using var store = await site.InScopeAsync(async services =>
        {
            var configuration = services.GetRequiredService<IStore>().Configuration;
            var logger = configuration.Logger;
            configuration.Logger = log;
            try
            {
                var logged = new YesSqlStore(new UnitSessionStore(services.GetRequiredService<IStore>(), services.GetServices<IIndexProvider>()));
                await logged.ReadAsync(_ => Task.FromResult(true));
                return logged;
            }
            finally
            {
                configuration.Logger = logger;
            }
        });
        log.Statements.Clear();
        await store.ExecuteAsync(query);

        // Dapper writes out a list of values later.
        return [.. log.Statements
            .Where(line => line.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase))
            .Select(line => line.Replace("@Ids", "(@Ids)", StringComparison.Ordinal))];
    }

    private sealed class StatementLog : ILogger
    {
        public ConcurrentQueue<string> Statements { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Statements.Enqueue(formatter(state, exception));
    }
}
