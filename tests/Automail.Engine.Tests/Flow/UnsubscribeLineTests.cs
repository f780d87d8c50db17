using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Templates;
using Automail.Engine.Tests.Templates;
using Automail.Engine.Tracking;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>Whatever layouts and parts become after a template was checked: marketing mail can be ended.</summary>
public sealed class UnsubscribeLineTests
{
    private readonly FlowHost _host = new();

    [Theory]
    [InlineData("<p>Hello</p>", "<body>{{ content }}</body>", null, "Unsubscribe")]
    [InlineData("<p>Hello</p>", "<body>{{ content }}</body>", "nl-BE", "Afmelden")]
    [InlineData("<p>Hello</p>", null, "en", "Unsubscribe")]
    public async Task A_marketing_mail_whose_layout_lost_the_link_gets_one(string html, string? layout, string? locale, string name)
    {
        var mail = await ComposeAsync(html, layout, "marketing", locale: locale);

        mail.Html.ShouldContain($"<a href=\"{mail.UnsubscribeUrl}\">{name}</a></p>\n</body>");
        mail.Text.ShouldBe($"Hello\n\n{name} ({mail.UnsubscribeUrl})\n");
        _host.Tokens.Unprotect(mail.UnsubscribeUrl![(mail.UnsubscribeUrl!.LastIndexOf('/') + 1)..])!.Kind.ShouldBe(TokenKind.Unsubscribe);
    }

    [Fact]
    public async Task An_own_text_without_the_link_gets_it_and_the_html_stays_as_it_is()
    {
        const string Html = "<html><body>{{ content }}<a href=\"{{ unsubscribe_url }}\">Bye</a></body></html>";

        var mail = await ComposeAsync("<p>Hello</p>", Html, "marketing", text: "Hello");

        mail.Html.Split("/automail/unsubscribe/").Length.ShouldBe(2);
        mail.Html.ShouldEndWith("Bye</a></body></html>");
        mail.Text.ShouldBe($"Hello\n\nUnsubscribe ({mail.UnsubscribeUrl})\n");
    }

    [Fact]
    public async Task A_mail_with_the_link_and_one_that_needs_no_consent_stay_as_they_are()
    {
        var linked = await ComposeAsync("<p>Hello</p><a href=\"{{ unsubscribe_url }}\">Bye</a>", null, "marketing");
        var transactional = await ComposeAsync("<p>Hello</p>", null, "transactional");

        linked.Html.Split("/automail/unsubscribe/").Length.ShouldBe(2);
        linked.Text.Split("/automail/unsubscribe/").Length.ShouldBe(2);
        transactional.Html.ShouldNotContain("unsubscribe");
        transactional.Text.ShouldBe("Hello\n");
    }

    [Fact]
    public async Task It_is_the_purpose_of_the_mail_that_counts_and_not_that_of_the_template()
    {
        var mail = await ComposeAsync("<p>Hello</p>", null, "marketing", templatePurpose: "transactional");

        mail.Html.ShouldContain(mail.UnsubscribeUrl!);
    }

    private async Task<OutgoingMail> ComposeAsync(string html, string? layout, string purpose, string? locale = null, string? text = null, string? templatePurpose = null)
    {
        var template = new MailTemplate { Name = "news", Version = "1", Subject = "News", Purpose = templatePurpose ?? purpose, Html = html, Layout = layout, Locale = locale, Text = text };
        var composer = new MailComposer(
            new Shelf(template), new MailRenderer(new PathsOnlyLiquid(), _host.Tokens), _host.Tokens, new FixedSite(FlowHost.Profile), _host.Store, _host.Clock);
        await _host.RegisterAsync("ann@line.example");
        var contact = (await _host.ContactAsync("ann@line.example")).ShouldNotBeNull();
        var record = new SendRecord
        {
            Id = new string('a', 32), Key = new SendKey("news", 1, "1", "m1", 0), ContactId = contact.Id, Template = "news", Purpose = purpose, QueuedAt = FlowHost.Start, UpdatedAt = FlowHost.Start,
        };
        return await composer.ComposeAsync(record, contact, null, TestContext.Current.CancellationToken);
    }

    private sealed class Shelf(MailTemplate template) : ITemplateSource
    {
        public Task<MailTemplate?> FindAsync(string name, string? locale, CancellationToken cancellationToken = default) => Task.FromResult<MailTemplate?>(template);
    }
}
