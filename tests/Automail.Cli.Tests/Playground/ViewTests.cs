using System.Net;
using System.Text.RegularExpressions;
using Automail.Engine.Flow;
using Automail.Engine.Tracking;

namespace Automail.Cli.Tests.Playground;

public sealed partial class ViewTests
{
    [Fact]
    public async Task A_mail_is_shown_in_a_browser_as_it_was_sent()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann <script>alert(1)</script>");
        await visit.RegisterAsync("bob@example.org", "Bob");
        var mails = await visit.MailsAsync();
        var ledger = await visit.LedgerAsync();
        await visit.AdvanceAsync("PT1H");

        foreach (var (email, name) in ((string, string)[])[("ann@example.org", "Ann"), ("bob@example.org", "Bob")])
        {
            var mail = mails.Single(one => one.To.Mailboxes.Single().Address == email);
            var response = await visit.GetAsync(ViewLink().Match(mail.HtmlBody!).Value);
            var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
            page.ReplaceLineEndings("\n").TrimEnd().ShouldBe(mail.HtmlBody!.ReplaceLineEndings("\n").TrimEnd());
            page.ShouldContain(name);
            page.ShouldNotContain("<script>alert");
            response.Headers.CacheControl!.NoStore.ShouldBeTrue();
            response.Headers.GetValues("X-Robots-Tag").Single().ShouldBe("noindex, nofollow");
            response.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
            response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(MailViews.ContentSecurityPolicy);
            mail.TextBody!.ShouldContain("/automail/view/");
        }

        (await visit.LedgerAsync()).ShouldBe(ledger);
    }

    [Fact]
    public async Task Its_links_for_unsubscribing_work_and_a_click_token_is_none_for_viewing()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");
        var mail = (await visit.MailsAsync())[0];
        var page = await (await visit.GetAsync(ViewLink().Match(mail.HtmlBody!).Value)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        (await visit.GetAsync(UnsubscribeLink().Match(page).Value)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visit.GetAsync("/automail/view/" + ClickToken().Match(page).Groups[1].Value)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_mail_that_is_not_there_can_no_longer_be_shown()
    {
        await using var visit = await Visit.StartAsync();
        var tokens = new TokenProtector(TokenSecret.Parse(await File.ReadAllTextAsync(Path.Combine(visit.DataFolder, "token-secret.txt"), TestContext.Current.CancellationToken)));

        var response = await visit.GetAsync("/automail/view/" + tokens.Protect(new TokenContent(TokenKind.View, new string('0', 32))));

        response.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("This mail can no longer be shown");
    }

    [GeneratedRegex("http://[^\"]+/automail/view/[^\"]+")]
    private static partial Regex ViewLink();

    [GeneratedRegex("http://[^\"]+/automail/unsubscribe/[^\"]+")]
    private static partial Regex UnsubscribeLink();

    [GeneratedRegex("/automail/c/([A-Za-z0-9_-]+)")]
    private static partial Regex ClickToken();
}
