using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract class UnitOfWorkContract : StoreContract
{
    [Fact]
    public async Task What_a_unit_wrote_in_every_store_is_there_afterwards()
    {
        var store = await NewStoreAsync();

        var seen = await store.ExecuteAsync(async u =>
        {
            await WriteEverywhereAsync(u);
            return await LookEverywhereAsync(u);
        });

        seen.ShouldBe("contact identity event cart consent suppression sequence enrollment due mail", "a unit reads its own writes");
        (await store.ReadAsync(LookEverywhereAsync)).ShouldBe(seen);
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_unit_that_failed()
    {
        var store = await NewStoreAsync();

        var error = await Should.ThrowAsync<TimeoutException>(() => store.ExecuteAsync(async u =>
        {
            await WriteEverywhereAsync(u);
            throw new TimeoutException("it took too long");
        }));

        error.Message.ShouldBe("it took too long");
        (await store.ReadAsync(LookEverywhereAsync)).ShouldBe("");
        await store.ExecuteAsync(WriteEverywhereAsync);
        (await store.ReadAsync(LookEverywhereAsync)).ShouldNotBe("");
    }

    [Fact]
    public async Task A_unit_that_failed_leaves_what_was_there_as_it_was()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(WriteEverywhereAsync);
        var before = await store.ReadAsync(DescribeAsync);

        await Should.ThrowAsync<TimeoutException>(() => store.ExecuteAsync(async u =>
        {
            await u.Contacts.RemoveAsync("ann");
            await u.Contacts.SaveAsync(Some.Contact("bob") with { Email = "ann@example.com" });
            await u.Events.TryAppendAsync(Some.Event("2", "order.placed", Some.After(9)), "ann");
            await u.Events.ReassignAsync("ann", "bob");
            await u.Carts.SaveAsync(Some.Cart("k", "bob"));
            await u.Carts.RemoveAsync("k");
            await u.Consents.AddAsync(Some.Consent("ann", ConsentStatus.Withdrawn, Some.After(9)));
            await u.Consents.ReassignAsync("ann", "bob");
            await u.Suppressions.RemoveAsync("hash");
            await u.Enrollments.SaveAsync(Some.Enrollment("j", "ann") with { Status = EnrollmentStatus.Exited });
            await u.Enrollments.ReassignAsync("ann", "bob");
            await u.Ledger.UpdateAsync(Some.Send("m", "ann", SendState.Sent, Some.After(9)));
            await u.Ledger.ReassignAsync("ann", "bob");
            await u.Due.ClaimAsync(Some.After(9), TimeSpan.FromHours(1), 10);
            await u.Due.CancelAsync("d");
            throw new TimeoutException();
        }));

        (await store.ReadAsync(DescribeAsync)).ShouldBe(before);
    }

    [Fact]
    public async Task The_result_of_a_unit_is_handed_out()
    {
        var store = await NewStoreAsync();

        (await store.ExecuteAsync(_ => Task.FromResult("written"))).ShouldBe("written");
        (await store.ReadAsync(_ => Task.FromResult("read"))).ShouldBe("read");
    }

    [Fact]
    public async Task What_a_query_writes_is_refused_or_lost()
    {
        var store = await NewStoreAsync();

        await Record.ExceptionAsync(() => store.ReadAsync(async u =>
        {
            await WriteEverywhereAsync(u);
            return true;
        }));

        (await store.ReadAsync(LookEverywhereAsync)).ShouldBe("");
        await store.ExecuteAsync(WriteEverywhereAsync);
        (await store.ReadAsync(LookEverywhereAsync)).ShouldNotBe("");
    }

    [Fact]
    public async Task A_query_that_fails_says_why_and_the_next_one_works()
    {
        var store = await NewStoreAsync();

        await Should.ThrowAsync<TimeoutException>(() => store.ReadAsync<bool>(_ => throw new TimeoutException()));
        await Should.ThrowAsync<TimeoutException>(() => store.ReadAsync<bool>(async u =>
        {
            await u.Contacts.GetAsync("ann");
            throw new TimeoutException();
        }));

        (await store.ReadAsync(u => u.Contacts.GetAsync("ann"))).ShouldBeNull();
    }

    [Fact]
    public async Task Changes_made_at_once_are_never_lost()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Some.Contact("ann")));

        await AtOnceAsync(4, async _ =>
        {
            for (var i = 0; i < 10; i++)
            {
                await InsistAsync(store, async u =>
                {
                    var ann = await u.Contacts.GetAsync("ann");
                    await Task.Yield();
                    await u.Contacts.SaveAsync(ann! with { OrderCount = ann.OrderCount + 1 });
                    return true;
                });
            }

            return true;
        });

        (await store.ReadAsync(u => u.Contacts.GetAsync("ann")))!.OrderCount.ShouldBe(40);
    }

    [Fact]
    public async Task A_query_never_sees_half_of_a_unit()
    {
        var store = await NewStoreAsync();
        async Task SaveBothAsync(IUnitOfWork unit, int count)
        {
            await unit.Contacts.SaveAsync(Some.Contact("ann") with { OrderCount = count });
            await Task.Yield();
            await unit.Contacts.SaveAsync(Some.Contact("bob") with { OrderCount = count });
        }

        await store.ExecuteAsync(u => SaveBothAsync(u, 0));

        var seen = await AtOnceAsync(3, async worker =>
        {
            var odd = new List<(int, int)>();
            for (var i = 1; i <= 20; i++)
            {
                if (worker == 0)
                {
                    await InsistAsync(store, async u =>
                    {
                        await SaveBothAsync(u, i);
                        return true;
                    });
                    continue;
                }

                var counts = await store.ReadAsync(async u =>
                {
                    var ann = await u.Contacts.GetAsync("ann");
                    await Task.Yield();
                    return (ann!.OrderCount, (await u.Contacts.GetAsync("bob"))!.OrderCount);
                });
                if (counts.Item1 != counts.Item2)
                {
                    odd.Add(counts);
                }
            }

            return odd;
        });

        seen.SelectMany(s => s).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_unit_asked_for_too_late_does_not_begin()
    {
        var store = await NewStoreAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => store.ExecuteAsync(u => WriteEverywhereAsync(u), cancelled.Token));

        (await store.ReadAsync(LookEverywhereAsync)).ShouldBe("");
    }

    private static async Task WriteEverywhereAsync(IUnitOfWork u)
    {
        await u.Contacts.SaveAsync(Some.Contact("ann") with { Email = "ann@example.com" });
        await u.Events.TryAppendAsync(Some.Event("1", "order.placed"), "ann");
        await u.Carts.SaveAsync(Some.Cart("k", "ann"));
        await u.Consents.AddAsync(Some.Consent("ann", ConsentStatus.Granted));
        await u.Suppressions.TryAddAsync(new Suppression("hash", SuppressionReason.Manual, Some.Time, "x"));
        await u.Sequences.AddAsync(new StoredSequence("s", 1, "{}", Some.Time));
        await u.Enrollments.SaveAsync(Some.Enrollment("j", "ann"));
        await u.Due.ScheduleAsync(new DueItem("d", "step", Some.Time));
        await u.Ledger.TryAddAsync(Some.Send("m", "ann"));
    }

    private static async Task<string> LookEverywhereAsync(IUnitOfWork u)
    {
        (string Name, bool There)[] found =
        [
            ("contact", await u.Contacts.GetAsync("ann") is not null),
            ("identity", await u.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, "ann@example.com")) is not null),
            ("event", await u.Events.AnySinceAsync("ann", ["order.placed"], Some.Time)),
            ("cart", (await u.Carts.ForContactAsync("ann")).Count > 0 && await u.Carts.GetAsync("k") is not null),
            ("consent", (await u.Consents.CurrentAsync(["ann"], Purposes.Marketing)).Count > 0),
            ("suppression", (await u.Suppressions.FindAsync(["hash"])).Count > 0),
            ("sequence", await u.Sequences.GetAsync("s", 1) is not null && (await u.Sequences.LatestAsync()).Count > 0),
            ("enrollment", (await u.Enrollments.ActiveAsync("ann")).Count > 0 && await u.Enrollments.LatestAsync("j", "ann") is not null),
            ("due", await u.Due.NextDueAsync() is not null && (await u.Due.CountAsync(Some.Time)).Due > 0),
            ("mail", (await u.Ledger.GetAsync(["m"])).Count > 0 && (await u.Ledger.CountByStateAsync()).Count > 0),
        ];
        return string.Join(' ', found.Where(f => f.There).Select(f => f.Name));
    }

    private static async Task<string> DescribeAsync(IUnitOfWork u) => string.Join('\n', (string[])
    [
        await LookEverywhereAsync(u),
        $"{(await u.Contacts.SearchAsync(null, 0, 10)).Total} {(await u.Contacts.GetAsync("ann"))?.Email}",
        $"{(await u.Events.ForContactAsync("ann", 0, 10)).Total} {(await u.Events.ForContactAsync("bob", 0, 10)).Total}",
        $"{await u.Events.AnySinceAsync("ann", ["order.placed"], Some.After(9))}",
        $"{(await u.Carts.GetAsync("k"))?.ContactId}",
        $"{string.Join(',', (await u.Consents.HistoryAsync("ann")).Select(c => c.Status))} {(await u.Consents.HistoryAsync("bob")).Count}",
        $"{(await u.Suppressions.FindAsync(["hash"])).Count}",
        $"{(await u.Enrollments.LatestAsync("j", "ann"))?.Status} {(await u.Enrollments.ForContactAsync("bob")).Count}",
        $"{(await u.Ledger.GetAsync(["m"])).Values.SingleOrDefault()?.State} {(await u.Ledger.SearchAsync(new SendQuery(ContactId: "bob"), 0, 10)).Total}",
        $"{string.Join(',', (await u.Ledger.CountByStateAsync()).Where(c => c.Value > 0))}",
        $"{await u.Due.NextDueAsync():O} {await u.Due.CountAsync(Some.Time)}",
    ]);
}
