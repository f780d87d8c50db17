using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Automail.Cli.Demo;
using Automail.Engine.Delivery;

namespace Automail.Cli.Tests.Playground;

public sealed class PlaygroundTests
{
    [Fact]
    public async Task The_page_is_one_document_that_asks_no_other_server()
    {
        await using var visit = await Visit.StartAsync();

        var response = await visit.GetAsync("/");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none';");
        page.ShouldContain("lantern-teapot");
        page.ShouldNotContain("/*style*/");
        page.ShouldNotContain("https://");
        page.ShouldNotContain(" src=");
    }

    [Fact]
    public async Task The_clock_does_all_that_comes_due_on_the_way()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");

        (await visit.AdvanceAsync("P90D")).ShouldBe(Visit.Start.AddDays(90));

        // Each at its own moment, not all at the end: the welcome at ten in Amsterdam, the letters on Tuesdays at nine, in summer time from March 29th.
        (await visit.MailsAsync()).Select(mail => mail.Date.ToUniversalTime()).ShouldBe(
        [
            .. ((int[])[0, 2, 5, 8, 12]).Select(day => Visit.Start.AddDays(day)),
            .. ((int[])[22, 29, 36, 43, 50]).Select(day => Visit.Start.AddDays(day).AddHours(-1)),
            .. ((int[])[57, 64]).Select(day => Visit.Start.AddDays(day).AddHours(-2)),
        ]);
        (await visit.AdvanceAsync("next")).ShouldBe(Visit.Start.AddDays(90));
    }

    [Fact]
    public async Task The_clock_goes_to_the_next_thing_that_is_due_and_runs_along_with_real_time()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");
        await visit.AdvanceAsync("PT0S");

        (await visit.AdvanceAsync("next")).ShouldBe(Visit.Start.AddDays(2));
        visit.RealTime.Advance(TimeSpan.FromMinutes(5));
        (await visit.AdvanceAsync("PT0S")).ShouldBe(Visit.Start.AddDays(2).AddMinutes(5));
    }

    [Theory]
    [InlineData("""{ "advance": "-PT1H" }""", "advance")]
    [InlineData("""{ "advance": "an hour" }""", "advance")]
    [InlineData("""{ "advance": "P2Y" }""", "advance")]
    [InlineData("""{}""", "advance")]
    [InlineData("""[]""", "body")]
    [InlineData("""{""", "body")]
    public async Task A_wrong_move_of_the_clock_is_refused(string body, string field)
    {
        await using var visit = await Visit.StartAsync();

        var response = await visit.PostAsync("/demo/clock", body, "application/json");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
        (await visit.AdvanceAsync("PT0S")).ShouldBe(Visit.Start);
    }

    [Fact]
    public async Task The_inbox_lists_the_newest_first_and_gives_the_file()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann <b>Archer</b>");
        await visit.AdvanceAsync("P2D");

        var inbox = (await visit.GetJsonAsync("/demo/inbox")).AsArray();
        inbox.Count.ShouldBe(2);
        inbox[1]!.AsObject().Select(pair => pair.Key).ShouldBe(["id", "to", "subject", "time"]);
        inbox[1]!["to"]!.GetValue<string>().ShouldBe("ann@example.org");
        inbox[1]!["time"]!.GetValue<string>().ShouldBe("2026-02-02T09:00:00Z");
        var id = inbox[1]!["id"]!.GetValue<string>();

        var file = await visit.GetAsync($"/demo/inbox/{id}.eml");
        file.Content.Headers.ContentType!.MediaType.ShouldBe("message/rfc822");
        (await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        var html = await visit.GetAsync($"/demo/inbox/{id}.html");
        html.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox ");
        (await visit.GetJsonAsync($"/demo/inbox/{id}.json"))["text"]!.GetValue<string>().ShouldContain("Welcome");
        foreach (var wrong in (string[])["nothing.eml", "..%2F..%2Ftoken-secret.eml", "nothing.html", "nothing.json"])
        {
            (await visit.GetAsync($"/demo/inbox/{wrong}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task The_overview_tells_why_there_was_no_mail()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("bob@example.org", "Bob", consent: false);
        await visit.AdvanceAsync("PT0S");

        var bob = (await visit.GetJsonAsync("/demo/state"))["people"]![0]!;

        bob["consent"]!.GetValue<string>().ShouldBe("none");
        bob["journeys"]![0]!["step"]!.GetValue<string>().ShouldBe("waits P2D");
        bob["mails"]![0]!["state"]!.GetValue<string>().ShouldBe("skipped");
        bob["mails"]![0]!["reason"]!.GetValue<string>().ShouldBe("no-consent");
        (await visit.MailsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_shop_tells_what_its_visitors_do()
    {
        await using var visit = await Visit.StartAsync();
        async Task PostAsync(string path, string body) => (await visit.PostAsync(path, body, "application/json")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await PostAsync("/demo/shop/view", """{ "who": "v1", "sku": "night-train" }""");
        await PostAsync("/demo/shop/cart", """{ "who": "v1", "cartId": "c1", "items": [ { "sku": "lantern-teapot", "quantity": 2 } ] }""");
        await PostAsync("/demo/shop/sign-up", """{ "visitor": "v1", "email": "Ann@Example.org", "name": "Ann", "consent": true, "timeZone": "Pacific/Auckland", "locale": "nl" }""");
        await visit.AdvanceAsync("PT1H");
        await PostAsync("/demo/shop/order", """{ "who": "ann@example.org", "cartId": "c1", "items": [ { "sku": "lantern-teapot", "quantity": 2 } ] }""");

        var ann = (await visit.GetJsonAsync("/demo/state"))["people"]![0]!;

        ann["events"]!.AsArray().Select(one => one!["type"]!.GetValue<string>()).ShouldBe(
            ["order.placed", "cart.abandoned", "product.viewed", "cart.updated", "user.registered"], ignoreOrder: true);
        ann["timeZone"]!.GetValue<string>().ShouldBe("Pacific/Auckland");
        (await visit.MailsAsync())[^1].TextBody!.ShouldContain("68,00");
        (await visit.PostAsync("/demo/shop/view", """{ "who": "v1", "sku": "nothing" }""", "application/json")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await visit.PostAsync("/demo/shop/view", """{ "who": "v1", "sku": "night-train" }""", "text/plain")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_mail_shows_pictures_that_the_playground_itself_has()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");
        await visit.PostAsync("/demo/shop/cart", """{ "who": "ann@example.org", "cartId": "c1", "items": [ { "sku": "lantern-teapot", "quantity": 1 }, { "sku": "rainy-day", "quantity": 2 } ] }""", "application/json");
        await visit.AdvanceAsync("PT1H");

        var html = (await visit.MailsAsync())[^1].HtmlBody!;
        var pictures = System.Text.RegularExpressions.Regex.Matches(html, "src=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();

        pictures.ShouldBe([$"{visit.Address}/pictures/lantern-teapot.png", $"{visit.Address}/pictures/rainy-day.png"]);
        foreach (var picture in pictures)
        {
            var response = await visit.GetAsync(picture);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
            (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))[..4].ShouldBe([0x89, .. "PNG"u8]);
        }

        (await visit.GetAsync("/pictures/nothing.png")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Preferences_can_be_taken_back_and_given_again()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");
        var html = (await visit.MailsAsync())[0].HtmlBody!;
        var url = System.Text.RegularExpressions.Regex.Match(html, "http://[^\"]+/automail/preferences/[^\"]+").Value;

        (await (await visit.GetAsync(url)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("value=\"marketing\" checked");
        using (var none = new FormUrlEncodedContent([]))
        {
            (await visit.SendAsync(HttpMethod.Post, url, none)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await visit.GetJsonAsync("/demo/state"))["people"]![0]!["consent"]!.GetValue<string>().ShouldBe("withdrawn");
        using var granted = new FormUrlEncodedContent([KeyValuePair.Create("granted", "marketing")]);
        await visit.SendAsync(HttpMethod.Post, url, granted);
        (await visit.GetJsonAsync("/demo/state"))["people"]![0]!["consent"]!.GetValue<string>().ShouldBe("granted");
    }

    [Theory]
    [InlineData("/automail/c/", "GET")]
    [InlineData("/automail/c/", "HEAD")]
    [InlineData("/automail/unsubscribe/", "GET")]
    [InlineData("/automail/unsubscribe/", "POST")]
    [InlineData("/automail/preferences/", "GET")]
    [InlineData("/automail/preferences/", "POST")]
    [InlineData("/automail/view/", "GET")]
    [InlineData("/automail/view/", "HEAD")]
    public async Task A_forged_or_truncated_token_gets_a_plain_page(string path, string method)
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");
        var good = System.Text.RegularExpressions.Regex.Match((await visit.MailsAsync())[0].HtmlBody!, $"{path}([A-Za-z0-9_-]+)").Groups[1].Value;
        good.Length.ShouldBeGreaterThan(40);

        foreach (var token in (string[])["x", good[..^1], good[..^8] + "AAAAAAAA", good + "A", new string('A', 5000), "%00%ff", "<script>"])
        {
            var response = await visit.SendAsync(new HttpMethod(method), path + Uri.EscapeDataString(token));

            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, token);
            response.Headers.Location.ShouldBeNull();
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("<script>");
        }
    }

    [Fact]
    public async Task A_mail_server_that_cannot_be_reached_loses_nothing_and_stops_nobody()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        await using var visit = await Visit.StartAsync(options => options with { Smtp = $"smtp://127.0.0.1:{port}" });
        await visit.RegisterAsync("ann@example.org", "Ann");
        await visit.AdvanceAsync("PT2M");
        await visit.RegisterAsync("bob@example.org", "Bob");
        await visit.AdvanceAsync("PT0S");

        var ledger = await visit.LedgerAsync();

        ledger.Select(record => record.Email).ShouldBe(["ann@example.org", "bob@example.org"], ignoreOrder: true);
        ledger.ShouldAllBe(record => record.State == SendState.Queued && record.Reason!.Length > 0);
        ledger.Single(record => record.Email == "ann@example.org").Attempts.ShouldBe(2);
        (await visit.MailsAsync()).ShouldBeEmpty();
        (await visit.GetJsonAsync("/demo/state"))["people"]!.AsArray().ShouldAllBe(person => person!["journeys"]![0]!["status"]!.GetValue<string>() == "active");
    }

    [Fact]
    public async Task Other_names_of_this_machine_get_no_answer()
    {
        await using var visit = await Visit.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, visit.Address + "/demo/state") { Headers = { Host = "attacker.example" } };

        (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Fact]
    public async Task A_port_or_a_folder_in_use_is_told_in_one_line()
    {
        await using var visit = await Visit.StartAsync();
        using var folder = new TemporaryFolder();

        var port = await Run.AutomailAsync("demo", "--no-browser", "--port", $"{new Uri(visit.Address).Port}", "--data", folder["data"]);
        var data = await Run.AutomailAsync("demo", "--no-browser", "--port", "0", "--data", visit.DataFolder);

        port.ExitCode.ShouldBe(1);
        port.ErrorLines.ShouldHaveSingleItem().ShouldMatch("^automail demo: Port [0-9]+ is in use. Choose another one with --port N.$");
        data.ExitCode.ShouldBe(1);
        data.ErrorLines.ShouldHaveSingleItem().ShouldContain("is in use by another playground");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_in_one_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "");

        var run = await Run.AutomailAsync("demo", "--no-browser", "--port", "0", "--data", Path.Combine(file, "data"));

        run.ExitCode.ShouldBe(1);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain("cannot be written");
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port", "many")]
    [InlineData("--smtp", "http://mail.example")]
    public async Task Wrong_options_are_told_in_one_line(string option, string value)
    {
        var run = await Run.AutomailAsync("demo", "--no-browser", option, value);

        run.ExitCode.ShouldBe(2);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain(option);
    }

    [Fact]
    public async Task The_secret_of_the_links_is_for_its_owner_only()
    {
        await using var visit = await Visit.StartAsync();
        var file = Path.Combine(visit.DataFolder, "token-secret.txt");

        File.Exists(file).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
