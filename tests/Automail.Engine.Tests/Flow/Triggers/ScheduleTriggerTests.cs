using System.Globalization;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.InMemory;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow.Triggers;

public sealed class ScheduleTriggerTests
{
    private const string Ann = "ann@example.org";
    private const string Bob = "bob@example.org";

    private readonly FlowHost _host = new(FlowHost.Profile with { TimeZone = "Europe/Amsterdam" });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_each_occurrence_everybody_enters_for_whom_the_condition_holds()
    {
        await _host.RegisterAsync(Ann);
        await _host.RegisterAsync(Bob);
        await _host.HappenAsync("visitor-1", "product.viewed", new { sku = "a" });
        await _host.OrderAsync(Ann);
        await PublishAsync("""{"cron":"0 9 * * mon"}""", """ "reentry":{"mode":"always"}, """, "contact.orderCount > 0");

        await _host.AdvanceAsync(TimeSpan.FromDays(7));
        await _host.OrderAsync(Bob);
        await _host.OrderAsync("visitor-1");
        await _host.AdvanceAsync(TimeSpan.FromDays(7));

        // Published on a Monday at ten by the site's clock.
        (await _host.EnrollmentsAsync(Ann)).Select(one => one.EnteredAt).ShouldBe([At("2026-06-15T07:00:00Z"), At("2026-06-08T07:00:00Z")]);
        (await _host.EnrollmentsAsync(Bob)).Select(one => one.EnteredAt).ShouldBe([At("2026-06-15T07:00:00Z")]);
        (await _host.EnrollmentsAsync("visitor-1")).ShouldBeEmpty("nobody knows an address");
        var entered = (await _host.EnrollmentsAsync(Bob))[0];
        (entered.EnteredBy!.Type, entered.EnteredBy.Data.GetProperty("cron").GetString()).ShouldBe(("trigger.schedule", "0 9 * * mon"));
        TraceLog.Read(entered.Trace).Select(entry => (entry.Kind, entry.Note)).Take(2).ShouldBe([(TraceKind.Condition, "trigger.if"), (TraceKind.Entered, "the schedule '0 9 * * mon'")]);
    }

