using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Automail.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Automail.Cli.Tests.Sqlite;

/// <summary>What happened before there were numbers of steps is counted once, as it would have been counted then.</summary>
public sealed class SqliteTallyUpgradeTests : IDisposable
{
    private const string Journey = "welcome";

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task An_older_file_gets_the_numbers_that_it_would_have_counted()
    {
        IReadOnlyList<StepTally> counted;
        await using (var store = await SqliteStore.OpenAsync(_folder.Database))
        {
            await store.ExecuteAsync(FillAsync, TestContext.Current.CancellationToken);
            counted = await OfAsync(store);
            (await store.ReadAsync(unit => unit.Tallies.SinceAsync(), TestContext.Current.CancellationToken)).ShouldBeNull();
        }

        await BecomeOlderAsync();

        await using var opened = await SqliteStore.OpenAsync(_folder.Database);
        var filled = await OfAsync(opened);
        filled.ShouldBe(counted.Where(tally => tally.Fact != StepFact.Passed));
        filled.Select(tally => tally.Fact).Distinct().ShouldBe([StepFact.Sent, StepFact.Skipped, StepFact.Failed, StepFact.InDoubt, StepFact.Clicked, StepFact.Left], ignoreOrder: true);
        (await opened.ReadAsync(unit => unit.Tallies.SinceAsync(), TestContext.Current.CancellationToken)).ShouldNotBeNull("who passed a step that is no mail is counted from now on");

        // A link that was followed before is not followed for the first time now.
        (await opened.ExecuteAsync(unit => unit.Ledger.MarkClickedAsync(Mail(0).Id, Now), TestContext.Current.CancellationToken)).ShouldBeFalse();
        (await opened.ExecuteAsync(unit => unit.Ledger.MarkClickedAsync(Mail(1).Id, Now), TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task FillAsync(IUnitOfWork unit)
    {
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
            var data = JsonSerializer.SerializeToElement(new { sendId = Mail(0).Id, url = "https://shop.example" });
            await unit.Events.TryAppendAsync(new BehaviorEvent("automail", $"click:{i}", EventTypes.LinkClicked, "ann", Now.AddHours(i), data), "ann");
            await unit.Events.TryAppendAsync(new BehaviorEvent("shop", $"no-click:{i}", EventTypes.LinkClicked, "ann", Now.AddHours(i), JsonSerializer.SerializeToElement(new { sendId = Mail(1).Id })), "ann");
        }

        var number = 0;
        await unit.Ledger.MarkClickedAsync(Mail(0).Id, Now);
        await unit.Tallies.AddAsync(new StepTallyKey(Journey, 1, "w1", StepFact.Passed));
        foreach (var (status, step, instance) in new[]
        {
            (EnrollmentStatus.Active, "w1", null), (EnrollmentStatus.Completed, "w1", null), (EnrollmentStatus.Exited, "w1", null), (EnrollmentStatus.Exited, "w1", null), (EnrollmentStatus.Failed, null, null),
            (EnrollmentStatus.Removed, "w1", "a workflow's instance"),
        })
        {
            var passage = new Enrollment
            {
                Id = Enrollment.MakeId(Journey, "ann", ++number), JourneyId = Journey, Version = 2, ContactId = "ann", EnteredAt = Now, StepId = step, Status = status, Instance = instance,
            };
            await unit.Enrollments.SaveAsync(passage);
            if (instance is null && status is EnrollmentStatus.Exited or EnrollmentStatus.Failed)
            {
                await unit.Tallies.AddAsync(new StepTallyKey(Journey, 2, step ?? "", StepFact.Left, $"{status}"));
            }
        }
    }

    private async Task BecomeOlderAsync()
    {
        await using var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=false");
        await other.ExecuteAsync("""
            ALTER TABLE sends DROP COLUMN clicked_at;
            ALTER TABLE sends DROP COLUMN decided_version;
            DROP TABLE step_tallies;
            PRAGMA user_version = 8;
            """);
    }

    private static Task<IReadOnlyList<StepTally>> OfAsync(SqliteStore store) => store.ReadAsync(unit => unit.Tallies.OfAsync(Journey));

    private static SendRecord Mail(int number)
    {
        var key = new SendKey(Journey, 1, Enrollment.MakeId(Journey, $"c{number}", 1), "m1", 0);
        return new SendRecord { Id = key.ToId(), Key = key, EnrollmentId = key.Instance, ContactId = $"c{number}", Template = "t", Purpose = "marketing", QueuedAt = Now, UpdatedAt = Now };
    }
}
