using System.Text.Json.Nodes;

namespace Automail.Cli.Tests.Simulate;

/// <summary>Wrong input is told with its file, line and field, all of it at once, and nothing is written.</summary>
public sealed class SimulateProblemTests
{
    private const string OneMail = """{ "id": "s", "trigger": { "event": "product.viewed" }, "steps": [ { "id": "m", "send": "one" } ] }""";
    private const string Until = "2026-03-01T00:00:00Z";

    [Theory]
    [InlineData("""{ not json""", "body: is not JSON")]
    [InlineData("""[{}]""", "is a list")]
    [InlineData("""{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "time": "2026-02-01T10:00:00Z", "data": { "sku": "x" } }""", "subject: is missing")]
    [InlineData("""{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "subject": "a", "data": { "sku": "x" } }""", "time: is missing")]
    [InlineData("""{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "subject": "a", "time": "yesterday", "data": { "sku": "x" } }""", "time: is not an RFC 3339 time")]
    [InlineData("""{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "subject": "a", "time": "2026-02-01T10:00:00Z", "data": { "sku": "x", "note": "\ud800" } }""", "data.note: holds text that is not Unicode")]
    [InlineData("""{ "specversion": "1.0", "id": "1", "source": "t", "type": "Product Viewed", "subject": "a", "time": "2026-02-01T10:00:00Z" }""", "type: is not made of")]
    [InlineData("""{ "specversion": "1.0", "id": "1", "source": "t", "type": "order.placed", "subject": "a", "time": "2026-02-01T10:00:00Z", "data": { "orderId": "1", "currency": "EURO", "total": 1 } }""", "data.currency: 'EURO'")]
    [InlineData("""{ "specversion": "1.0", "id": "1", "source": "t", "type": "cart.updated", "subject": "a", "time": "2026-02-01T10:00:00Z", "data": { "cartId": "1", "currency": "EUR", "items": [ { "sku": "x", "quantity": -1, "price": 1 } ] } }""", "data.items[0].quantity: is not a whole number")]
    public async Task A_bad_event_is_told_with_its_line(string line, string problem)
    {
        using var population = new Population().Sequence(OneMail).Templates("one")
            .Event("2026-02-01T10:00:00Z", "product.viewed", "ann@example.org", """{ "sku": "x" }""")
            .Line("")
            .Line(line);

        var run = await population.RunAsync(Until);

        run.ExitCode.ShouldBe(1);
        run.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"{population.EventsPath}:3: {problem}");
        Directory.Exists(population["out"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("\"reentry\": { \"mode\": \"always\" }, \"steps\": [ { \"id\": \"c\", \"waitUntil\": { \"time\": \"09:00\" } }, { \"id\": \"e\", \"enroll\": \"s\" } ]", "steps[1].enroll: This puts the contact back to the start in no time: s → s.")]
    [InlineData("\"steps\": [ { \"id\": \"e\", \"enroll\": \"elsewhere\" } ]", "steps[0].enroll: There is no sequence 'elsewhere'.")]
    public async Task A_circle_and_a_way_into_nowhere_are_refused(string steps, string problem)
    {
        using var population = new Population()
            .Sequence($$"""{ "id": "s", "trigger": { "event": "product.viewed" }, {{steps}} }""").Templates("one")
            .Event("2026-02-01T10:00:00Z", "product.viewed", "ann@example.org", """{ "sku": "x" }""");

        var run = await population.RunAsync(Until);

        run.ExitCode.ShouldBe(1);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain(problem);
    }

    [Fact]
    public async Task All_problems_are_told_at_once()
    {
        using var population = new Population()
            .Sequence(OneMail)
            .Sequence("""{ "id": "t", "trigger": { "event": "product.viewed", "if": "contact.orderCount >" }, "steps": [ { "id": "m", "send": "nowhere" } ] }""")
            .Sequence("""{ "id": "u", "trigger": { "event": "product.viewed" }, "steps": [ { "id": "w", "wait": "1 hour" } ] }""")
            .Templates("one")
            .Contacts("""{ "name": "Nobody" }""", """{ "email": "ann@example.org", "timeZone": "Europe/Nowhere" }""")
            .Line("{").Line("{}");

        var run = await population.RunAsync(Until);

        run.ExitCode.ShouldBe(1);
        run.ErrorLines.Count.ShouldBe(7);
        run.ErrorLines[0].ShouldStartWith($"{population.EventsPath}:1: ");
        run.ErrorLines[1].ShouldStartWith($"{population.EventsPath}:2: specversion: ");
        run.ErrorLines[2].ShouldStartWith($"{Path.Combine(population.SequencesPath, "t.json")}: trigger.if: ");
        run.ErrorLines[3].ShouldBe($"{Path.Combine(population.SequencesPath, "t.json")}: steps[0].send: there is no template 'nowhere'.");
        run.ErrorLines[4].ShouldStartWith($"{Path.Combine(population.SequencesPath, "u.json")}: steps[0].wait: ");
        run.ErrorLines[5].ShouldStartWith($"{population["contacts.jsonl"]}:1: email: is missing");
        run.ErrorLines[6].ShouldStartWith($"{population["contacts.jsonl"]}:2: timeZone: ");
        Directory.Exists(population["out"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_contradiction_that_shows_on_the_way_leaves_no_half_results()
    {
        using var population = new Population().Sequence(OneMail).Templates("one")
            .Event("2026-02-01T10:00:00Z", "user.registered", "ann@example.org", """{ "email": "ann@example.org" }""")
            .Event("2026-02-02T10:00:00Z", "user.registered", "ann@example.org", """{ "email": "bob@example.org" }""")
            .Event("2026-02-03T10:00:00Z", "product.viewed", "ann@example.org", """{ "sku": "x" }""");

        var run = await population.RunAsync(Until);

        run.ExitCode.ShouldBe(1);
        run.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"{population.EventsPath}:2: data.email: ");
        Directory.EnumerateFiles(population["out"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_told_and_passed_over()
    {
        using var population = new Population().Sequence(OneMail).Templates("one").Line(new string('x', 600_000)).Line("{");

        var run = await population.RunAsync(Until);

        run.ExitCode.ShouldBe(1);
        run.ErrorLines.Count.ShouldBe(2);
        run.ErrorLines[0].ShouldBe($"{population.EventsPath}:1: is longer than 256 KB.");
        run.ErrorLines[1].ShouldStartWith($"{population.EventsPath}:2: ");
    }

    [Fact]
    public async Task A_contact_stands_once_in_the_file()
    {
        using var population = new Population().Sequence(OneMail).Templates("one").Contacts(
            """{ "email": "Ann@example.org" }""", """{ "email": "ann@EXAMPLE.org", "externalId": "k1" }""", """{ "externalId": "k1" }""", """{ "externalId": "k1", "name": "Again" }""");

        var run = await population.RunAsync(Until);

        run.ErrorLines.Select(line => line[population["contacts.jsonl"].Length..]).ShouldBe(
            [":2: email: 'ann@example.org' belongs to a contact of an earlier line.", ":4: externalId: 'k1' belongs to a contact of an earlier line."]);
    }

    [Fact]
    public async Task Consent_is_not_given_before_it_is_said()
    {
        using var population = new Population().Sequence(OneMail).Templates("one")
            .Event("2026-02-01T10:00:00Z", "product.viewed", "ann@example.org", """{ "sku": "x" }""")
            .Contacts("""{ "email": "ann@example.org", "consent": [ { "purpose": "marketing", "source": "form", "time": "2026-02-01T10:00:01Z" } ] }""");

        var run = await population.RunAsync(Until);

        run.ErrorLines.ShouldHaveSingleItem().ShouldContain(":1: consent[0].time: lies after the simulation's start, 2026-02-01T10:00:00Z");
    }

    [Fact]
    public async Task Problems_are_told_to_programs_as_json()
    {
        using var population = new Population().Sequence(OneMail).Templates("one").Line("{}");

        var run = await population.RunAsync(Until, more: "--json");

        run.ExitCode.ShouldBe(1);
        var problem = JsonNode.Parse(run.Output)!["problems"]![0]!;
        problem["file"]!.GetValue<string>().ShouldBe(population.EventsPath);
        problem["line"]!.GetValue<int>().ShouldBe(1);
        problem["message"]!.GetValue<string>().ShouldStartWith("specversion: ");
    }

    [Theory]
    [InlineData("Option '--until' is required", "simulate", "--sequences", "s", "--templates", "t", "--events", "e", "--out", "o")]
    [InlineData("--until: is not an RFC 3339 time", "simulate", "--sequences", "s", "--templates", "t", "--events", "e", "--out", "o", "--until", "tomorrow")]
    [InlineData("--until: lies after the year 9900", "simulate", "--sequences", "s", "--templates", "t", "--events", "e", "--out", "o", "--until", "9999-12-31T23:59:59Z")]
    [InlineData(". cannot be read: it is a folder", "simulate", "--sequences", "s", "--templates", ".", "--events", ".", "--out", "o", "--until", Until)]
    [InlineData("no-such-folder is not a folder", "simulate", "--sequences", "s", "--templates", "no-such-folder", "--events", "e", "--out", "o", "--until", Until)]
    [InlineData("no-such-file.jsonl cannot be read", "simulate", "--sequences", "s", "--templates", ".", "--events", "no-such-file.jsonl", "--out", "o", "--until", Until)]
    [InlineData("'--what' is not known here", "simulate", "--what")]
    [InlineData("'nonsense' is not known here", "nonsense")]
    [InlineData("Required command was not provided")]
    public async Task Wrong_usage_gets_one_clear_line(string message, params string[] args)
    {
        var run = await Run.AutomailAsync(args);

        run.ExitCode.ShouldBe(2);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain(message);
        run.Output.ShouldBe("");
    }
}
