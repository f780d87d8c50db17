using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Tracking;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Tracking;

[Collection(nameof(SharedSite))]
public sealed partial class MailViewTests(Site site)
{
    private const string Template = "to-be-viewed";

    [Fact]
    public async Task Everybody_is_shown_their_own_mail_as_it_was_sent()
    {
        var (ann, annsMail) = await SendAsync("ann@view.example", "Ann <script>alert(1)</script>");
        var (bob, _) = await SendAsync("bob@view.example", "Bob");

        var (status, anns) = await GetAsync(ann);
        var (_, bobs) = await GetAsync(bob);

        status.ShouldBe(HttpStatusCode.OK);
        anns.ReplaceLineEndings("\n").TrimEnd().ShouldBe(annsMail.ReplaceLineEndings("\n").TrimEnd());
        anns.ShouldContain("Dear Ann &lt;script&gt;alert(1)&lt;/script&gt; of ann@view.example");
        anns.ShouldContain("https://shop.example/automail/c/");
        anns.ShouldContain("https://shop.example" + ann);
        bobs.ShouldContain("Dear Bob of bob@view.example");
    }

    [Fact]
    public async Task A_mail_stays_as_it_was_when_its_template_changes()
    {
        var (path, mail) = await SendAsync("keeper@view.example", "Kim", "to-be-edited");
        await ForTemplateAsync("to-be-edited", async (contents, item) =>
        {
            var draft = await contents.GetAsync(item.ContentItemId, VersionOptions.DraftRequired);
            draft.Alter<EmailTemplatePart>(part => part.Html = "<p>Altogether new</p>");
            await contents.UpdateAsync(draft);
            await contents.PublishAsync(draft);
        });
        (await site.SendAsync("to-be-edited", "keeper@view.example")).State.ShouldBe(SendState.Sent);

        var (_, page) = await GetAsync(path);

        site.MailTo("keeper@view.example").ShouldContain(later => later.HtmlBody!.Contains("Altogether new"));
        page.ReplaceLineEndings("\n").TrimEnd().ShouldBe(mail.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task Looking_writes_nothing()
    {
        var (path, _) = await SendAsync("looker@view.example", "Lo");
        var before = await StateAsync("looker@view.example");

        await GetAsync(path);
        using var browser = site.NewBrowser(followRedirects: false);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await browser.SendAsync(request, TestContext.Current.CancellationToken);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StateAsync("looker@view.example")).ShouldBe(before);
    }

    [Fact]
    public async Task The_page_is_kept_by_nobody_and_can_do_nothing_but_show_itself()
    {
        var (path, _) = await SendAsync("careful@view.example", "Carl");
        using var browser = site.NewBrowser(followRedirects: false);

        using var response = await browser.GetAsync(path, TestContext.Current.CancellationToken);

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex, nofollow"]);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Content-Security-Policy").ShouldBe([MailViews.ContentSecurityPolicy]);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        MailViews.ContentSecurityPolicy.ShouldStartWith("default-src 'none';");
        MailViews.ContentSecurityPolicy.ShouldNotContain("script");
    }

    [Fact]
    public async Task Its_unsubscribe_link_works()
    {
        var (path, _) = await SendAsync("leaver@view.example", "Lee");
        var (_, page) = await GetAsync(path);

        var (status, unsubscribe) = await GetAsync(new Uri(UnsubscribeLink().Match(page).Value).AbsolutePath);

        status.ShouldBe(HttpStatusCode.OK);
        unsubscribe.ShouldContain("leaver@view.example");
    }

