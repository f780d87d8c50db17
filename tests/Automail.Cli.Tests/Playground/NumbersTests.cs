using System.Net;
using System.Text.Json.Nodes;
using Automail.Cli.Demo.Shop;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;

namespace Automail.Cli.Tests.Playground;

/// <summary>The numbers of sequences, the mail to the team, and the calls that the playground keeps instead of making them.</summary>
public sealed class NumbersTests
{
    [Fact]
    public async Task Each_step_says_who_waits_went_on_and_left_and_what_became_of_its_mail()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");
        await visit.RegisterAsync("bob@example.org", "Bob");
        await visit.RegisterAsync("eve@example.org", "Eve", consent: false);
        var link = System.Text.RegularExpressions.Regex.Match((await visit.MailsAsync()).First(mail => mail.To.ToString().Contains("ann", StringComparison.Ordinal)).HtmlBody!, "http://[^\"]+/automail/c/[^\"]+").Value;
        (await visit.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await visit.AdvanceAsync("PT1H");
        await visit.OrderAsync("bob@example.org", "c1");
        await visit.AdvanceAsync("P2D");

        var welcome = await SequenceAsync(visit, "welcome");
        var (hello, wait) = (Step(welcome, "hello"), Step(welcome, "two-days"));

        (Number(hello, "sent"), Number(hello, "clicked"), hello["clickedShare"]!.GetValue<double>()).ShouldBe((2, 1, 0.5));
        hello["notSent"]!.ToJsonString().ShouldBe("""[{"what":"no-consent","count":1}]""");
        hello["does"]!.GetValue<string>().ShouldBe("Send “welcome-1”");
        wait["wentOn"]!.ToJsonString().ShouldBe("""[{"what":"","count":2}]""", "Bob had ordered");
        wait["left"]!.ToJsonString().ShouldBe("""[{"what":"GoalReached","count":1}]""");
        welcome["steps"]!.AsArray().Sum(step => Number(step!, "waiting")).ShouldBe(2);
        (Number(welcome, "inside"), Number(welcome, "left")).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Nothing_is_told_of_a_sequence_in_which_nobody_was()
    {
        await using var visit = await Visit.StartAsync();
        (await visit.GetJsonAsync("/demo/state"))["sequences"]!.AsArray().ShouldBeEmpty();
        (await visit.GetJsonAsync("/demo/webhooks")).AsArray().ShouldBeEmpty();

        await visit.RegisterAsync("ann@example.org", "Ann");
        await visit.AdvanceAsync("PT0S");

        (await visit.GetJsonAsync("/demo/state"))["sequences"]!.AsArray().Select(sequence => sequence!["id"]!.GetValue<string>()).ShouldBe(["welcome"]);
    }

    [Fact]
    public async Task Ways_of_a_step_stand_below_it()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");
        await visit.FillCartAsync("ann@example.org", "c1");
        await visit.AdvanceAsync("PT2H");

        var cart = await SequenceAsync(visit, "cart-recovery");
        var steps = cart["steps"]!.AsArray();
        var split = steps.Single(step => Number(step!, "waiting") == 1);

        steps.Select(step => Number(step!, "depth")).Max().ShouldBeGreaterThan(0);
        steps.Where(step => Number(step!, "depth") == 1).Select(step => step!["way"]!.GetValue<string>()).Where(way => way.Length > 0).ShouldBe(["when it happens", "when it does not"]);
        split!["does"]!.GetValue<string>().ShouldStartWith("Wait for link.clicked, ");
    }

    [Fact]
    public async Task After_a_large_order_the_team_has_mail_and_the_call_is_kept_and_not_made()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");
        await visit.TellAsync("order.placed", "ann@example.org", new { orderId = "o-1", currency = "EUR", total = 120.5m, items = new[] { new { sku = "lantern-teapot", name = "Lantern teapot", quantity = 3, price = 34m } } });
        await visit.AdvanceAsync("PT1M");

        var notice = (await visit.MailsAsync()).Single(mail => mail.To.ToString() == "team@shop.example");
        notice.Subject.ShouldBe("Ann has ordered for 120.5 EUR");
        notice.TextBody!.ShouldContain("3 x Lantern teapot");
        (await visit.GetJsonAsync("/demo/inbox")).AsArray().Select(mail => mail!["to"]!.GetValue<string>()).ShouldContain("team@shop.example");

