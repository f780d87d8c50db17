using System.Text.Json.Nodes;

namespace Automail.Cli.Tests.Simulate;

public sealed class SimulateTests
{
    private const string OneMail = """{ "id": "s", "trigger": { "event": "product.viewed" }, "steps": [ { "id": "m", "send": "one" } ] }""";
    private const string Ann = """{ "email": "ann@example.org", "consent": { "purpose": "marketing", "source": "form" } }""";

    [Fact]
    public async Task Writes_what_the_design_says()
    {
        using var population = new Population().Sequence(OneMail).Templates("one").Contacts(Ann)
            .Event("2026-02-01T11:00:00.250+01:00", "product.viewed", "ann@example.org", """{ "sku": "x" }""");

        var run = await population.RunAsync("2026-03-01T00:00:00Z", more: ["--seed", "7"]);

        run.ExitCode.ShouldBe(0, run.Error);
        var bytes = await File.ReadAllTextAsync(population["out/sends.jsonl"], TestContext.Current.CancellationToken);
        bytes.ShouldMatch("""^\{"time":"2026-02-01T10:00:00.250Z","contact":"ann@example.org","sequence":"s","version":1,"step":"m","template":"one","messageId":"[0-9a-f]{32}@simulation.example"\}\n$""");
        new FileInfo(population["out/skips.jsonl"]).Length.ShouldBe(0);
        population.Summary().ToJsonString().ShouldBe(
            JsonNode.Parse("""
                {
                  "period": { "from": "2026-02-01T10:00:00.250Z", "until": "2026-03-01T00:00:00Z" }, "seed": 7, "contacts": 1,
                  "events": { "read": 1, "accepted": 1, "duplicates": 0, "afterUntil": 0 }, "sent": 1, "skipped": 0, "held": 0, "reasons": {},
                  "days": { "2026-02-01": 1 }, "mailsPerContact": { "1": 1 },
                  "sequences": { "s": { "version": 1, "entered": 1, "completed": 1, "exited": 0, "goalReached": 0, "removed": 0, "failed": 0, "heldOut": 0, "active": 0,
                    "sent": 1, "skipped": 0, "steps": { "m": { "template": "one", "sent": 1, "held": 0, "skipped": {} } } } }
                }
                """)!.ToJsonString());
        Directory.EnumerateFiles(population["out"]).Count().ShouldBe(3);
    }

    [Fact]
    public async Task Who_else_would_be_told_is_counted_beside_the_mails()
    {
        using var population = new Population()
            .Sequence("""{ "id": "s", "trigger": { "event": "product.viewed" }, "steps": [ { "id": "n", "notify": ["sales@shop.example", "boss@shop.example"], "subject": "{{ contact.email }}", "message": "Look at {{ event.sku }}." }, { "id": "h", "webhook": "https://crm.example/hook" } ] }""")
            .Contacts(Ann)
            .Event("2026-02-01T11:00:00Z", "product.viewed", "ann@example.org", """{ "sku": "x" }""")
            .Event("2026-02-01T12:00:00Z", "product.viewed", "bob@example.org", """{ "sku": "x" }""");

        (await population.RunAsync("2026-03-01T00:00:00Z")).ExitCode.ShouldBe(0);

        var summary = population.Summary();
        summary["mailsToTheTeam"]!.ToJsonString().ShouldBe("""{"boss@shop.example":2,"sales@shop.example":2}""");
        summary["webhooksNotCalled"]!.ToJsonString().ShouldBe("""{"https://crm.example/hook":2}""");
        (summary["sent"]!.GetValue<int>(), summary["mailsPerContact"]!.ToJsonString(), population.Results().Count).ShouldBe((0, "{}", 0));
    }

    [Fact]
    public async Task The_order_of_lines_matters_only_within_an_instant()
    {
        using var sorted = new Population().Sequence(OneMail).Templates("one").Contacts(Ann);
        using var shuffled = new Population().Sequence(OneMail).Templates("one").Contacts(Ann);
        var lines = Enumerable.Range(0, 40).Select(i => (Time: $"2026-02-{1 + (i / 2):00}T10:00:00Z", Id: $"e{i}", Subject: i % 3 == 0 ? "ann@example.org" : $"key-{i % 7}")).ToList();
        lines.ForEach(line => sorted.Event(line.Time, "product.viewed", line.Subject, """{ "sku": "x" }""", line.Id));
        foreach (var pair in lines.Chunk(2).Reverse())
        {
            pair.ToList().ForEach(line => shuffled.Event(line.Time, "product.viewed", line.Subject, """{ "sku": "x" }""", line.Id));
        }

        (await sorted.RunAsync("2026-03-01T00:00:00Z")).ExitCode.ShouldBe(0);
        (await shuffled.RunAsync("2026-03-01T00:00:00Z")).ExitCode.ShouldBe(0);

        foreach (var file in (string[])["out/sends.jsonl", "out/skips.jsonl", "out/summary.json"])
        {
            File.ReadAllBytes(shuffled[file]).ShouldBe(File.ReadAllBytes(sorted[file]));
        }

        sorted.Read("skips.jsonl").Count.ShouldBe(7);
    }

    [Fact]
    public async Task An_event_told_twice_counts_once()
    {
        using var population = new Population().Sequence(OneMail.Replace("\"steps\"", "\"reentry\": { \"mode\": \"always\" }, \"steps\"", StringComparison.Ordinal)).Templates("one").Contacts(Ann)
            .Event("2026-02-01T10:00:00Z", "product.viewed", "ann@example.org", """{ "sku": "x" }""", id: "same")
            .Event("2026-02-02T10:00:00Z", "product.viewed", "ann@example.org", """{ "sku": "x" }""", id: "same");

        (await population.RunAsync("2026-03-01T00:00:00Z")).ExitCode.ShouldBe(0);

        population.Results().Count.ShouldBe(1);
        population.Summary()["events"]!["duplicates"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Results_of_one_instant_are_sorted_by_contact()
    {
        using var population = new Population().Sequence(OneMail).Templates("one");
        string[] names = ["zoe", "Bob", "ann", "eve"];
        population.Contacts([.. names.Select(name => $$"""{ "email": "{{name}}@example.org", "consent": { "purpose": "marketing", "source": "form" } }""")]);
        foreach (var name in names)
        {
            population.Event("2026-02-01T10:00:00Z", "product.viewed", $"{name}@example.org", """{ "sku": "x" }""");
        }

        (await population.RunAsync("2026-03-01T00:00:00Z")).ExitCode.ShouldBe(0);

        population.Read("sends.jsonl").Select(mail => mail["contact"]!.GetValue<string>()).ShouldBe(["ann@example.org", "bob@example.org", "eve@example.org", "zoe@example.org"]);
    }

    [Fact]
    public async Task Tells_its_summary_to_programs()
    {
        using var population = new Population().Sequence(OneMail).Templates("one");

        var run = await population.RunAsync("2026-03-01T00:00:00Z", more: "--json");

        run.ExitCode.ShouldBe(0);
        run.Output.Trim().ShouldBe(File.ReadAllText(population["out/summary.json"]).Trim());
    }
}
