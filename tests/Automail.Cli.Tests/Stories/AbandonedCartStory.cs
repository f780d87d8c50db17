using System.Net;
using System.Text.RegularExpressions;
using Automail.Cli.Tests.Playground;
using Automail.Engine.Delivery;
using MimeKit;

namespace Automail.Cli.Tests.Stories;

/// <summary>
/// The whole way once, on SQLite: somebody leaves a cart, gets one personal mail with a tracked link and a working one-click unsubscribe, follows the link,
/// orders, and gets no further mail.
/// </summary>
public sealed partial class AbandonedCartStory
{
    private const string Reminder = "Ann, your cart is waiting";

    [Fact]
    public async Task A_left_cart_brings_one_mail_a_click_another_and_an_order_ends_it()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann Archer");
        (await visit.SubjectsAsync()).ShouldBe(["Welcome to Lantern Tea, Ann"]);

        // The hour
        await visit.FillCartAsync("ann@example.org", "c1");
        await visit.AdvanceAsync("PT59M59S");
        (await visit.SubjectsAsync()).ShouldNotContain(Reminder);
        await visit.AdvanceAsync("PT1S");
        var mail = (await visit.MailsAsync()).Single(message => message.Subject == Reminder);
        CheckHeaders(mail, visit.Address);

        // The click; a scanner's HEAD before it counts for nothing.
        var link = TrackedLink(mail, "Lantern teapot");
        (await visit.SendAsync(HttpMethod.Head, link)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await visit.AdvanceAsync("PT6H");
        (await visit.GetJsonAsync("/demo/state"))["people"]![0]!["events"]!.AsArray().ShouldNotContain(one => one!["type"]!.GetValue<string>() == "link.clicked");
        var click = await visit.GetAsync(link);
        click.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        click.Headers.Location!.ToString().ShouldBe($"{visit.Address}/products/lantern-teapot");

        // The branch, across a restart: time and journeys are as they were.
        var before = await visit.AdvanceAsync("PT0S");
        await visit.RestartAsync();
        (await visit.AdvanceAsync("PT0S")).ShouldBe(before);
        await visit.AdvanceAsync("PT23H");
        (await Task.WhenAll(visit.AdvanceAsync("PT30M"), visit.AdvanceAsync("PT29M59S"))).Length.ShouldBe(2);
        (await visit.SubjectsAsync()).ShouldNotContain("Still thinking about it, Ann?");
        await visit.OrderAsync("somebody-else@example.org", "c9");
        await visit.AdvanceAsync("PT1S");
        (await visit.SubjectsAsync()).Count(subject => subject == "Still thinking about it, Ann?").ShouldBe(1);

        // The order, before the second reminder of the left cart is due.
        await visit.OrderAsync("ann@example.org", "c1");
        await visit.AdvanceAsync("P14D");
        var journeys = (await visit.LedgerAsync()).Where(record => record.Key.Journey is "cart-recovery" or "click-followup").ToList();
        journeys.Select(record => (record.Template, record.State)).ShouldBe(
            [("cart-1", SendState.Sent), ("click-followup", SendState.Sent)], ignoreOrder: true);
        (await visit.MailsAsync()).Count(message => message.Subject == Reminder).ShouldBe(1);
        (await visit.MailsAsync()).Select(message => message.MessageId).ShouldBeUnique();
    }

    [Fact]
    public async Task An_order_in_between_leaves_no_mail()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann Archer");
        await visit.FillCartAsync("ann@example.org", "c1");
        await visit.AdvanceAsync("PT59M");
        await visit.OrderAsync("ann@example.org", "c1");
        await visit.AdvanceAsync("P30D");

        (await visit.LedgerAsync()).Select(record => record.Key.Journey).Distinct().ShouldBe(["post-purchase", "welcome"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_visitor_who_registers_later_is_known_by_then()
    {
        await using var visit = await Visit.StartAsync();
        await visit.FillCartAsync("visitor-1", "c1");
        await visit.AdvanceAsync("PT30M");
        await visit.TellAsync("user.registered", "visitor-1", new { email = "ann@example.org", name = "Ann Archer", consent = new { purpose = "marketing", source = "form" } });
        await visit.AdvanceAsync("PT30M");

        (await visit.SubjectsAsync()).ShouldBe(["Welcome to Lantern Tea, Ann", Reminder]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_click_ends_the_promotion_and_looking_at_the_page_does_not(bool multipart)
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann Archer");
        await visit.FillCartAsync("ann@example.org", "c1");
        await visit.AdvanceAsync("PT1H");
        var url = UnsubscribeUrl((await visit.MailsAsync())[^1]);
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
        {
            (await visit.SendAsync(method, url)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await visit.GetJsonAsync("/demo/state"))["people"]![0]!["consent"]!.GetValue<string>().ShouldBe("granted");
        var oneClick = KeyValuePair.Create("List-Unsubscribe", "One-Click");
        using HttpContent content = multipart ? new MultipartFormDataContent { { new StringContent(oneClick.Value), oneClick.Key } } : new FormUrlEncodedContent([oneClick]);

        var answer = await visit.SendAsync(HttpMethod.Post, url, content);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await visit.GetJsonAsync("/demo/state"))["people"]![0]!["consent"]!.GetValue<string>().ShouldBe("withdrawn");
        await visit.AdvanceAsync("P14D");
        (await visit.SubjectsAsync()).Count.ShouldBe(2);
        (await visit.LedgerAsync()).Where(record => record.State == SendState.Skipped).ShouldAllBe(record => record.Reason == "unsubscribed");
    }

    private static void CheckHeaders(MimeMessage mail, string address)
    {
        mail.From.ToString().ShouldBe("\"Lantern Tea\" <hello@shop.example>");
        mail.To.ToString().ShouldBe("\"Ann Archer\" <ann@example.org>");
        mail.Date.ShouldBe(Visit.Start.AddHours(1));
        mail.MessageId!.ShouldMatch("^[0-9a-f]{32}@shop.example$");
        mail.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        mail.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        mail.Headers["List-Unsubscribe"]!.ShouldMatch($"^<{Regex.Escape(address)}/automail/unsubscribe/[A-Za-z0-9_-]+>, <mailto:unsubscribe@shop.example>$");
        mail.Headers["Feedback-ID"].ShouldBe("cart-1:cart-recovery:marketing:LanternTea");
        mail.Body!.ContentType.MimeType.ShouldBe("multipart/alternative");
        mail.HtmlBody!.ShouldContain(UnsubscribeUrl(mail));
        mail.HtmlBody!.ShouldContain("Quay 12, 1011 AB Amsterdam");
        mail.TextBody!.ShouldContain("€34.00");
        mail.TextBody!.ShouldContain($"{address}/automail/c/");
    }

    private static string UnsubscribeUrl(MimeMessage mail) => AngleBrackets().Match(mail.Headers["List-Unsubscribe"]!).Groups[1].Value;

    private static string TrackedLink(MimeMessage mail, string text)
        => Regex.Match(mail.HtmlBody!, $"href=\"(http://[^\"]+/automail/c/[^\"]+)\"[^>]*>(?:<bdi>)?{Regex.Escape(text)}<").Groups[1].Value.ShouldNotBeEmpty();

    [GeneratedRegex("<(http[^>]+)>")]
    private static partial Regex AngleBrackets();
}

file static class Texts
{
    public static string ShouldNotBeEmpty(this string text)
    {
        text.ShouldNotBe("");
        return text;
    }
}