        var call = (await visit.GetJsonAsync("/demo/webhooks")).AsArray().ShouldHaveSingleItem()!;
        var record = (await visit.LedgerAsync()).Single(one => one.Kind == SendKind.Webhook);
        call["url"]!.GetValue<string>().ShouldBe("https://crm.example/hooks/large-orders");
        call["headers"]!.AsArray().ToDictionary(header => header!["name"]!.GetValue<string>(), header => header!["value"]!.GetValue<string>()).ShouldBe(new Dictionary<string, string>
        {
            ["content-type"] = "application/json", ["webhook-id"] = record.Id, ["webhook-timestamp"] = $"{Visit.Start.ToUnixTimeSeconds()}",
        });
        var body = JsonNode.Parse(call["body"]!.GetValue<string>())!;
        (body["id"]!.GetValue<string>(), body["type"]!.GetValue<string>()).ShouldBe((record.Id, "sequence.webhook"));
        body["data"]!["contact"]!["email"]!.GetValue<string>().ShouldBe("ann@example.org");
        body["data"]!["event"]!["data"]!["total"]!.GetValue<decimal>().ShouldBe(120.5m);

        var state = await visit.GetJsonAsync("/demo/state");
        state["calls"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe(call["id"]!.GetValue<string>());
        state["people"]![0]!["mails"]!.AsArray().Select(mail => $"{mail!["kind"]} {mail["to"]}").ShouldContain("webhook https://crm.example/hooks/large-orders");
        var large = await SequenceAsync(visit, "large-order");
        large["steps"]!.AsArray().Select(step => $"{step!["kind"]} {step["sent"]}").ShouldBe(["notice 1", "webhook 1"]);
    }

    [Fact]
    public async Task A_call_is_read_by_its_id_and_stays_after_a_restart()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");
        await visit.TellAsync("order.placed", "ann@example.org", new { orderId = "o-1", currency = "EUR", total = 100m });
        await visit.AdvanceAsync("PT1M");
        var id = (await visit.GetJsonAsync("/demo/webhooks"))[0]!["id"]!.GetValue<string>();

        await visit.RestartAsync();

        (await visit.GetJsonAsync($"/demo/webhooks/{id}"))["url"]!.GetValue<string>().ShouldBe("https://crm.example/hooks/large-orders");
        foreach (var wrong in (string[])["nothing", "..%2Fclock", "..%2f..%2fautomail", id + ".json", new string('a', 200)])
        {
            (await visit.GetAsync($"/demo/webhooks/{wrong}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, wrong);
        }
    }

    [Fact]
    public async Task A_smaller_order_tells_nobody()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");
        await visit.TellAsync("order.placed", "ann@example.org", new { orderId = "o-1", currency = "EUR", total = 99.99m });
        await visit.AdvanceAsync("PT1M");

        (await visit.LedgerAsync()).ShouldAllBe(record => record.Kind == SendKind.Mail);
    }

    [Fact]
    public async Task The_shops_own_sequence_is_without_findings()
    {
        ReadySequences.Ids.ShouldNotContain("large-order");
        using var folder = new TemporaryFolder();
        folder.Write("large-order.json", ShopSequences.LargeOrder);

        var run = await Run.AutomailAsync("lint", folder["large-order.json"]);

        run.Output.Split('\n').Where(line => line.Contains("AM", StringComparison.Ordinal)).ShouldBeEmpty();
        run.ExitCode.ShouldBe(0, run.Output);
    }

    private static async Task<JsonNode> SequenceAsync(Visit visit, string id) => (await visit.GetJsonAsync("/demo/state"))["sequences"]!.AsArray().Single(sequence => sequence!["id"]!.GetValue<string>() == id)!;

    private static JsonNode Step(JsonNode sequence, string id) => sequence["steps"]!.AsArray().Single(step => step!["id"]!.GetValue<string>() == id)!;

    private static int Number(JsonNode node, string name) => node[name]!.GetValue<int>();
}
