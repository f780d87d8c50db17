using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Automail.Engine.Tests.Sequences;
using Automail.Engine.Tracking;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>What is counted at the steps of sequences.</summary>
public sealed class StepTallyTests
{
    private const string Ann = "ann@example.org";
    private const string Bob = "bob@example.org";

    private readonly FlowHost _host = new();

    [Fact]
    public async Task Mails_are_counted_by_what_became_of_them_and_waits_by_who_went_on()
    {
        await PublishAsync("""{"id":"w","wait":"PT1H"},{"id":"m","send":"a"}""");
        await _host.RegisterAsync(Ann);
        await _host.RegisterAsync(Bob, consent: false);
        (await OfAsync()).ShouldBeEmpty("both wait");

        await _host.AdvanceAsync(TimeSpan.FromHours(2));

        (await OfAsync()).ShouldBe(
        [
            new StepTally(1, "m", StepFact.Sent, "", 1), new StepTally(1, "m", StepFact.Skipped, GateReasons.NoConsent, 1), new StepTally(1, "w", StepFact.Passed, StepWay.Only, 2),
        ]);
    }

    [Fact]
    public async Task A_mail_that_is_tried_again_counts_once_and_one_that_was_refused_counts_as_failed()
    {
        await PublishAsync("""{"id":"m","send":"a"}""");
        var tries = 0;
        _host.Answer = mail => mail.To.Address == Bob ? new DeliveryResult(DeliveryOutcome.Permanent, "550 no bob@example.org") : ++tries < 3 ? new DeliveryResult(DeliveryOutcome.Transient, "450") : DeliveryResult.Accepted;
        await _host.RegisterAsync(Ann);
        await _host.RegisterAsync(Bob);

        await _host.AdvanceAsync(TimeSpan.FromDays(1));

        tries.ShouldBe(3);
        (await OfAsync()).ShouldBe([new StepTally(1, "m", StepFact.Sent, "", 1), new StepTally(1, "m", StepFact.Failed, "", 1)]);
    }

    [Fact]
    public async Task The_first_click_of_each_mail_counts()
    {
        await PublishAsync("""{"id":"m","send":"a"}""");
        await _host.RegisterAsync(Ann);
        await _host.RegisterAsync(Bob);
        await _host.AdvanceAsync(TimeSpan.FromHours(1));
        var mails = await _host.LedgerAsync();
        string Link(int mail, string url) => _host.Tokens.Protect(new TokenContent(TokenKind.Click, mails[mail].Id, url));

        await _host.Pipeline.Responses.ClickAsync(Link(0, "https://shop.example/a"), TestContext.Current.CancellationToken);
        await _host.AdvanceAsync(TimeSpan.FromHours(1));
        await _host.Pipeline.Responses.ClickAsync(Link(0, "https://shop.example/a"), TestContext.Current.CancellationToken);
        await _host.Pipeline.Responses.ClickAsync(Link(0, "https://shop.example/b"), TestContext.Current.CancellationToken);
        (await OfAsync()).ShouldContain(new StepTally(1, "m", StepFact.Clicked, "", 1));

        await _host.Pipeline.Responses.ClickAsync(Link(1, "https://shop.example/a"), TestContext.Current.CancellationToken);
        (await OfAsync()).ShouldContain(new StepTally(1, "m", StepFact.Clicked, "", 2));
        (await _host.LedgerAsync()).Single(mail => mail.Id == mails[0].Id).ClickedAt.ShouldBe(FlowHost.Start.AddHours(1));
    }

    [Fact]
    public async Task Ways_are_counted_by_themselves()
    {
        await PublishAsync("""
            {"id":"b","if":"contact.orderCount > 0","then":[],"else":[{"id":"t","set":{"tags":{"add":["new"]}}}]},
            {"id":"f","waitFor":"link.seen","timeout":"P1D","then":[],"else":[]},
            {"id":"s","split":[{"weight":1,"steps":[]},{"weight":1,"steps":[]}]}
            """);
        await _host.RegisterAsync(Ann);
        await _host.RegisterAsync(Bob);
        await _host.HappenAsync(Ann, "link.seen", new { });
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        var counted = await OfAsync();

        counted.Where(tally => tally.StepId == "b").ShouldBe([new StepTally(1, "b", StepFact.Passed, StepWay.Else, 2)]);
        counted.Where(tally => tally.StepId == "t").ShouldBe([new StepTally(1, "t", StepFact.Passed, StepWay.Only, 2)]);
        counted.Where(tally => tally.StepId == "f").ShouldBe([new StepTally(1, "f", StepFact.Passed, StepWay.Happened, 1), new StepTally(1, "f", StepFact.Passed, StepWay.TimedOut, 1)]);
        counted.Where(tally => tally.StepId == "s").Sum(tally => tally.Count).ShouldBe(2);
        counted.Where(tally => tally.StepId == "s").ShouldAllBe(tally => tally.Detail == "1" || tally.Detail == "2");
    }

