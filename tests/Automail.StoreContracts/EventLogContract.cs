using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract class EventLogContract : StoreContract
{
    [Fact]
    public async Task Every_field_comes_back()
    {
        var store = await NewStoreAsync();
        var one = new BehaviorEvent("https://shop.example/" + Some.Text, Some.Text, "custom.type", Some.Text, Some.Time, Some.Nested());

        await store.ExecuteAsync(u => u.Events.TryAppendAsync(one, "ann"));

        var page = await store.ReadAsync(u => u.Events.ForContactAsync("ann", 0, 10));
        page.Items.ShouldBeSame(new LoggedEvent(one, "ann"));
        page.Total.ShouldBe(1);
    }

    [Fact]
    public async Task The_newest_of_a_period_come_oldest_first()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            foreach (var minute in (int[])[7, 1, 9, 3, 5])
            {
                await u.Events.TryAppendAsync(Some.Event($"{minute}") with { Time = Some.After(minute) }, $"contact-{minute % 2}-{minute}");
            }
        });

        Task<string> NewestAsync(int from, int to, int take)
            => store.ReadAsync(async u => string.Join(' ', (await u.Events.NewestBetweenAsync(Some.After(from), Some.After(to), take)).Select(logged => logged.Event.Id)));

        (await NewestAsync(0, 60, 10)).ShouldBe("1 3 5 7 9");
        (await NewestAsync(3, 9, 10)).ShouldBe("3 5 7");
        (await NewestAsync(3, 9, 2)).ShouldBe("5 7");
        (await NewestAsync(3, 9, 0)).ShouldBe("");
        (await NewestAsync(10, 60, 10)).ShouldBe("");
        (await store.ReadAsync(u => u.Events.NewestBetweenAsync(Some.After(1), Some.After(2), 1))).ShouldHaveSingleItem().ContactId.ShouldBe("contact-1-1");
    }

    [Fact]
    public async Task The_data_outlives_the_document_that_it_was_read_from()
    {
        var store = await NewStoreAsync();
        using (var document = JsonDocument.Parse("""{"x":[1,2]}"""))
        {
            await store.ExecuteAsync(u => u.Events.TryAppendAsync(Some.Event("1") with { Data = document.RootElement }, "ann"));
        }

        var page = await store.ReadAsync(u => u.Events.ForContactAsync("ann", 0, 10));

        page.Items[0].Event.Data.GetRawText().ShouldBe("""{"x":[1,2]}""");
    }

    [Fact]
    public async Task An_event_is_kept_once_per_source_and_id()
    {
        var store = await NewStoreAsync();
        var first = Some.Event("1", source: "a");

        var kept = await store.ExecuteAsync(async u => new[]
        {
            await u.Events.TryAppendAsync(first, "ann"),
            await u.Events.TryAppendAsync(first with { Type = "other", Time = Some.After(5) }, "bob"),
            await u.Events.TryAppendAsync(Some.Event("1", source: "b"), "ann"),
            await u.Events.TryAppendAsync(Some.Event("2", source: "a"), "ann"),
            await u.Events.TryAppendAsync(Some.Event("b:c", source: "a:"), "ann"),
            await u.Events.TryAppendAsync(Some.Event("c", source: "a:b:"), "ann"),
        });
        (await store.ReadAsync(async u => (await u.Events.ContainsAsync("a", "1"), await u.Events.ContainsAsync("a", "3"), await u.Events.ContainsAsync("a:b", ":c")))).ShouldBe((true, false, false));
        var again = await store.ExecuteAsync(u => u.Events.TryAppendAsync(first, "ann"));

        kept.ShouldBe([true, false, true, true, true, true]);
        again.ShouldBeFalse();
        (await store.ReadAsync(u => u.Events.ForContactAsync("bob", 0, 10))).Total.ShouldBe(0);
        (await store.ReadAsync(u => u.Events.ForContactAsync("ann", 0, 10))).Items.Single(e => e.Event is { Source: "a", Id: "1" }).Event.ShouldBeSame(first);
    }

    [Fact]
    public async Task Of_many_who_append_the_same_event_at_once_one_succeeds()
    {
        var store = await NewStoreAsync();

        var kept = await AtOnceAsync(8, _ => InsistAsync(store, u => u.Events.TryAppendAsync(Some.Event("1"), "ann")));

        kept.Count(k => k).ShouldBe(1);
        (await store.ReadAsync(u => u.Events.ForContactAsync("ann", 0, 10))).Total.ShouldBe(1);
    }

    [Fact]
    public async Task A_contacts_events_are_paged_newest_first_whatever_the_order_of_arrival()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            foreach (var second in new[] { 3, 1, 5, 2, 4 })
            {
                await u.Events.TryAppendAsync(Some.Event($"{second}", time: Some.After(second)), "ann");
                await u.Events.TryAppendAsync(Some.Event($"bob{second}", time: Some.After(second)), "bob");
            }
        });

        var pages = await store.ReadAsync(async u => new[]
        {
            await u.Events.ForContactAsync("ann", 0, 2),
            await u.Events.ForContactAsync("ann", 2, 2),
            await u.Events.ForContactAsync("ann", 4, 2),
            await u.Events.ForContactAsync("ann", 9, 2),
            await u.Events.ForContactAsync("nobody", 0, 2),
        });

        pages.Select(p => string.Join(',', p.Items.Select(e => e.Event.Id))).ShouldBe(["5,4", "3,2", "1", "", ""]);
        pages.Select(p => p.Total).ShouldBe([5, 5, 5, 5, 0]);
    }

    [Fact]
    public async Task The_latest_events_of_a_type_come_newest_first_and_no_more_than_asked_for()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            foreach (var second in new[] { 3, 1, 5, 2, 4 })
            {
                await u.Events.TryAppendAsync(Some.Event($"order{second}", "order.placed", Some.After(second)), "ann");
                await u.Events.TryAppendAsync(Some.Event($"view{second}", "product.viewed", Some.After(second + 100)), "ann");
                await u.Events.TryAppendAsync(Some.Event($"bob{second}", "order.placed", Some.After(second + 200)), "bob");
            }

            await u.Events.TryAppendAsync(Some.Event("one", "cart.updated", Some.After(9)), "ann");
            await u.Events.TryAppendAsync(Some.Event("two", "cart.updated", Some.After(9)), "ann");
        });

        var lists = await store.ReadAsync(async u => new[]
        {
            await u.Events.LatestAsync("ann", "order.placed", 3),
            await u.Events.LatestAsync("ann", "order.placed", 100),
            await u.Events.LatestAsync("ann", "cart.updated", 2),
            await u.Events.LatestAsync("ann", "product.viewed", 0),
            await u.Events.LatestAsync("ann", "order", 5),
            await u.Events.LatestAsync("nobody", "order.placed", 5),
        });

        lists.Select(l => string.Join(',', l.Select(e => e.Event.Id)))
            .ShouldBe(["order5,order4,order3", "order5,order4,order3,order2,order1", "two,one", "", "", ""]);
        lists[0][0].ShouldBeSame(new LoggedEvent(Some.Event("order5", "order.placed", Some.After(5)), "ann"));
    }

    [Fact]
    public async Task The_latest_events_of_a_type_are_seen_by_the_unit_that_added_and_moved_them()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Events.TryAppendAsync(Some.Event("1", time: Some.After(1)), "visitor"));

        var seen = await store.ExecuteAsync(async u =>
        {
            await u.Events.TryAppendAsync(Some.Event("2", time: Some.After(2)), "ann");
            await u.Events.ReassignAsync("visitor", "ann");
            return (await u.Events.LatestAsync("ann", Some.Event("1").Type, 10), await u.Events.LatestAsync("visitor", Some.Event("1").Type, 10));
        });

        seen.Item1.Select(e => e.Event.Id).ShouldBe(["2", "1"]);
        seen.Item2.ShouldBeEmpty();
    }

    [Fact]
    public async Task Any_since_counts_the_very_instant_and_only_these_types_and_this_contact()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Events.TryAppendAsync(Some.Event("1", "order.placed", Some.After(10)), "ann");
            await u.Events.TryAppendAsync(Some.Event("2", "order.placed", Some.After(5)), "ann");
            await u.Events.TryAppendAsync(Some.Event("3", "link.clicked", Some.After(20)), "ann");
            await u.Events.TryAppendAsync(Some.Event("4", "order.placed", Some.After(30)), "bob");
        });

        var answers = await store.ReadAsync(async u => new[]
        {
            await u.Events.AnySinceAsync("ann", ["order.placed"], Some.After(10)),
            await u.Events.AnySinceAsync("ann", ["order.placed"], Some.After(10.001)),
            await u.Events.AnySinceAsync("ann", ["order.placed"], Some.After(-100)),
            await u.Events.AnySinceAsync("ann", ["order.placed", "link.clicked"], Some.After(20)),
            await u.Events.AnySinceAsync("ann", ["user.registered", "order"], Some.After(0)),
            await u.Events.AnySinceAsync("ann", [], Some.After(0)),
            await u.Events.AnySinceAsync("nobody", ["order.placed"], Some.After(0)),
        });

        answers.ShouldBe([true, false, true, true, false, false, false]);
    }

    [Fact]
    public async Task Reassigning_moves_all_events_and_keeps_their_order()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Events.TryAppendAsync(Some.Event("1", "a", Some.After(1)), "visitor");
            await u.Events.TryAppendAsync(Some.Event("2", "b", Some.After(2)), "person");
            await u.Events.TryAppendAsync(Some.Event("3", "c", Some.After(3)), "visitor");
            await u.Events.TryAppendAsync(Some.Event("4", "c", Some.After(4)), "bystander");
        });

        await store.ExecuteAsync(u => u.Events.ReassignAsync("visitor", "person"));
        await store.ExecuteAsync(u => u.Events.ReassignAsync("nobody", "person"));

        await store.ReadAsync(async u =>
        {
            var events = (await u.Events.ForContactAsync("person", 0, 10)).Items;
            string.Join(',', events.Select(e => e.Event.Id)).ShouldBe("3,2,1");
            events.ShouldAllBe(e => e.ContactId == "person");
            (await u.Events.ForContactAsync("visitor", 0, 10)).Total.ShouldBe(0);
            (await u.Events.AnySinceAsync("person", ["c"], Some.After(3))).ShouldBeTrue();
            (await u.Events.AnySinceAsync("visitor", ["a", "c"], Some.After(0))).ShouldBeFalse();
            return true;
        });
        (await store.ExecuteAsync(u => u.Events.TryAppendAsync(Some.Event("1"), "visitor"))).ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_of_a_unit_that_failed_can_come_again()
    {
        var store = await NewStoreAsync();
        await Should.ThrowAsync<TimeoutException>(() => store.ExecuteAsync(async u =>
        {
            await u.Events.TryAppendAsync(Some.Event("1", "order.placed"), "ann");
            throw new TimeoutException();
        }));

        (await store.ReadAsync(u => u.Events.AnySinceAsync("ann", ["order.placed"], Some.After(-100)))).ShouldBeFalse();
        (await store.ExecuteAsync(u => u.Events.TryAppendAsync(Some.Event("1", "order.placed"), "ann"))).ShouldBeTrue();
    }
}
