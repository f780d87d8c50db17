using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

/// <summary>Who enters by dates and schedules, on a store: people are gone over in stretches, each in a transaction.</summary>
public abstract class TriggerContract : StoreContract
{
    private const int People = ContactSweeps.StretchSize + 30;
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly VirtualClock _clock = VirtualClock.StandingAt(Start);
    private IAutomailStore _store = null!;
    private SequenceCatalog _catalog = null!;
    private DueWorker _worker = null!;

    [Fact]
    public async Task A_schedule_lets_everybody_in_once_at_each_occurrence()
    {
        await BeginAsync();
        await _catalog.PublishAsync("""{ "id": "tc", "reentry": { "mode": "always" }, "trigger": { "schedule": { "cron": "0 9 * * *" } }, "steps": [ { "id": "t", "set": { "tags": { "add": ["seen"] } } } ] }""");

        await AdvanceAsync(1);
        await ShouldHaveEnteredAsync(1);
        await AdvanceAsync(24);
        await ShouldHaveEnteredAsync(2);

        await _store.ExecuteAsync(unit => SequenceCatalog.CloseAsync(unit, "tc"));
        (await _store.ReadAsync(unit => unit.Due.NextDueAsync())).ShouldBeNull();
    }

    [Fact]
    public async Task A_date_that_is_known_before_the_sequence_lets_everybody_in_who_has_it()
    {
        await BeginAsync();
        await _catalog.PublishAsync("""{ "id": "tc", "trigger": { "date": { "attribute": "renewal", "before": "P1D" } }, "steps": [ { "id": "w", "wait": "P1D" } ] }""");
        await AdvanceAsync(0);
        (await _store.ReadAsync(unit => unit.Due.CountAsync(Start))).ShouldBe(new DueCounts(People, 0));

        await AdvanceAsync(24 * 3);

        await ShouldHaveEnteredAsync(1);
    }

    private async Task BeginAsync()
    {
        _store = await NewStoreAsync();
        var site = new FixedSite(new SiteProfile { Name = "Shop", Url = "https://shop.example", From = new Engine.Delivery.Mailbox("shop@shop.example") });
        _catalog = new SequenceCatalog(_store, _clock, NullLogger<SequenceCatalog>.Instance, site);
        var runner = new SequenceRunner(_store, site, _catalog, new MailQueue(_clock), new Always(), _clock);
        _worker = new DueWorker(
            _store, _clock, [runner, new DateTriggers(_store, _catalog, runner, _clock), new ScheduleTriggers(_store, site, _catalog, _clock), new ContactSweeps(_store, _catalog, runner, new Always(), _clock)], NullLogger<DueWorker>.Instance);
        await _store.ExecuteAsync(async unit =>
        {
            foreach (var id in Ids)
            {
                await unit.Contacts.SaveAsync(Some.Contact(id) with { Email = $"{id}@example.org", Attributes = new Dictionary<string, System.Text.Json.JsonElement> { ["renewal"] = Some.Json("\"2026-06-04\"") } });
            }

            await unit.Contacts.SaveAsync(Some.Contact("visitor"));
        });
    }

    private static IEnumerable<string> Ids => Enumerable.Range(0, People).Select(i => $"p{i}");

    private async Task ShouldHaveEnteredAsync(int times)
    {
        var entered = await _store.ReadAsync(async unit =>
        {
            var counts = new List<int>();
            foreach (var id in Ids)
            {
                counts.Add((await unit.Enrollments.ForContactAsync(id)).Count);
            }

            return counts;
        });
        entered.ShouldAllBe(count => count == times);
        (await _store.ReadAsync(unit => unit.Enrollments.ForContactAsync("visitor"))).ShouldBeEmpty();
    }

    private async Task AdvanceAsync(double hours)
    {
        var until = _clock.GetUtcNow().AddHours(hours);
        while (await _store.ReadAsync(unit => unit.Due.NextDueAsync()) is { } next && next <= until)
        {
            _clock.AdvanceTo(next);
            await _worker.DrainAsync();
        }

        _clock.AdvanceTo(until);
    }

    private sealed class Always : IConditions
    {
        public ValueTask<bool> HoldsAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now) => ValueTask.FromResult(true);
    }
}