    [Fact]
    public async Task A_forged_a_truncated_and_another_kind_of_token_get_a_plain_page()
    {
        var (path, mail) = await SendAsync("cut@view.example", "Cut");
        site.Errors.Clear();

        foreach (var wrong in (string[])[path[..^1], path + "A", "/automail/view/x", "/automail/view/" + ClickToken().Match(mail).Groups[1].Value])
        {
            var (status, page) = await GetAsync(wrong);

            status.ShouldBe(HttpStatusCode.NotFound, wrong);
            page.ShouldContain("This link is not valid");
        }

        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mail_whose_contact_or_template_is_gone_can_no_longer_be_shown()
    {
        var (path, _) = await SendAsync("gone@view.example", "Gone");
        var (lost, _) = await SendAsync("lost@view.example", "Lost", "to-be-removed");
        var contact = (await site.FindContactAsync("gone@view.example"))!;
        await site.WithAsync<IAutomailStore, bool>(store => store.ExecuteAsync(async unit =>
        {
            await unit.Contacts.RemoveAsync(contact.Id);
            return true;
        }));
        await ForTemplateAsync("to-be-removed", (contents, item) => contents.RemoveAsync(item));
        site.Errors.Clear();

        foreach (var gone in (string[])[path, lost])
        {
            var (status, page) = await GetAsync(gone);

            status.ShouldBe(HttpStatusCode.Gone);
            page.ShouldContain("This mail can no longer be shown");
            page.ShouldNotContain("Dear");
        }

        site.Errors.Lines.ShouldBeEmpty();
    }

    private async Task<(HttpStatusCode Status, string Page)> GetAsync(string path)
    {
        using var browser = site.NewBrowser(followRedirects: false);
        using var response = await browser.GetAsync(path, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends a mail, and gives the address of its page and its HTML.</summary>
    private async Task<(string Path, string Html)> SendAsync(string email, string name, string template = Template)
    {
        await site.TakeAsync("contact.updated", email, JsonSerializer.Serialize(new { name }));
        await site.PublishTemplateAsync(template, part => part.Html =
            "<p>Dear {{ contact.name }} of {{ contact.email }}</p><a href=\"/mugs\">Mugs</a> <a href=\"{{ unsubscribe_url }}\">out</a> <a href=\"{{ view_url }}\">view</a>");
        (await site.SendAsync(template, email)).State.ShouldBe(SendState.Sent);
        var html = site.MailTo(email)[^1].HtmlBody!;
        return (new Uri(ViewLink().Match(html).Value).AbsolutePath, html);
    }

    private Task ForTemplateAsync(string name, Func<IContentManager, ContentItem, Task> act)
        => site.InScopeAsync(async services =>
        {
            var items = await services.GetRequiredService<ISession>()
                .Query<ContentItem, ContentItemIndex>(index => index.Published && index.ContentType == TemplateTypes.Template).ListAsync();
            foreach (var item in items.Where(item => item.TryGet<EmailTemplatePart>(out var part) && part.Name == name).ToList())
            {
                await act(services.GetRequiredService<IContentManager>(), item);
            }
        });

    /// <summary>All that is known of a contact, as text.</summary>
    private Task<string> StateAsync(string email)
        => site.WithAsync<IAutomailStore, string>(store => store.ReadAsync(async unit =>
        {
            var contact = (await unit.Contacts.FindAsync(ContactIdentity.FromSubject(email))).ShouldNotBeNull();
            return JsonSerializer.Serialize(new
            {
                contact,
                events = (await unit.Events.ForContactAsync(contact.Id, 0, 100)).Items,
                mails = (await unit.Ledger.SearchAsync(new SendQuery(ContactId: contact.Id), 0, 100)).Items,
                consents = await unit.Consents.HistoryAsync(contact.Id),
                journeys = await unit.Enrollments.ForContactAsync(contact.Id),
            });
        }));

    [GeneratedRegex("https://shop\\.example/automail/view/[^\"]+")]
    private static partial Regex ViewLink();

    [GeneratedRegex("https://shop\\.example/automail/unsubscribe/[^\"]+")]
    private static partial Regex UnsubscribeLink();

    [GeneratedRegex("/automail/c/([A-Za-z0-9_-]+)")]
    private static partial Regex ClickToken();
}
