using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.InMemory;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.InMemory;

public sealed class InMemoryOptionsTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_store_that_keeps_no_events_still_knows_them_and_their_latest_times()
    {
        using var store = new InMemoryStore(keepEvents: false);

        var kept = await store.ExecuteAsync(async u => new[]
        {
            await u.Events.TryAppendAsync(Event("1", Time.AddHours(2)), "visitor"),
            await u.Events.TryAppendAsync(Event("2", Time.AddHours(1)), "visitor"),
            await u.Events.TryAppendAsync(Event("1", Time.AddHours(9)), "visitor"),
        });
        await store.ExecuteAsync(u => u.Events.ReassignAsync("visitor", "ann"));

        kept.ShouldBe([true, true, false]);
        (await store.ReadAsync(u => u.Events.AnySinceAsync("ann", ["order.placed"], Time.AddHours(2)))).ShouldBeTrue();
        (await store.ReadAsync(u => u.Events.AnySinceAsync("ann", ["order.placed"], Time.AddHours(2).AddTicks(1)))).ShouldBeFalse();
        (await store.ReadAsync(u => u.Events.AnySinceAsync("visitor", ["order.placed"], Time))).ShouldBeFalse();
        await Should.ThrowAsync<NotSupportedException>(() => store.ReadAsync(u => u.Events.ForContactAsync("ann", 0, 10)));
    }

    [Fact]
    public async Task A_unit_inside_a_unit_is_refused_where_it_would_wait_for_ever()
    {
        using var store = new InMemoryStore();

        await Should.ThrowAsync<InvalidOperationException>(() => store.ExecuteAsync(_ => store.ReadAsync(u => u.Due.NextDueAsync())));
        await Should.ThrowAsync<InvalidOperationException>(() => store.ReadAsync(_ => store.ExecuteAsync(u => u.Due.NextDueAsync())));

        (await store.ExecuteAsync(u => u.Due.NextDueAsync())).ShouldBeNull();
    }

    [Fact]
    public async Task A_unit_that_is_over_can_do_nothing()
    {
        using var store = new InMemoryStore();
        var leaked = await store.ExecuteAsync(Task.FromResult);

        await Should.ThrowAsync<InvalidOperationException>(() => leaked.Due.NextDueAsync());
        await Should.ThrowAsync<InvalidOperationException>(() => leaked.Due.CancelAsync("a"));
    }

    [Fact]
    public async Task A_query_that_writes_is_told_so()
    {
        using var store = new InMemoryStore();

        var error = await Should.ThrowAsync<InvalidOperationException>(() => store.ReadAsync(u => u.Suppressions.RemoveAsync("x")));

        error.Message.ShouldContain("ExecuteAsync");
    }

    private static BehaviorEvent Event(string id, DateTimeOffset time)
        => new("shop", id, "order.placed", "who", time, JsonSerializer.SerializeToElement(new { }));
}
