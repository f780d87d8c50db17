using Automail.Engine;
using Automail.Engine.Scheduling;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract class DueLeaseContract : DueContract
{
    [Fact]
    public async Task A_leased_item_is_nobody_elses_until_the_lease_runs_out()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1));
        var first = (await ClaimAsync(store, Some.After(1), 10)).Single();

        var before = await ClaimAsync(store, Some.After(1) + Lease - TimeSpan.FromMilliseconds(1), 10);
        var after = await ClaimAsync(store, Some.After(1) + Lease, 10);

        before.ShouldBeEmpty();
        var second = after.Single();
        second.Item.ShouldBe(Item("a", 1));
        second.Attempts.ShouldBe(2);
        second.Token.ShouldNotBe(first.Token);
    }

    [Fact]
    public async Task Items_taken_over_come_in_order_with_the_others()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1), Item("b", 2), Item("c", 3, "other"));
        await ClaimAsync(store, Some.After(9), 10);
        await ScheduleAsync(store, Item("d", 0), Item("bb", 2), Item("e", 4));

        var first = await ClaimAsync(store, Some.After(9) + Lease, 3);
        var second = await ClaimAsync(store, Some.After(9) + Lease, 9);

        first.Select(l => (l.Item.Key, l.Attempts)).ShouldBe([("d", 1), ("a", 2), ("b", 2)]);
        second.Select(l => (l.Item.Key, l.Attempts)).ShouldBe([("bb", 1), ("c", 2), ("e", 1)]);
    }

    [Fact]
    public async Task A_completed_item_is_gone()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1));
        var lease = (await ClaimAsync(store, Some.After(1), 10)).Single();

        (await CompleteAsync(store, lease)).ShouldBeTrue();
        (await CompleteAsync(store, lease)).ShouldBeFalse();
        (await ClaimAsync(store, Some.After(1) + Lease, 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lease_that_ran_out_still_counts_while_nobody_took_over()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1));
        var lease = (await ClaimAsync(store, Some.After(1), 10)).Single();
        await ScheduleAsync(store, Item("b", 1, "other"));
        (await ClaimAsync(store, Some.After(1) + Lease, 10, ["other"])).Count.ShouldBe(1);

        (await CompleteAsync(store, lease)).ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_take_over_the_first_holder_can_do_nothing()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1));
        var lost = (await ClaimAsync(store, Some.After(1), 10)).Single();
        var held = (await ClaimAsync(store, Some.After(1) + Lease, 10)).Single();

        (await CompleteAsync(store, lost)).ShouldBeFalse();
        (await RetryAsync(store, lost, Some.After(1))).ShouldBeFalse();
        (await CompleteAsync(store, held)).ShouldBeTrue();
    }

    [Fact]
    public async Task Scheduling_again_moves_the_item_and_voids_the_lease_on_it()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1));
        var lost = (await ClaimAsync(store, Some.After(1), 10)).Single();

        await ScheduleAsync(store, Item("a", 3, "other"));

        (await CompleteAsync(store, lost)).ShouldBeFalse();
        (await RetryAsync(store, lost, Some.After(0))).ShouldBeFalse();
        (await ClaimAsync(store, Some.After(2.999), 10)).ShouldBeEmpty();
        var lease = (await ClaimAsync(store, Some.After(3), 10)).Single();
        lease.Item.ShouldBe(Item("a", 3, "other"));
        lease.Attempts.ShouldBe(1);
        (await CompleteAsync(store, lost)).ShouldBeFalse();
        (await CompleteAsync(store, lease)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_cancelled_item_is_gone_leased_or_not()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1), Item("b", 1), Item("c", 1));
        var lease = (await ClaimAsync(store, Some.After(1), 1)).Single();

        await store.ExecuteAsync(async u =>
        {
            await u.Due.CancelAsync("a");
            await u.Due.CancelAsync("b");
            await u.Due.CancelAsync("unknown");
        });

        (await CompleteAsync(store, lease)).ShouldBeFalse();
        (await ClaimAsync(store, Some.After(1) + Lease, 10)).Select(l => l.Item.Key).ShouldBe(["c"]);
    }

    [Fact]
    public async Task An_old_lease_means_nothing_to_a_new_item_of_the_same_key()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1));
        var old = (await ClaimAsync(store, Some.After(1), 10)).Single();
        await store.ExecuteAsync(u => u.Due.CancelAsync("a"));
        await ScheduleAsync(store, Item("a", 1));
        var held = (await ClaimAsync(store, Some.After(1), 10)).Single();

        held.Attempts.ShouldBe(1);
        (await CompleteAsync(store, old)).ShouldBeFalse();
        (await CompleteAsync(store, held)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_claim_of_a_unit_that_failed_holds_nothing()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1));
        DueLease? never = null;
        await Should.ThrowAsync<TimeoutException>(() => store.ExecuteAsync(async u =>
        {
            never = (await u.Due.ClaimAsync(Some.After(1), Lease, 10)).Single();
            throw new TimeoutException();
        }));

        (await CompleteAsync(store, never!)).ShouldBeFalse();
        var held = (await ClaimAsync(store, Some.After(1), 10)).Single();
        held.Attempts.ShouldBe(1);
        (await CompleteAsync(store, never!)).ShouldBeFalse();
        (await CompleteAsync(store, held)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_retried_item_comes_again_at_its_time_and_its_attempts_go_on()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, Item("a", 1));
        var first = (await ClaimAsync(store, Some.After(1), 10)).Single();

        (await RetryAsync(store, first, Some.After(60))).ShouldBeTrue();

        (await CompleteAsync(store, first)).ShouldBeFalse();
        (await RetryAsync(store, first, Some.After(1))).ShouldBeFalse();
        (await ClaimAsync(store, Some.After(59.999), 10)).ShouldBeEmpty();
        var second = (await ClaimAsync(store, Some.After(60), 10)).Single();
        second.Item.ShouldBe(Item("a", 60));
        second.Attempts.ShouldBe(2);
        (await CompleteAsync(store, second)).ShouldBeTrue();
    }

    [Fact]
    public async Task Workers_that_take_over_at_once_never_share_an_item_and_one_of_them_completes_it()
    {
        var store = await NewStoreAsync();
        await ScheduleAsync(store, [.. Enumerable.Range(0, 20).Select(i => Item($"{i:000}", 1))]);
        var lost = await ClaimAsync(store, Some.After(1), 100);

        var completed = await AtOnceAsync(4, async i =>
        {
            var leases = i == 0 ? lost : await InsistAsync(store, u => u.Due.ClaimAsync(Some.After(1) + Lease, Lease, 100));
            var count = 0;
            foreach (var lease in leases)
            {
                count += await InsistAsync(store, u => u.Due.CompleteAsync(lease)) ? 1 : 0;
            }

            return count;
        });

        completed.Sum().ShouldBe(20);
        (await store.ReadAsync(u => u.Due.CountAsync(Some.After(99)))).Waiting.ShouldBe(0);
    }
}
