using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.InMemory;
using Automail.Engine.Sequences;
using Automail.Engine.Simulation;
using Automail.Engine.Tests.Flow;
using NodaTime;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Simulation;

public sealed class SamplePeopleTests
{
    private const string Answered = """
        { "id": "s", "purpose": "marketing", "trigger": { "event": "user.registered" }, "steps": [
          { "id": "first", "send": "one" },
          { "id": "answer", "waitFor": "link.clicked", "timeout": "P2D", "then": [ { "id": "thanks", "send": "two" } ], "else": [ { "id": "again", "send": "three" } ] } ] }
        """;

    private static readonly DateTimeOffset From = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Until = From.AddDays(60);

    [Fact]
    public void The_same_seed_makes_the_same_people_and_another_one_others()
    {
        Text(1).ShouldBe(Text(1));
        Text(1).ShouldNotBe(Text(2));

        static string Text(int seed) => string.Join('\n', People(seed, Answered).Events().Select(one => $"{one.Time:O} {one.Id} {one.Subject} {one.Data.GetRawText()}"));
    }

    [Fact]
    public void They_do_what_visitors_of_a_shop_do_by_time_and_in_time()
    {
        var events = People(5, Answered).Events();

        events.ShouldBe(events.OrderBy(one => one.Time), ignoreOrder: false);
        events.ShouldAllBe(one => one.Time >= From && one.Time <= Until);
        events.Count(one => one.Type == EventTypes.UserRegistered).ShouldBe(200);
        foreach (var type in (string[])[EventTypes.CartUpdated, EventTypes.OrderPlaced, EventTypes.ProductViewed])
        {
            events.Count(one => one.Type == type).ShouldBeInRange(15, 150, type);
        }

        events.Select(one => (one.Source, one.Id)).ShouldBeUnique();
    }

    [Fact]
    public async Task What_the_sequence_listens_to_happens_to_them_and_some_answer_its_mail()
    {
        const string Quiz = """
            { "id": "s", "purpose": "marketing", "trigger": { "event": "quiz.finished" }, "exit": { "on": [ "quiz.taken-back" ] }, "steps": [
              { "id": "until", "waitUntil": { "attribute": "exam", "before": "P1D" } }, { "id": "luck", "send": "one" } ] }
            """;
        var (answered, _) = await RunAsync(3, Answered);
        var (quiz, _) = await RunAsync(3, Quiz);

        var tally = answered.Tally.Sequences["s"];
        tally.Entered.ShouldBe(200);
        tally.Steps[0].Sent.ShouldBe(200);
        tally.Steps[1].Sent.ShouldBeInRange(5, 60, "one in ten follows a link");
        tally.Steps[2].Sent.ShouldBeInRange(100, 195);
        answered.Tally.Reasons.Values.Sum().ShouldBeInRange(1, 20, "some unsubscribe");
        quiz.Tally.Sequences["s"].Entered.ShouldBeInRange(60, 140);
        quiz.Tally.Sequences["s"].Steps[0].Sent.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task The_same_seed_brings_the_same_mails_at_the_same_moments()
    {
        var (_, once) = await RunAsync(9, Answered);
        var (_, again) = await RunAsync(9, Answered);

        once.Count.ShouldBeGreaterThan(300);
        again.ShouldBe(once);
    }

    [Fact]
    public async Task Workflows_that_steps_would_start_are_counted()
    {
        const string Json = """{ "id": "s", "trigger": { "event": "user.registered" }, "steps": [ { "id": "x", "startWorkflow": "Call" } ] }""";

        var (run, _) = await RunAsync(3, Json);

        run.Tally.Workflows.ShouldBe(new Dictionary<string, int> { ["Call"] = 200 });
    }

    [Fact]
    public async Task Who_would_be_told_is_counted_and_counts_as_no_mail()
    {
        const string Json = """{ "id": "s", "trigger": { "event": "user.registered" }, "steps": [ { "id": "n", "notify": ["a@x.example", "b@x.example"], "subject": "{{ contact.email }}", "message": "m" }, { "id": "h", "webhook": "https://crm.example/hook" } ] }""";

        var (run, mails) = await RunAsync(3, Json);

        run.Tally.Notices.ShouldBe(new Dictionary<string, int> { ["a@x.example"] = 200, ["b@x.example"] = 200 });
        run.Tally.Webhooks.ShouldBe(new Dictionary<string, int> { ["https://crm.example/hook"] = 200 });
        (run.Tally.Sent, run.Tally.PerContact.Count, mails.Count).ShouldBe((0, 0, 0));
    }

    private static SamplePeople People(int seed, string json) => new(200, seed, From, Until, [SequenceReader.Read(json)]);

    private static async Task<(SimulationRun Run, List<string> Mails)> RunAsync(int seed, string json)
    {
        var people = People(seed, json);
        var listener = new Mails();
        using var store = new InMemoryStore(keepEvents: false);
        var run = new SimulationRun(new SimulationParts
        {
            Store = store,
            Site = new FixedSite(FlowHost.Profile),
            Zone = DateTimeZone.Utc,
            Liquid = new TinyLiquid(),
            From = From,
            Listener = listener,
            Response = people.Respond,
        });
        await run.AddAsync(json, TestContext.Current.CancellationToken);
        await run.RunAsync(people.Events(), Until, (one, e) => throw new InvalidOperationException(one.Id, e), _ => { }, TestContext.Current.CancellationToken);
        return (run, listener.List);
    }

    private sealed class Mails : ISimulationListener
    {
        public List<string> List { get; } = [];

        public void Mail(SendRecord record, string contact) => List.Add($"{record.UpdatedAt:O} {contact} {record.Key.Step} {record.State} {record.Reason}");

        public void Passage(Enrollment? before, Enrollment after)
        {
        }
    }
}
