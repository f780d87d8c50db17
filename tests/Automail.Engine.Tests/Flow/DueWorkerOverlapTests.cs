using Automail.Engine.Flow;
using Automail.Engine.InMemory;
using Automail.Engine.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

public sealed class DueWorkerOverlapTests : IDisposable
{
    private readonly VirtualClock _clock = VirtualClock.StandingAt(FlowHost.Start);
    private readonly InMemoryStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_for_somebody_else_holds_up_nothing()
    {
        var (slow, quick) = (new Handler("slow", _store) { Overlaps = true, Gate = new() }, new Handler("quick", _store));
        await ScheduleAsync("slow", 1);
        await ScheduleAsync("quick", 3 * DueWorker.BatchSize);
        quick.After = () =>
        {
            if (quick.Done == 3 * DueWorker.BatchSize)
            {
                slow.Gate.SetResult();
            }
        };

        // It would never end if the quick items waited for the slow one.
        (await Worker(slow, quick).DrainAsync(Token)).ShouldBe((3 * DueWorker.BatchSize) + 1);
        (slow.Done, quick.Done).ShouldBe((1, 3 * DueWorker.BatchSize));
    }

    [Fact]
    public async Task Work_that_comes_of_overlapping_work_is_done_too()
    {
        var (first, next) = (new Handler("first", _store) { Overlaps = true }, new Handler("next", _store));
        first.After = () => ScheduleAsync("next", 5).GetAwaiter().GetResult();
        await ScheduleAsync("first", 1);
        (await Worker(first, next).DrainAsync(Token)).ShouldBe(6);
        next.Done.ShouldBe(5);
    }

    [Fact]
    public async Task Not_more_than_two_batches_overlap()
    {
        var slow = new Handler("slow", _store) { Overlaps = true, Gate = new() };
        var quick = new Handler("quick", _store);
        await ScheduleAsync("slow", 5 * DueWorker.BatchSize);
        await ScheduleAsync("quick", 10 * DueWorker.BatchSize);
        var most = 0;
        quick.After = () =>
        {
            most = Math.Max(most, slow.Begun);
            if (quick.Done == 10 * DueWorker.BatchSize)
            {
                slow.Gate.SetResult();
            }
        };
        await Worker(slow, quick).DrainAsync(Token);
        most.ShouldBe(2);
        slow.Done.ShouldBe(5 * DueWorker.BatchSize);
    }

    [Fact]
    public async Task A_drain_ends_when_all_that_it_began_has_ended_also_when_it_fails()
    {
        var slow = new Handler("slow", _store) { Overlaps = true, Gate = new() };
        var broken = new Handler("broken", _store) { Error = new StoreUnavailableException() };
        await ScheduleAsync("slow", 1);
        await ScheduleAsync("broken", 1);
        var drain = Worker(slow, broken).DrainAsync(Token);
        drain.IsCompleted.ShouldBeFalse();
        slow.Gate.SetResult();
        await Should.ThrowAsync<StoreUnavailableException>(drain);
        slow.Done.ShouldBe(1);
    }

    [Fact]
    public async Task An_unavailable_store_beside_is_the_callers_to_hear_of()
    {
        await ScheduleAsync("slow", 1);
        await Should.ThrowAsync<StoreUnavailableException>(Worker(new Handler("slow", _store) { Overlaps = true, Error = new StoreUnavailableException() }).DrainAsync(Token));
    }

    public void Dispose() => _store.Dispose();

    private DueWorker Worker(params IDueHandler[] handlers) => new(_store, _clock, handlers, NullLogger<DueWorker>.Instance);

    private Task ScheduleAsync(string kind, int count) => _store.ExecuteAsync(async unit =>
    {
        for (var i = 0; i < count; i++)
        {
            await unit.Due.ScheduleAsync(new DueItem($"{kind}:{i}", kind, FlowHost.Start));
        }
    }, Token);

    private sealed class Handler(string kind, InMemoryStore store) : IDueHandler
    {
        public string Kind => kind;

        public bool Overlaps { get; init; }

        public TaskCompletionSource? Gate { get; init; }

        public Exception? Error { get; init; }

        public Action After { get; set; } = () => { };

        public int Begun { get; private set; }

        public int Done { get; private set; }

        public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
        {
            Begun++;
            if (Error is not null)
            {
                throw Error;
            }

            if (Gate is not null)
            {
                await Gate.Task;
            }

            await store.ExecuteAsync(async unit =>
            {
                foreach (var lease in leases)
                {
                    await unit.Due.CompleteAsync(lease);
                }
            }, cancellationToken);
            Done += leases.Count;
            After();
        }

        public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
