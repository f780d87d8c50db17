using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Sqlite;
using Shouldly;
using Xunit;

namespace Automail.Cli.Tests.Sqlite;

public sealed class SqliteUnitTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_unit_inside_a_unit_is_refused_where_it_would_wait_for_ever()
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database);

        await Should.ThrowAsync<InvalidOperationException>(() => store.ExecuteAsync(_ => store.ReadAsync(u => u.Due.NextDueAsync())));
        await Should.ThrowAsync<InvalidOperationException>(() => store.ReadAsync(_ => store.ExecuteAsync(u => u.Due.NextDueAsync())));

        (await store.ExecuteAsync(u => u.Due.NextDueAsync())).ShouldBeNull();
    }

    [Fact]
    public async Task A_unit_that_is_over_can_do_nothing()
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database);
        var leaked = await store.ExecuteAsync(Task.FromResult);

        await Should.ThrowAsync<InvalidOperationException>(() => leaked.Due.NextDueAsync());
        await Should.ThrowAsync<InvalidOperationException>(() => leaked.Due.CancelAsync("a"));
    }

    [Fact]
    public async Task A_query_that_writes_is_told_so()
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database);

        var error = await Should.ThrowAsync<InvalidOperationException>(() => store.ReadAsync(u => u.Suppressions.RemoveAsync("x")));

        error.Message.ShouldContain("ExecuteAsync");
    }

    [Fact]
    public async Task A_query_sees_the_state_before_a_unit_that_runs_beside_it()
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(() => store.ExecuteAsync(async u =>
        {
            await u.Due.ScheduleAsync(new DueItem("a", "k", Now));
            written.SetResult();
            await seen.Task;
        }));
        await written.Task;

        var during = await store.ReadAsync(u => u.Due.NextDueAsync());
        seen.SetResult();
        await writing;

        during.ShouldBeNull();
        (await store.ReadAsync(u => u.Due.NextDueAsync())).ShouldBe(Now);
    }

    [Fact]
    public async Task A_closed_store_is_said_to_be_closed()
    {
        var store = await SqliteStore.OpenAsync(_folder.Database);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => store.ReadAsync(u => u.Due.NextDueAsync()));
        await Should.ThrowAsync<ObjectDisposedException>(() => store.ExecuteAsync(u => u.Due.NextDueAsync()));
    }

    [Fact]
    public async Task No_statement_of_a_row_looks_at_all_rows()
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database);
        await store.ExecuteAsync(UseEverythingAsync);

        var plans = store.Writer!.Statements.ToDictionary(sql => sql, sql => Plan(store, sql));

        plans.Count.ShouldBeGreaterThan(35);
        foreach (var (sql, plan) in plans.Where(p => !MayLookAtAll(p.Key)))
        {
            foreach (var table in (string[])["contacts", "identities", "events", "carts", "consents", "suppressions", "sequences", "enrollments", "due", "sends"])
            {
                plan.ShouldNotContain(step => step.StartsWith($"SCAN {table}", StringComparison.Ordinal), sql);
            }

            if (sql.Contains("WHERE contact_id", StringComparison.Ordinal))
            {
                plan.ShouldContain(step => step.Contains("(contact_id=?", StringComparison.Ordinal), sql);
            }
        }
    }

    [Theory]
    [InlineData(null, null, null, "sends_by_change")]
    [InlineData("Sent", null, null, "sends_by_state")]
    [InlineData("Sent", "ann@", null, "sends_by_change")]
    [InlineData(null, null, "ann", "sends_by_contact")]
    [InlineData(null, "x", "ann", "sends_by_contact")]
    public async Task Pages_of_the_ledger_come_from_an_index_in_their_order(string? state, string? text, string? contactId, string index)
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database);

        var plan = Plan(store, SqliteLedger.Sql(new Search(text, 0, 20) { State = state, ContactId = contactId }).Page);

        plan[0].ShouldContain(index);

        // Only the few mails of one contact are sorted.
        plan.Skip(1).ShouldBe(contactId is null ? [] : ["USE TEMP B-TREE FOR ORDER BY"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ann")]
    public async Task Pages_of_contacts_come_from_an_index_in_their_order(string? text)
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database);
        var (count, page) = SqliteContacts.Sql(new Search(text, 0, 20));

        Plan(store, page).Single().ShouldContain("contacts_by_change");
        Plan(store, count).Single().ShouldContain("COVERING INDEX");
    }

    /// <summary>The counts for the eye, and the few sequences there are.</summary>
    private static bool MayLookAtAll(string sql)
        => sql.Contains("FROM sequences GROUP BY", StringComparison.Ordinal) || sql.Contains("FROM sends GROUP BY", StringComparison.Ordinal)
            || sql.Contains("SELECT (SELECT count(*) FROM due)", StringComparison.Ordinal);

    private static List<string> Plan(SqliteStore store, string sql)
        => store.Writer!.Query($"EXPLAIN QUERY PLAN {sql}", new { Part = "", State = "", ContactId = "", Take = 1, Skip = 1 }, r => r.GetString(3));

    private static async Task UseEverythingAsync(IUnitOfWork u)
    {
        var contact = new Contact { Id = "c", Email = "c@example.com", CreatedAt = Now, UpdatedAt = Now };
        await u.Contacts.SaveAsync(contact);
        await u.Contacts.SaveAsync(contact with { Email = "d@example.com" });
        await u.Contacts.GetAsync(["c"]);
        await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, "d@example.com"));
        await u.Contacts.RemoveAsync("c");
        await u.Events.TryAppendAsync(new BehaviorEvent("s", "1", "t", "c", Now, default), "c");
        await u.Events.ContainsAsync("s", "1");
        await u.Events.ForContactAsync("c", 0, 1);
        await u.Events.LatestAsync("c", "t", 1);
        await u.Events.AnySinceAsync("c", ["t"], Now);
        await u.Events.ReassignAsync("c", "d");
        await u.Carts.SaveAsync(new() { CartId = "k", ContactId = "c", Currency = "EUR", Items = default });
        await u.Carts.GetAsync("k");
        await u.Carts.ForContactAsync("c");
        await u.Carts.RemoveAsync("k");
        await u.Consents.AddAsync(new() { ContactId = "c", Purpose = "p", Status = default, Time = Now, Source = "" });
        await u.Consents.CurrentAsync(["c"], "p");
        await u.Consents.HistoryAsync("c");
        await u.Consents.ReassignAsync("c", "d");
        await u.Suppressions.TryAddAsync(new("h", default, Now, ""));
        await u.Suppressions.FindAsync(["h"]);
        await u.Suppressions.RemoveAsync("h");
        await u.Sequences.AddAsync(new("s", 1, "{}", Now));
        await u.Sequences.GetAsync("s", 1);
        await u.Sequences.LatestAsync();
        await u.Sequences.StampAsync();
        await u.Enrollments.SaveAsync(new() { Id = "e", JourneyId = "j", Version = 1, ContactId = "c", EnteredAt = Now });
        await u.Enrollments.GetAsync(["e"]);
        await u.Enrollments.ActiveAsync("c");
        await u.Enrollments.LatestAsync("j", "c");
        await u.Enrollments.ForContactAsync("c");
        await u.Enrollments.ReassignAsync("c", "d");
        var mail = new SendRecord { Id = "m", Key = new("j", 1, "i", "s", 0), ContactId = "c", Template = "t", Purpose = "p", QueuedAt = Now, UpdatedAt = Now };
        await u.Ledger.TryAddAsync(mail);
        await u.Ledger.UpdateAsync(mail);
        await u.Ledger.GetAsync(["m"]);
        await u.Ledger.CountSentAsync(["c"], Now);
        await u.Ledger.CountByStateAsync();
        await u.Ledger.ReassignAsync("c", "d");
        await u.Due.ScheduleAsync(new DueItem("a", "k", Now));
        await u.Due.ScheduleAsync(new DueItem("b", "l", Now));
        var leases = await u.Due.ClaimAsync(Now, TimeSpan.FromMinutes(1), 2);
        await u.Due.ClaimAsync(Now, TimeSpan.FromMinutes(1), 2, ["k"]);
        await u.Due.CompleteAsync(leases[0]);
        await u.Due.RetryAsync(leases[1], Now, "x");
        await u.Due.NextDueAsync();
        await u.Due.CountAsync(Now);
        await u.Due.CancelAsync("b");
    }
}