    [Fact]
    public async Task Reentry_counts()
    {
        await _host.RegisterAsync(Ann);
        await PublishAsync("""{"cron":"0 9 * * *","zone":"UTC"}""");

        await _host.AdvanceAsync(TimeSpan.FromDays(7));

        (await _host.EnrollmentsAsync(Ann)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "2026-06-05T09:30:00Z", 1)]
    [InlineData("", "2026-06-06T08:59:00Z", 1)]
    [InlineData(""" "overdue":{"after":"PT2H"}, """, "2026-06-05T12:00:00Z", 0)]
    [InlineData(""" "overdue":{"after":"PT2H","then":"send"}, """, "2026-06-05T12:00:00Z", 1)]
    public async Task Of_the_occurrences_that_nothing_ran_at_one_counts_while_it_is_younger_than_the_limit(string overdue, string now, int runs)
    {
        await _host.RegisterAsync(Ann);
        await PublishAsync("""{"cron":"0 9 * * *","zone":"UTC"}""", """ "reentry":{"mode":"always"}, """ + overdue);

        _host.Clock.AdvanceTo(At(now));
        await _host.AdvanceAsync(TimeSpan.Zero);

        (await _host.EnrollmentsAsync(Ann)).Count.ShouldBe(runs);
        (await NextAsync()).ShouldBe(At("2026-06-06T09:00:00Z"));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_second_run()
    {
        var time = new MovableTime(At("2026-06-01T08:00:00Z"));
        var host = new FlowHost(clock: time);
        await host.RegisterAsync(Ann);
        await host.PublishAsync("""{"id":"s","reentry":{"mode":"always"},"trigger":{"schedule":{"cron":"0 9 * * *"}},"steps":[{"id":"m","send":"m"}]}""");

        foreach (var now in new[] { "2026-06-01T09:00:00Z", "2026-06-01T08:30:00Z", "2026-06-01T09:00:00Z", "2026-06-01T22:00:00Z" })
        {
            time.Now = At(now);
            await host.Pipeline.Worker.DrainAsync(Token);
        }

        (await host.EnrollmentsAsync(Ann)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Closing_or_another_trigger_ends_it_and_opening_begins_anew()
    {
        await _host.RegisterAsync(Ann);
        const string Daily = """{"cron":"0 9 * * *","zone":"UTC"}""";
        await PublishAsync(Daily, """ "reentry":{"mode":"always"}, """);
        await _host.Store.ExecuteAsync(unit => SequenceCatalog.CloseAsync(unit, "s"), Token);
        await _host.Pipeline.Sequences.LoadAsync(Token);
        (await NextAsync()).ShouldBeNull();

        await PublishAsync(Daily, """ "reentry":{"mode":"always"}, """);
        (await NextAsync()).ShouldBe(At("2026-06-01T09:00:00Z"));
        await PublishAsync("""{"cron":"0 10 * * *","zone":"UTC"}""");
        (await NextAsync()).ShouldBe(At("2026-06-01T10:00:00Z"));
        await _host.PublishAsync("""{"id":"s","trigger":{"manual":true},"steps":[{"id":"m","send":"m"}]}""");
        (await NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task To_publish_the_same_again_does_not_lose_an_occurrence_that_nothing_ran_at()
    {
        await _host.RegisterAsync(Ann);
        await PublishAsync("""{"cron":"0 9 * * *","zone":"UTC"}""");
        _host.Clock.AdvanceTo(At("2026-06-01T09:30:00Z"));
        await PublishAsync("""{"cron":"0 9 * * *","zone":"UTC"}""");
        await PublishAsync("""{"cron":"0 9 * * *","zone":"UTC"}""", """ "name":"Another", """);

        await _host.AdvanceAsync(TimeSpan.Zero);

        (await _host.EnrollmentsAsync(Ann)).Count.ShouldBe(1);
    }

    /// <summary>A run is cut off in its middle and goes on where it was: everybody once, in transactions of a bounded size.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_run_that_a_crash_cuts_off_goes_on_where_it_was(int crashAt)
    {
        using var memory = new InMemoryStore();
        var store = new CrashingStore(memory);
        var host = new FlowHost(store: store);
        await memory.ExecuteAsync(async unit =>
        {
            for (var i = 0; i < 450; i++)
            {
                await unit.Contacts.SaveAsync(new Contact { Id = $"c{i:000}", Email = $"p{i}@example.org", CreatedAt = FlowHost.Start, UpdatedAt = FlowHost.Start });
            }
        }, Token);
        await host.PublishAsync("""{"id":"s","reentry":{"mode":"always"},"trigger":{"schedule":{"cron":"0 9 * * *"}},"steps":[{"id":"t","set":{"tags":{"add":["seen"]}}}]}""");
        host.Clock.AdvanceTo(At("2026-06-01T09:00:00Z"));
        store.CrashAtStretch = crashAt;

        await Should.ThrowAsync<OperationCanceledException>(() => host.Pipeline.Worker.DrainAsync(Token));
        host.Clock.AdvanceTo(host.Clock.GetUtcNow() + DueWorker.Lease);
        await host.Pipeline.Worker.DrainAsync(Token);

        var counts = await memory.ReadAsync(async unit =>
        {
            var entries = new List<int>();
            for (var i = 0; i < 450; i++)
            {
                entries.Add((await unit.Enrollments.ForContactAsync($"c{i:000}")).Count);
            }

            return entries;
        }, Token);
        counts.ShouldAllBe(count => count == 1);
        store.MostSaved.ShouldBeLessThanOrEqualTo(ContactSweeps.StretchSize);
    }

    [Fact]
    public async Task A_contact_that_fails_does_not_hold_up_the_others()
    {
        await _host.HappenAsync(Ann, "user.registered", new { email = Ann, attributes = new { level = "many" } });
        await _host.HappenAsync(Bob, "user.registered", new { email = Bob, attributes = new { level = 5 } });
        await PublishAsync("""{"cron":"0 9 * * *","zone":"UTC"}""", condition: "contact.attributes.level > 1");

        await _host.AdvanceAsync(TimeSpan.FromHours(20));

        (await _host.EnrollmentsAsync(Bob)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
    }

    private Task PublishAsync(string schedule, string settings = "", string? condition = null)
        => _host.PublishAsync($$"""{"id":"s",{{settings}}"trigger":{"schedule":{{schedule}}{{(condition is null ? "" : $",\"if\":\"{condition}\"")}}},"steps":[{"id":"m","send":"m"}]}""");

    private Task<DateTimeOffset?> NextAsync() => _host.Store.ReadAsync(unit => unit.Due.NextDueAsync(), Token);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A store whose process dies after the work of a stretch and before its commit.</summary>
    private sealed class CrashingStore(IAutomailStore inner) : IAutomailStore
    {
        private int _stretches;

        public int CrashAtStretch { get; set; }

        public int MostSaved { get; private set; }

        public Task<T> ExecuteAsync<T>(Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken = default)
            => inner.ExecuteAsync(async unit =>
            {
                var before = await EnteredAsync(unit);
                var result = await work(unit);
                var saved = await EnteredAsync(unit) - before;
                MostSaved = Math.Max(MostSaved, saved);
                return saved > 0 && ++_stretches == CrashAtStretch ? throw new OperationCanceledException() : result;
            }, cancellationToken);

        public Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query, CancellationToken cancellationToken = default) => inner.ReadAsync(query, cancellationToken);

        private static async Task<int> EnteredAsync(IUnitOfWork unit)
            => (await unit.Contacts.StretchAsync(null, 1_000)).Contacts.Count(contact => contact.Tags.Count > 0);
    }
}