    [Fact]
    public async Task Who_leaves_is_counted_where_it_was()
    {
        await PublishAsync("""{"id":"w","wait":"P1D"},{"id":"h","holdout":100}""", """, "exit": { "on": ["order.placed"] }, "goal": { "event": "goal.reached" }""");
        foreach (var (who, what) in new[] { (Ann, "order.placed"), (Bob, "goal.reached"), ("cem@example.org", "nothing"), ("dora@example.org", "nothing") })
        {
            await _host.RegisterAsync(who);
            if (what != "nothing")
            {
                await _host.HappenAsync(who, what, new { orderId = who, currency = "EUR", total = 1 });
            }
        }

        var dora = (await _host.EnrollmentsAsync("dora@example.org")).Single();
        await _host.Pipeline.Control.RemoveAsync(dora.Id, "operator", null, TestContext.Current.CancellationToken);
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        (await OfAsync()).ShouldBe(
        [
            new StepTally(1, "h", StepFact.Left, "HeldOut", 1), new StepTally(1, "w", StepFact.Passed, StepWay.Only, 1),
            new StepTally(1, "w", StepFact.Left, "Exited", 1), new StepTally(1, "w", StepFact.Left, "GoalReached", 1), new StepTally(1, "w", StepFact.Left, "Removed", 1),
        ]);
    }

    [Fact]
    public async Task Who_was_moved_is_counted_in_the_version_that_decided()
    {
        await PublishAsync("""{"id":"w","wait":"P1D"},{"id":"m","send":"a"}""");
        await _host.RegisterAsync(Ann);
        await PublishAsync("""{"id":"w","wait":"P2D"},{"id":"m","send":"a"}""");
        await _host.Store.ExecuteAsync(
            unit => _host.Pipeline.Migrations.StartAsync(unit, new Engine.Sequences.Migration.MigrationPlan("s", 2, [new(1, Engine.Sequences.Migration.PeopleAnswer.Move)]), "operator", null), TestContext.Current.CancellationToken);

        await _host.AdvanceAsync(TimeSpan.FromDays(3));

        (await OfAsync()).ShouldBe([new StepTally(2, "m", StepFact.Sent, "", 1), new StepTally(2, "w", StepFact.Passed, StepWay.Only, 1)]);
    }

    [Fact]
    public void Every_reason_is_known_to_be_one()
        => GateReasons.All.ShouldBe([.. typeof(GateReasons).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)], ignoreOrder: true);

    [Fact]
    public Task Whatever_people_do_the_numbers_are_those_of_ledger_and_passages() => Gen.Select(RandomSequence.Definitions, Gen.Select(Gen.Int[0, 3], Gen.Int[1, 60 * 36], Gen.OneOfConst(RandomSequence.Heard)).List[1, 10]).SampleAsync(async (definition, happened) =>
    {
        var host = new FlowHost();
        await host.PublishAsync(definition);
        string[] people = [.. Enumerable.Range(0, 4).Select(i => $"p{i}@example.org")];
        foreach (var who in people)
        {
            await host.RegisterAsync(who);
        }

        foreach (var (who, minutes, type) in happened)
        {
            await host.HappenAsync(people[who], type, new { orderId = $"{who}{minutes}", currency = "EUR", total = 30, sku = "a", cartId = "c", url = "https://shop.example", items = Array.Empty<object>() });
            await host.AdvanceAsync(TimeSpan.FromMinutes(minutes));
        }

        var sequence = host.Pipeline.Sequences.Current.Keys.Single();
        var counted = await host.Store.ReadAsync(unit => unit.Tallies.OfAsync(sequence), TestContext.Current.CancellationToken);
        var passages = new List<Enrollment>();
        foreach (var who in people)
        {
            passages.AddRange(await host.EnrollmentsAsync(who));
        }

        var mails = (await host.LedgerAsync()).GroupBy(mail => mail.State).ToDictionary(state => state.Key, state => (long)state.Count());
        Of(StepFact.Sent).ShouldBe(mails.GetValueOrDefault(SendState.Sent), definition);
        Of(StepFact.Failed).ShouldBe(mails.GetValueOrDefault(SendState.Failed), definition);
        Of(StepFact.Skipped).ShouldBe(mails.GetValueOrDefault(SendState.Skipped), definition);
        Of(StepFact.Left).ShouldBe(passages.Count(passage => passage.Status is not (EnrollmentStatus.Active or EnrollmentStatus.Completed)), definition);
        counted.ShouldAllBe(tally => tally.Count > 0);

        // Nobody goes on from a step twice in one passage.
        counted.Where(tally => tally.Fact == StepFact.Passed).Select(tally => tally.Count).ShouldAllBe(count => count <= passages.Count);

        long Of(StepFact fact) => counted.Where(tally => tally.Fact == fact).Sum(tally => tally.Count);
    }, iter: 200);

    private Task PublishAsync(string steps, string more = "") => _host.PublishAsync($$"""{ "id": "s", "trigger": { "event": "user.registered" }, "steps": [ {{steps}} ] {{more}} }""");

    private Task<IReadOnlyList<StepTally>> OfAsync() => _host.Store.ReadAsync(unit => unit.Tallies.OfAsync("s"), TestContext.Current.CancellationToken);
}
