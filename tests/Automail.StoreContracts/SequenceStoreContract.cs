using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract class SequenceStoreContract : StoreContract
{
    [Fact]
    public async Task A_version_comes_back_letter_by_letter()
    {
        var store = await NewStoreAsync();
        var stored = new StoredSequence("cart-recovery", 3, "{ \"id\" : \"cart-recovery\",\r\n\t\"name\":\"" + "Größe 日本 ' % 👩🏽‍🚀" + "\" }\n", Some.Time);

        await store.ExecuteAsync(u => u.Sequences.AddAsync(stored));

        (await store.ReadAsync(u => u.Sequences.GetAsync("cart-recovery", 3))).ShouldBeSame(stored);
        (await store.ReadAsync(u => u.Sequences.GetAsync("cart-recovery", 2))).ShouldBeNull();
        (await store.ReadAsync(u => u.Sequences.GetAsync("Cart-Recovery", 3))).ShouldBeNull();
    }

    [Fact]
    public async Task A_version_never_changes()
    {
        var store = await NewStoreAsync();
        var first = new StoredSequence("s", 1, "{}", Some.Time);
        await store.ExecuteAsync(u => u.Sequences.AddAsync(first));

        await Should.ThrowAsync<InvalidOperationException>(() => store.ExecuteAsync(u => u.Sequences.AddAsync(first with { Json = "{\"a\":1}" })));

        (await store.ReadAsync(u => u.Sequences.GetAsync("s", 1))).ShouldBeSame(first);
    }

    [Fact]
    public async Task The_latest_is_the_highest_version_of_each_by_id()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            foreach (var (id, version) in new[] { ("b", 2), ("a", 9), ("b", 10), ("a", 1), ("B", 1) })
            {
                await u.Sequences.AddAsync(new StoredSequence(id, version, $"{{\"v\":{version}}}", Some.After(version)));
            }
        });

        var latest = await store.ReadAsync(u => u.Sequences.LatestAsync());

        latest.Select(s => (s.SequenceId, s.Version, s.Json)).ShouldBe([("B", 1, "{\"v\":1}"), ("a", 9, "{\"v\":9}"), ("b", 10, "{\"v\":10}")]);
        (await store.ReadAsync(u => u.Sequences.GetAsync("b", 2)))!.Json.ShouldBe("{\"v\":2}");
    }

    [Fact]
    public async Task The_latest_version_can_be_closed_and_opened()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Sequences.AddAsync(new StoredSequence("s", 1, "{}", Some.Time));
            await u.Sequences.AddAsync(new StoredSequence("s", 2, "{}", Some.Time));
            await u.Sequences.AddAsync(new StoredSequence("other", 1, "{}", Some.Time));
        });

        (await store.ExecuteAsync(u => u.Sequences.SetAdmitsAsync("s", false))).ShouldBeTrue();
        var closed = await store.ReadAsync(u => u.Sequences.LatestAsync());
        var old = await store.ReadAsync(u => u.Sequences.GetAsync("s", 1));
        await store.ExecuteAsync(u => u.Sequences.SetAdmitsAsync("s", true));
        var open = await store.ReadAsync(u => u.Sequences.LatestAsync());

        closed.Select(s => (s.SequenceId, s.Version, s.Admits)).ShouldBe([("other", 1, true), ("s", 2, false)]);
        old!.Admits.ShouldBeTrue("a version before it is not touched");
        open.ShouldAllBe(s => s.Admits);
        (await store.ReadAsync(u => u.Sequences.GetAsync("s", 2))).ShouldBeSame(new StoredSequence("s", 2, "{}", Some.Time));
    }

    [Fact]
    public async Task A_new_version_says_itself_whether_it_is_open_and_an_unknown_sequence_is_not_closed()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Sequences.AddAsync(new StoredSequence("s", 1, "{}", Some.Time) { Admits = false });
            (await u.Sequences.LatestAsync()).ShouldHaveSingleItem().Admits.ShouldBeFalse();
            await u.Sequences.AddAsync(new StoredSequence("s", 2, "{}", Some.Time));
        });

        (await store.ReadAsync(u => u.Sequences.LatestAsync())).ShouldHaveSingleItem().Admits.ShouldBeTrue();
        (await store.ExecuteAsync(u => u.Sequences.SetAdmitsAsync("S", false))).ShouldBeFalse();
    }

    [Fact]
    public async Task The_stamp_rises_with_each_change_that_was_committed_and_with_nothing_else()
    {
        var store = await NewStoreAsync();
        async Task<long> StampAsync() => (await store.ReadAsync(u => u.Sequences.StampAsync())).ShouldNotBeNull();
        var stamps = new List<long> { await StampAsync() };

        await store.ExecuteAsync(async u =>
        {
            await u.Sequences.AddAsync(new StoredSequence("s", 1, "{}", Some.Time));
            (await u.Sequences.StampAsync()).ShouldBeNull("what this unit wrote may be undone");
        });
        stamps.Add(await StampAsync());
        await store.ExecuteAsync(u => u.Sequences.AddAsync(new StoredSequence("other", 1, "{}", Some.Time)));
        stamps.Add(await StampAsync());
        await store.ExecuteAsync(async u =>
        {
            await u.Sequences.SetAdmitsAsync("s", false);
            (await u.Sequences.StampAsync()).ShouldBeNull();
        });
        stamps.Add(await StampAsync());
        await store.ExecuteAsync(u => u.Sequences.SetAdmitsAsync("s", true));
        stamps.Add(await StampAsync());
        await store.ExecuteAsync(u => u.Sequences.AddAsync(new StoredSequence("s", 2, "{}", Some.Time)));
        stamps.Add(await StampAsync());

        stamps.ShouldBeInOrder();
        stamps.ShouldBeUnique();
        await store.ExecuteAsync(async u =>
        {
            (await u.Sequences.SetAdmitsAsync("unknown", false)).ShouldBeFalse();
            (await u.Sequences.StampAsync()).ShouldBe(stamps[^1]);
            await u.Due.ScheduleAsync(new DueItem("k", "step", Some.Time));
        });
        (await StampAsync()).ShouldBe(stamps[^1]);
    }

    [Fact]
    public async Task What_one_process_publishes_and_closes_another_knows_in_its_next_unit()
    {
        var store = await NewStoreAsync();
        var (here, there) = (NewCatalog(store), NewCatalog(store));
        await there.LoadAsync(TestContext.Current.CancellationToken);

        await here.PublishAsync(Definition("PT1H"), TestContext.Current.CancellationToken);
        await store.ExecuteAsync(u => there.RefreshAsync(u).AsTask());
        (there.Admits("s"), there.Current["s"].Version).ShouldBe((true, 1));

        await here.PublishAsync(Definition("PT2H"), TestContext.Current.CancellationToken);
        there.Current["s"].Version.ShouldBe(1, "nothing was asked yet");
        await store.ReadAsync(async u =>
        {
            await there.RefreshAsync(u);
            return true;
        });
        there.Current["s"].Version.ShouldBe(2);

        await store.ExecuteAsync(u => SequenceCatalog.CloseAsync(u, "s"));
        await there.RefreshAsync(TestContext.Current.CancellationToken);
        (there.Admits("s"), there.Current["s"].Version).ShouldBe((false, 2));
    }

    [Fact]
    public async Task What_was_published_and_undone_counts_for_nobody_and_its_version_can_come_again_with_other_words()
    {
        var store = await NewStoreAsync();
        var catalog = NewCatalog(store);
        await Should.ThrowAsync<OperationCanceledException>(() => store.ExecuteAsync(async u =>
        {
            await catalog.AddAsync(u, [Definition("PT1H")]);
            await catalog.RefreshAsync(u);
            catalog.Current.ShouldBeEmpty();
            throw new OperationCanceledException();
        }));

        await catalog.RefreshAsync(TestContext.Current.CancellationToken);
        catalog.Current.ShouldBeEmpty();
        await store.ExecuteAsync(u => catalog.AddAsync(u, [Definition("PT9H")]));
        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        var plan = catalog.Current["s"];
        (plan.Version, ((WaitStep)plan.Definition.Steps[0]).Duration.Text).ShouldBe((1, "PT9H"));
    }

    [Fact]
    public async Task Moves_of_people_come_back_and_the_latest_of_a_sequence_is_found()
    {
        var store = await NewStoreAsync();
        var plan = new MigrationPlan("s", 4, [new VersionAnswer(3, PeopleAnswer.Move) { Steps = new Dictionary<string, string?> { ["w1"] = "w2", ["m1"] = null }, OffersAdded = true }, new VersionAnswer(1, PeopleAnswer.Exit)]);
        SequenceMigration Migration(string sequence, int number) => new()
        {
            Id = SequenceMigration.MakeId(sequence, number),
            Number = number,
            Plan = plan with { SequenceId = sequence },
            By = Some.Text,
            StartedAt = Some.Time,
            People = 7,
        };
        await store.ExecuteAsync(async u =>
        {
            foreach (var (sequence, number) in new[] { ("s", 2), ("s", 10), ("s", 9), ("S", 11) })
            {
                await u.Sequences.SaveMigrationAsync(Migration(sequence, number));
            }

            (await u.Sequences.LatestMigrationAsync("s")).ShouldNotBeNull().Number.ShouldBe(10, "a unit sees its own writes");
        });
        var ended = Migration("s", 10) with { State = MigrationState.Failed, EndedAt = Some.After(1), Error = Some.Text, Moved = 1, Exited = 2, Continued = 3, LeftAlone = 4, Group = 5, After = "x" };

        await store.ExecuteAsync(u => u.Sequences.SaveMigrationAsync(ended));

        (await store.ReadAsync(u => u.Sequences.LatestMigrationAsync("s"))).ShouldBeSame(ended);
        (await store.ReadAsync(u => u.Sequences.FindMigrationAsync("s/2"))).ShouldBeSame(Migration("s", 2));
        (await store.ReadAsync(u => u.Sequences.FindMigrationAsync("s/1"))).ShouldBeNull();
        (await store.ReadAsync(u => u.Sequences.LatestMigrationAsync("other"))).ShouldBeNull();
    }

    private static SequenceCatalog NewCatalog(IAutomailStore store) => new(store, TimeProvider.System, NullLogger<SequenceCatalog>.Instance);

    private static string Definition(string wait) => $$"""{ "id": "s", "trigger": { "manual": true }, "steps": [{ "id": "w", "wait": "{{wait}}" }] }""";

    [Fact]
    public async Task A_store_without_sequences_says_so()
    {
        var store = await NewStoreAsync();

        (await store.ReadAsync(u => u.Sequences.LatestAsync())).ShouldBeEmpty();
    }
}
