using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Tallies;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Storage;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Sequences.Tallies;

/// <summary>What is counted at steps, in the tables of a site.</summary>
[Collection(nameof(SharedSite))]
public sealed class StepTallyStoreTests(Site site)
{
    private const string Journey = "welcome";

    [Fact]
    public async Task What_was_appended_is_added_up_and_the_numbers_stay_the_same()
    {
        var store = await site.NewStoreAsync();
        for (var i = 0; i < 7; i++)
        {
            await store.ExecuteAsync(CountAsync);
        }

        var before = await OfAsync(store);
        (await FoldAsync(store, 10)).ShouldBe(10);
        (await OfAsync(store)).ShouldBe(before);
        (await FoldAsync(store, 10)).ShouldBe(4);
        (await FoldAsync(store, 10)).ShouldBe(0);

        before.ShouldBe([new StepTally(1, "w1", StepFact.Passed, "", 7), new StepTally(1, "w1", StepFact.Left, "Exited", 14)]);
        (await OfAsync(store)).ShouldBe(before);
        (await RowsAsync(StepTallyTable.Changes)).ShouldBe(0);
        (await RowsAsync(StepTallyTable.Sums)).ShouldBe(2);
    }

    [Fact]
    public async Task Nodes_that_count_and_add_up_at_once_lose_nothing_and_count_nothing_twice()
    {
        var store = await site.NewStoreAsync();
        IAutomailStore[] nodes = [store, await site.OpenStoreAsync(), await site.OpenStoreAsync()];

        await Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await InsistAsync(() => node.ExecuteAsync(CountAsync));
                await InsistAsync(() => FoldAsync(node, 5));
            }
        })));

        (await OfAsync(store)).ShouldBe([new StepTally(1, "w1", StepFact.Passed, "", 30), new StepTally(1, "w1", StepFact.Left, "Exited", 60)]);
        while (await FoldAsync(store, 100) > 0)
        {
        }

        (await OfAsync(store)).ShouldBe([new StepTally(1, "w1", StepFact.Passed, "", 30), new StepTally(1, "w1", StepFact.Left, "Exited", 60)]);
    }

    [Fact]
    public async Task The_background_task_adds_up()
    {
        var store = await site.NewStoreAsync();
        await store.ExecuteAsync(CountAsync);

        await site.RunBackgroundTaskAsync<TallyBackgroundTask>();

        (await RowsAsync(StepTallyTable.Changes)).ShouldBe(0);
        (await OfAsync(store)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_happened_before_the_upgrade_is_counted_once_as_it_would_have_been_counted_then()
    {
        var store = await site.NewStoreAsync();
        await store.ExecuteAsync(FillAsync);
        var counted = await OfAsync(store);
        await BecomeOlderAsync(store);

        await FillTablesAsync();

        var filled = await OfAsync(store);
        filled.ShouldBe(counted.Where(tally => tally.Fact != StepFact.Passed));
        filled.Select(tally => tally.Fact).Distinct().ShouldBe([StepFact.Sent, StepFact.Skipped, StepFact.Failed, StepFact.InDoubt, StepFact.Clicked, StepFact.Left], ignoreOrder: true);
        (await store.ReadAsync(unit => unit.Tallies.SinceAsync())).ShouldBe(SiteClock.Start);

        // The ledger knows the click, so that the next one is not the first; and a record that the upgrade wrote can be changed as any other.
        (await store.ExecuteAsync(unit => unit.Ledger.MarkClickedAsync(Mail(0).Id, SiteClock.Start))).ShouldBeFalse();
        (await store.ExecuteAsync(unit => unit.Ledger.MarkClickedAsync(Mail(1).Id, SiteClock.Start))).ShouldBeTrue();
        await store.ExecuteAsync(unit => unit.Ledger.UpdateAsync(Mail(0) with { State = SendState.Sent, Subject = "Hello" }));
        var mail = (await store.ReadAsync(unit => unit.Ledger.GetAsync([Mail(0).Id]))).Values.Single();
        (mail.Subject, mail.ClickedAt).ShouldBe(("Hello", SiteClock.Start));
    }

    [Fact]
    public async Task On_a_new_site_there_is_nothing_to_count()
    {
        var store = await site.NewStoreAsync();

        await FillTablesAsync();

        (await RowsAsync(StepTallyTable.Sums)).ShouldBe(0);
        (await store.ReadAsync(unit => unit.Tallies.SinceAsync())).ShouldBeNull();
    }

    private static async Task CountAsync(IUnitOfWork unit)
    {
        await unit.Tallies.AddAsync(new StepTallyKey(Journey, 1, "w1", StepFact.Passed));
        await unit.Tallies.AddAsync(new StepTallyKey(Journey, 1, "w1", StepFact.Left, "Exited"), 2);
    }

    private static Task<int> FoldAsync(IAutomailStore store, int max) => store.ExecuteAsync(unit => ((StepTallyStore)unit.Tallies).FoldAsync(max));

    private static Task<IReadOnlyList<StepTally>> OfAsync(IAutomailStore store) => store.ReadAsync(unit => unit.Tallies.OfAsync(Journey));

    private async Task<int> RowsAsync(string table)
        => await site.SqlAsync(async connection => int.Parse((await connection.RowsAsync($"select count(*) from \"{site.Database.TablePrefix}{(site.Database.TablePrefix is null ? "" : "_")}{table}\""))[0], System.Globalization.CultureInfo.InvariantCulture));

    private static async Task InsistAsync(Func<Task> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (StoreConflictException) when (attempt < 50)
            {
            }
        }
    }

    private static async Task FillAsync(IUnitOfWork unit)
    {
        await unit.Sequences.AddAsync(new StoredSequence(Journey, 1, "{}", SiteClock.Start));
        (SendState State, string? Reason)[] mails =
        [
            (SendState.Sent, null), (SendState.Sent, null), (SendState.Skipped, "no-consent"), (SendState.Skipped, "suppressed:hard-bounce"), (SendState.Skipped, "ann@example.com said so"),
            (SendState.Failed, "550 ann@example.com"), (SendState.InDoubt, "interrupted"), (SendState.Queued, null), (SendState.Sending, null),
        ];
        for (var i = 0; i < mails.Length; i++)
        {
            await unit.Ledger.TryAddAsync(Mail(i) with { State = mails[i].State, Reason = mails[i].Reason });
        }

        await unit.Ledger.TryAddAsync(Mail(99) with { EnrollmentId = "workflow:x/ann/1", State = SendState.Sent });
        for (var i = 0; i < 2; i++)
        {
            await unit.Events.TryAppendAsync(Click(Intake.OwnSource, i, 0), "ann");
            await unit.Events.TryAppendAsync(Click("shop", i, 1), "ann");
        }

        await unit.Ledger.MarkClickedAsync(Mail(0).Id, SiteClock.Start);
        await unit.Tallies.AddAsync(new StepTallyKey(Journey, 1, "w1", StepFact.Passed));
        var number = 0;
        foreach (var (journey, status, step) in new[]
        {
            (Journey, EnrollmentStatus.Active, "w1"), (Journey, EnrollmentStatus.Completed, "w1"), (Journey, EnrollmentStatus.Exited, "w1"), (Journey, EnrollmentStatus.Exited, "w1"),
            (Journey, EnrollmentStatus.Failed, null), ("workflow:x", EnrollmentStatus.Removed, null),
        })
        {
            await unit.Enrollments.SaveAsync(new Enrollment
            {
                Id = Enrollment.MakeId(journey, "ann", ++number), JourneyId = journey, Version = 2, ContactId = "ann", Number = number, EnteredAt = SiteClock.Start, StepId = step, Status = status,
            });
            if (journey == Journey && status is EnrollmentStatus.Exited or EnrollmentStatus.Failed)
            {
                await unit.Tallies.AddAsync(new StepTallyKey(Journey, 2, step ?? "", StepFact.Left, $"{status}"));
            }
        }
    }

    /// <summary>As a site of a version without counts has them: no numbers, and no click in the ledger.</summary>
    private async Task BecomeOlderAsync(IAutomailStore store)
    {
        await site.SqlAsync(async connection =>
        {
            var prefix = site.Database.TablePrefix is { } name ? name + "_" : "";
            foreach (var table in (string[])[StepTallyTable.Sums, StepTallyTable.Changes])
            {
                await connection.RowsAsync($"delete from \"{prefix}{table}\"");
            }

            var click = JsonSerializer.Serialize(SiteClock.Start);
            await connection.RowsAsync($"update \"{prefix}Automail_Document\" set \"Content\" = replace(\"Content\", '\"ClickedAt\":{click}', '\"ClickedAt\":null') where \"Type\" = 'Send'");
            return true;
        });
        var id = Mail(0).Id;
        (await store.ReadAsync(unit => unit.Ledger.GetAsync([id])))[id].ClickedAt.ShouldBeNull();
    }

    private Task<bool> FillTablesAsync() => site.WithAsync<IStore, bool>(async store =>
    {
        await using var connection = store.Configuration.ConnectionFactory.CreateConnection();
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await new StepTallyFill(store.Configuration, connection, transaction).RunAsync(SiteClock.Start);
        await transaction.CommitAsync();
        return true;
    });

    private static BehaviorEvent Click(string source, int hour, int mail)
        => new(source, $"click:{hour}", EventTypes.LinkClicked, "ann", SiteClock.Start.AddHours(hour), JsonSerializer.SerializeToElement(new { sendId = Mail(mail).Id }));

    private static SendRecord Mail(int number)
    {
        var key = new SendKey(Journey, 1, Enrollment.MakeId(Journey, $"c{number}", 1), "m1", 0);
        return new SendRecord { Id = key.ToId(), Key = key, EnrollmentId = key.Instance, ContactId = $"c{number}", Template = "t", Purpose = "marketing", QueuedAt = SiteClock.Start, UpdatedAt = SiteClock.Start };
    }
}
