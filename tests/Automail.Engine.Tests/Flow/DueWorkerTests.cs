using Automail.Engine.Flow;
using Automail.Engine.InMemory;
using Automail.Engine.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

public sealed class DueWorkerTests : IDueHandler, IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.StandingAt(FlowHost.Start);
    private readonly InMemoryStore _store = new();
    private readonly List<string> _done = [];
    private readonly List<string> _givenUp = [];
    private int _batches;

    string IDueHandler.Kind => Kind;

    private static string Kind => "work";

    [Fact]
    public async Task One_bad_item_holds_up_no_other_and_is_given_up_in_the_end()
    {
        await ScheduleAsync("a", "bad", "c");
        var worker = Worker();
        await worker.DrainAsync(TestContext.Current.CancellationToken);
        _done.ShouldBe(["a", "c"]);
        for (var i = 0; i < 2 * DueWorker.MaxAttempts; i++)
        {
            _clock.AdvanceTo(_clock.GetUtcNow().AddHours(5));
            await worker.DrainAsync(TestContext.Current.CancellationToken);
        }

        _givenUp.ShouldBe(["bad: cannot do bad"]);
        (await _store.ReadAsync(unit => unit.Due.NextDueAsync(), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task With_nothing_due_nothing_is_claimed()
    {
        await _store.ExecuteAsync(unit => unit.Due.ScheduleAsync(new DueItem("a", Kind, FlowHost.Start.AddSeconds(1))), TestContext.Current.CancellationToken);
        (await Worker().DrainAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        _batches.ShouldBe(0);
    }

    [Fact]
    public async Task Kinds_that_nobody_handles_here_are_left_for_others()
    {
        await _store.ExecuteAsync(unit => unit.Due.ScheduleAsync(new DueItem("x", "other", FlowHost.Start)), TestContext.Current.CancellationToken);
        await ScheduleAsync("a");
        (await Worker().DrainAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
        (await _store.ReadAsync(unit => unit.Due.CountAsync(FlowHost.Start), TestContext.Current.CancellationToken)).ShouldBe(new DueCounts(1, 1));
    }

    [Fact]
    public async Task An_unavailable_store_is_the_callers_to_hear_of()
    {
        await ScheduleAsync("disk-full");
        await Should.ThrowAsync<StoreUnavailableException>(Worker().DrainAsync(TestContext.Current.CancellationToken));
    }

    Task IDueHandler.HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        _batches++;
        return _store.ExecuteAsync(async unit =>
        {
            var done = new List<string>();
            foreach (var lease in leases)
            {
                if (lease.Item.Key == "disk-full")
                {
                    throw new StoreUnavailableException();
                }

                if (lease.Item.Key == "bad")
                {
                    throw new InvalidOperationException("cannot do bad");
                }

                await unit.Due.CompleteAsync(lease);
                done.Add(lease.Item.Key);
            }

            _done.AddRange(done);
        }, cancellationToken);
    }

    Task IDueHandler.GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
    {
        _givenUp.Add($"{lease.Item.Key}: {error}");
        return _store.ExecuteAsync(unit => unit.Due.CompleteAsync(lease), cancellationToken);
    }

    public void Dispose() => _store.Dispose();

    private DueWorker Worker() => new(_store, _clock, [this], NullLogger<DueWorker>.Instance);

    private Task ScheduleAsync(params string[] keys) => _store.ExecuteAsync(async unit =>
    {
        foreach (var key in keys)
        {
            await unit.Due.ScheduleAsync(new DueItem(key, Kind, FlowHost.Start));
        }
    }, TestContext.Current.CancellationToken);
}
