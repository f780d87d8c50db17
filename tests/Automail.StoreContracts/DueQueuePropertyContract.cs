using Automail.Engine;
using Automail.Engine.Scheduling;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

/// <summary>Random lives of a due queue, step by step beside a plain model.</summary>
public abstract class DueQueuePropertyContract : StoreContract
{
    private static readonly string[] Keys = ["a", "b", "B", "cart/1", "cart/10", "é"];
    private static readonly string[] Kinds = ["cart", "step", "send"];

    private enum Do
    {
        Schedule,
        Cancel,
        Claim,
        ClaimKinds,
        Complete,
        Retry,
        Advance,
        FailedUnit,
    }

    /// <summary>How many lives. Less for a slow store.</summary>
    protected virtual int Lives => 100;

    [Fact]
    public async Task A_due_queue_behaves_as_its_model()
    {
        var step = Gen.Select(Gen.Enum<Do>(), Gen.Int[0, 59], Gen.Int[0, 40], (what, which, amount) => (what, which, amount));
        var store = await NewStoreAsync();

        await step.List[1, 40].SampleAsync(life => LiveAsync(store, life), iter: Lives, threads: 1);
    }

    private static async Task LiveAsync(IAutomailStore store, List<(Do What, int Which, int Amount)> life)
    {
        var model = new DueQueueModel();
        var leases = new List<DueLease>();
        var now = Some.Time.ToUnixTimeMilliseconds();
        try
        {
            foreach (var step in life)
            {
                now += step.What == Do.Advance ? step.Amount : 0;
                if (step.What == Do.FailedUnit)
                {
                    await FailAsync(store, step.Which, now);
                }
                else
                {
                    await store.ExecuteAsync(u => StepAsync(u.Due, model, leases, now, step));
                }

                await CompareAsync(store, model, now);
            }
        }
        finally
        {
            await store.ExecuteAsync(async u =>
            {
                foreach (var key in Keys)
                {
                    await u.Due.CancelAsync(key);
                }
            });
        }
    }

    private static async Task StepAsync(IDueQueue queue, DueQueueModel model, List<DueLease> leases, long now, (Do What, int Which, int Amount) step)
    {
        var key = Keys[step.Which % Keys.Length];
        var due = now + step.Amount - 10;
        switch (step.What)
        {
            case Do.Schedule:
                var kind = Kinds[step.Which / Keys.Length % Kinds.Length];
                model.Schedule(key, kind, due);
                await queue.ScheduleAsync(new DueItem(key, kind, At(due)));
                break;
            case Do.Cancel:
                model.Cancel(key);
                await queue.CancelAsync(key);
                break;
            case Do.Claim or Do.ClaimKinds:
                string[]? kinds = step.What == Do.Claim ? null : [Kinds[step.Which % 3], Kinds[step.Which / 3 % 3]];
                var expected = model.Claim(now, step.Amount + 1, step.Which % 5, kinds);
                var got = await queue.ClaimAsync(At(now), TimeSpan.FromMilliseconds(step.Amount + 1), step.Which % 5, kinds);
                got.Select(l => (l.Item, l.Attempts)).ShouldBe(expected.Select(r => (new DueItem(r.Key, r.Kind, At(r.Due)), r.Attempts)));
                foreach (var (row, lease) in expected.Zip(got))
                {
                    leases.ShouldNotContain(old => old.Item.Key == lease.Item.Key && old.Token == lease.Token);
                    row.Holder = lease;
                    leases.Add(lease);
                }

                break;
            case Do.Complete when leases.Count > 0:
                var finished = leases[step.Which % leases.Count];
                (await queue.CompleteAsync(finished)).ShouldBe(model.Complete(finished));
                break;
            case Do.Retry when leases.Count > 0:
                var failed = leases[step.Which % leases.Count];
                (await queue.RetryAsync(failed, At(due), null)).ShouldBe(model.Retry(failed, due));
                break;
        }
    }

    private static async Task FailAsync(IAutomailStore store, int which, long now) => await Should.ThrowAsync<TimeoutException>(() => store.ExecuteAsync(async u =>
    {
        await u.Due.CancelAsync(Keys[which % Keys.Length]);
        foreach (var lease in await u.Due.ClaimAsync(At(now), TimeSpan.FromMinutes(1), which % 4))
        {
            await (which % 2 == 0 ? u.Due.CompleteAsync(lease) : u.Due.RetryAsync(lease, At(now + 5), null));
        }

        await u.Due.ScheduleAsync(new DueItem(Keys[which / 2 % Keys.Length], Kinds[which % 3], At(now - 1)));
        throw new TimeoutException();
    }));

    private static async Task CompareAsync(IAutomailStore store, DueQueueModel model, long now) => await store.ReadAsync(async u =>
    {
        var (waiting, due) = model.Count(now);
        (await u.Due.CountAsync(At(now))).ShouldBe(new DueCounts(waiting, due));
        (await u.Due.NextDueAsync()).ShouldBe(model.Next() is { } next ? At(next) : null);
        return true;
    });

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
