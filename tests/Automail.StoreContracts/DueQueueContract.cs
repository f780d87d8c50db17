using Automail.Engine;
using Automail.Engine.Scheduling;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract class DueQueueContract : DueContract
{
    [Fact]
    public async Task What_is_due_is_claimed_in_order_of_due_time_and_then_key()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("c", 1), Item("b", 1), Item("B", 1), Item("a", 2), Item("z", 0, "other"), Item("later", 11));

        var leases = await ClaimAsync(store, Some.After(10), 100);

        leases.Select(l => l.Item).ShouldBe([Item("z", 0, "other"), Item("B", 1), Item("b", 1), Item("c", 1), Item("a", 2)]);
        leases.ShouldAllBe(l => l.Attempts == 1);
    }

    [Fact]
    public async Task An_item_is_due_at_its_very_instant_and_not_before()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 10));

        (await ClaimAsync(store, Some.After(9.999), 10)).ShouldBeEmpty();
        (await ClaimAsync(store, Some.After(10), 10)).Single().Item.ShouldBe(Item("a", 10));
    }

    [Fact]
    public async Task A_due_time_between_two_milliseconds_is_rounded_up()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, new DueItem("a", "k", Some.After(10).AddTicks(1)));

        (await store.ReadAsync(u => u.Due.NextDueAsync())).ShouldBe(Some.After(10.001));
        (await ClaimAsync(store, Some.After(10).AddTicks(9999), 10)).ShouldBeEmpty();
        (await ClaimAsync(store, Some.After(10.001), 10)).Single().Item.DueAt.ShouldBe(Some.After(10.001));
    }

    [Fact]
    public async Task A_claim_takes_no_more_than_asked_for_and_the_next_goes_on()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, [.. Enumerable.Range(0, 50).Select(i => Item($"{49 - i:00}", 1))]);

        var claims = new[] { await ClaimAsync(store, Some.After(1), 20), await ClaimAsync(store, Some.After(1), 20), await ClaimAsync(store, Some.After(1), 20) };

        claims.Select(c => c.Count).ShouldBe([20, 20, 10]);
        claims.SelectMany(c => c).Select(l => l.Item.Key).ShouldBe(Enumerable.Range(0, 50).Select(i => $"{i:00}"));
        (await ClaimAsync(store, Some.After(1), 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_kinds_asked_for_are_claimed()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1, "cart"), Item("b", 2, "step"), Item("c", 3, "send"), Item("d", 0, "step"));

        (await ClaimAsync(store, Some.After(9), 10, [])).ShouldBeEmpty();
        (await ClaimAsync(store, Some.After(9), 10, ["unknown"])).ShouldBeEmpty();
        (await ClaimAsync(store, Some.After(9), 2, ["send", "step", "step"])).Select(l => l.Item.Key).ShouldBe(["d", "b"]);
        (await ClaimAsync(store, Some.After(9), 10, ["send", "step"])).Select(l => l.Item.Key).ShouldBe(["c"]);
        (await ClaimAsync(store, Some.After(9), 10)).Select(l => l.Item.Key).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Scheduling_again_can_bring_an_item_forward()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 9), Item("a", 2));

        (await ClaimAsync(store, Some.After(5), 10)).Single().Item.ShouldBe(Item("a", 2));
        (await store.ReadAsync(u => u.Due.CountAsync(Some.After(99)))).Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_due_time_is_the_first_moment_at_which_something_can_be_claimed()
    {
        var store = await NewStoreAsync();
        async Task<DateTimeOffset?> NextAsync() => await store.ReadAsync(u => u.Due.NextDueAsync());

        (await NextAsync()).ShouldBeNull();
        await ScheduleAsync(store, Item("c", 900), Item("a", 10), Item("b", 20, "other"));
        (await NextAsync()).ShouldBe(Some.After(10));
        var lease = (await ClaimAsync(store, Some.After(10), 10)).Single();
        (await NextAsync()).ShouldBe(Some.After(20));
        await store.ExecuteAsync(u => u.Due.CancelAsync("b"));
        (await NextAsync()).ShouldBe(Some.After(10) + Lease);
        await RetryAsync(store, lease, Some.After(25));
        (await NextAsync()).ShouldBe(Some.After(25));
        lease = (await ClaimAsync(store, Some.After(25), 10)).Single();
        await CompleteAsync(store, lease);
        (await NextAsync()).ShouldBe(Some.After(900));
        lease = (await ClaimAsync(store, Some.After(999), 10)).Single();
        (await NextAsync()).ShouldBe(Some.After(999) + Lease);
        await CompleteAsync(store, lease);
        (await NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Waiting_and_due_items_are_counted_held_ones_included()
    {
        var store = await NewStoreAsync();
        (await store.ReadAsync(u => u.Due.CountAsync(Some.Time))).ShouldBe(new DueCounts(0, 0));
        await ScheduleAsync(store, Item("a", 1), Item("b", 2), Item("c", 3), Item("d", 3, "other"));

        (await store.ReadAsync(u => u.Due.CountAsync(Some.After(0)))).ShouldBe(new DueCounts(4, 0));
        (await store.ReadAsync(u => u.Due.CountAsync(Some.After(3)))).ShouldBe(new DueCounts(4, 4));
        var lease = (await ClaimAsync(store, Some.After(1), 1)).Single();
        (await store.ReadAsync(u => u.Due.CountAsync(Some.After(2)))).ShouldBe(new DueCounts(4, 2));
        await CompleteAsync(store, lease);
        (await store.ReadAsync(u => u.Due.CountAsync(Some.After(2)))).ShouldBe(new DueCounts(3, 1));
    }

    [Fact]
    public async Task Workers_that_claim_at_once_never_share_an_item()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, [.. Enumerable.Range(0, 120).Select(i => Item($"{i:000}", i % 7))]);

        var claims = await AtOnceAsync(4, async _ =>
        {
            var mine = new List<DueLease>();
            while (await InsistAsync(store, u => u.Due.ClaimAsync(Some.After(9), Lease, 7)) is { Count: > 0 } leases)
            {
                mine.AddRange(leases);
            }

            return mine;
        });

        claims.SelectMany(c => c).Select(l => l.Item.Key).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 120).Select(i => $"{i:000}"));
    }
}
