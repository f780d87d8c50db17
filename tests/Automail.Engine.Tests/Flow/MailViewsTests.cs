using System.Text.Json;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Templates;
using Automail.Engine.Tests.Templates;
using Automail.Engine.Tracking;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

public sealed class MailViewsTests
{
    private static readonly MailTemplate Standard = new()
    {
        Name = "news",
        Version = "1",
        Subject = "News",
        Purpose = "marketing",
        Html = "<p>{{ contact.name }}|{{ contact.email }}|{{ event.total }}|{{ extra }}</p><a href=\"/mugs\">mugs</a><a href=\"{{ unsubscribe_url }}\">out</a><a href=\"{{ view_url }}\">view</a>",
    };

    private readonly FlowHost _host = new();
    private readonly Shelf _templates = new() { Template = Standard };
    private readonly MailComposer _composer;
    private readonly MailViews _views;

    public MailViewsTests()
    {
        _composer = new MailComposer(_templates, new MailRenderer(new PathsOnlyLiquid(), _host.Tokens), _host.Tokens, new FixedSite(FlowHost.Profile), _host.Store, _host.Clock);
        _views = new MailViews(_host.Store, _composer, _host.Tokens);
    }

    [Fact]
    public async Task Shows_what_was_sent_with_the_same_links()
    {
        var record = await SentAsync("ann@view.example");
        var contact = (await _host.ContactAsync("ann@view.example"))!;
        var sent = (await _composer.ComposeAsync(record with { State = SendState.Sending }, contact, null, Token)).Html;

        _host.Clock.AdvanceTo(FlowHost.Start.AddDays(90));
        var view = (await FindAsync(record)).ShouldNotBeNull();

        view.Html.ShouldBe(sent);
        sent.ShouldContain("<p>Ann &lt;script&gt;|ann@view.example|30|more</p>");
        sent.ShouldContain("https://shop.example/automail/c/");
        sent.ShouldContain($"<a href=\"https://shop.example/automail/view/{_host.Tokens.Protect(new TokenContent(TokenKind.View, record.Id))}\">view</a>");
    }

    [Fact]
    public async Task Shows_each_contact_its_own_mail()
    {
        var ann = await SentAsync("ann@view.example");
        var bob = await SentAsync("bob@view.example");

        (await FindAsync(ann))!.Html!.ShouldContain("|ann@view.example|");
        (await FindAsync(bob))!.Html!.ShouldContain("|bob@view.example|");
    }

    [Fact]
    public async Task Shows_the_address_that_was_written_to_and_no_later_one()
    {
        var record = await SentAsync("ann@view.example");
        var contact = (await _host.ContactAsync("ann@view.example"))!;
        await _host.Store.ExecuteAsync(unit => unit.Contacts.SaveAsync(contact with { Email = "later@view.example" }), Token);

        (await FindAsync(record))!.Html!.ShouldContain("|ann@view.example|");
    }

    [Fact]
    public async Task Shows_the_template_as_it_was_sent_if_that_can_be_had()
    {
        var record = (await SentAsync("ann@view.example")) with { TemplateVersion = "1" };
        await _host.Store.ExecuteAsync(unit => unit.Ledger.UpdateAsync(record), Token);
        _templates.Template = Standard with { Version = "2", Html = "<p>new</p>" };

        (await FindAsync(record))!.Html!.ShouldContain("<p>new</p>");

        _templates.Earlier = Standard;
        (await FindAsync(record))!.Html!.ShouldContain("|ann@view.example|");

        // What is still to be sent is made of the latest one.
        (await _composer.ComposeAsync(record with { State = SendState.Sending }, (await _host.ContactAsync("ann@view.example"))!, null, Token)).Html.ShouldContain("<p>new</p>");
    }

    [Fact]
    public async Task Changes_nothing()
    {
        var record = await SentAsync("ann@view.example");
        var contact = (await _host.ContactAsync("ann@view.example"))!;
        var events = await EventsAsync(contact);

        await FindAsync(record);

        JsonSerializer.Serialize(await _host.LedgerAsync()).ShouldBe(JsonSerializer.Serialize<SendRecord[]>([record]));
        (await EventsAsync(contact)).ShouldBe(events);
        (await _host.Store.ReadAsync(unit => unit.Due.NextDueAsync(), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Only_a_token_for_viewing_shows_it()
    {
        var record = await SentAsync("ann@view.example");
        var good = _host.Tokens.Protect(new TokenContent(TokenKind.View, record.Id));
        string[] bad =
        [
            "", "x", good[..^1], good + "A", new('A', 5000),
            _host.Tokens.Protect(new TokenContent(TokenKind.Click, record.Id, "https://shop.example/")),
            _host.Tokens.Protect(new TokenContent(TokenKind.Unsubscribe, record.Id)),
            _host.Tokens.Protect(new TokenContent(TokenKind.Preferences, record.Id)),
            new TokenProtector([.. new byte[31], 1]).Protect(new TokenContent(TokenKind.View, record.Id)),
        ];

        foreach (var token in bad)
        {
            (await _views.FindAsync(token, Token)).ShouldBeNull(token);
        }

        (await _host.Pipeline.Responses.WhoseAsync(good, Token)).ShouldBeNull();
        (await _host.Pipeline.Responses.UnsubscribeAsync(good, "page", Token)).ShouldBeFalse();
        _host.Pipeline.Responses.Target(good).ShouldBeNull();
    }

    [Fact]
    public async Task A_mail_that_cannot_be_made_again_is_told_from_a_bad_token()
    {
        var record = await SentAsync("ann@view.example");
        var contact = (await _host.ContactAsync("ann@view.example"))!;

        _templates.Template = null;
        (await FindAsync(record)).ShouldBe(new MailView(null));

        _templates.Template = Standard with { Version = "2", Layout = "<html><body>no content</body></html>" };
        (await FindAsync(record)).ShouldBe(new MailView(null));

        _templates.Template = Standard;
        await _host.Store.ExecuteAsync(unit => unit.Contacts.SaveAsync(contact with { Email = null }), Token);
        (await FindAsync(record)).ShouldBe(new MailView(null));

        (await _views.FindAsync(_host.Tokens.Protect(new TokenContent(TokenKind.View, new string('0', 32))), Token)).ShouldBe(new MailView(null));
    }

    private Task<MailView?> FindAsync(SendRecord record) => _views.FindAsync(_host.Tokens.Protect(new TokenContent(TokenKind.View, record.Id)), Token);

    private async Task<SendRecord> SentAsync(string email)
    {
        await _host.HappenAsync(email, "contact.updated", new { name = email.StartsWith("ann", StringComparison.Ordinal) ? "Ann <script>" : "Bob" });
        var contact = (await _host.ContactAsync(email))!;
        var record = await _host.Store.ExecuteAsync(unit => _host.Pipeline.Mails.QueueAsync(unit, new SendRequest
        {
            Key = new SendKey("test", 1, email, "m1", 0),
            Contact = contact,
            Template = "news",
            Purpose = "transactional",
            Event = JsonSerializer.SerializeToElement(new { type = "order.placed", time = FlowHost.Start, total = 30 }),
            Model = JsonSerializer.SerializeToElement(new { extra = "more" }),
        }), Token);
        await _host.AdvanceAsync(TimeSpan.FromMinutes(1));
        return (await _host.LedgerAsync()).Single(sent => sent.Id == record!.Id && sent.State == SendState.Sent);
    }

    private async Task<IReadOnlyList<string>> EventsAsync(Contact contact)
        => [.. (await _host.Store.ReadAsync(unit => unit.Events.ForContactAsync(contact.Id, 0, 100), Token)).Items.Select(logged => $"{logged.Event.Type} {logged.Event.Id}")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class Shelf : ITemplateSource
    {
        public MailTemplate? Template { get; set; }

        public MailTemplate? Earlier { get; set; }

        public Task<MailTemplate?> FindAsync(string name, string? locale, CancellationToken cancellationToken = default) => Task.FromResult(Template);

        public Task<MailTemplate?> FindVersionAsync(MailTemplate current, string version, CancellationToken cancellationToken = default)
            => Task.FromResult(Earlier?.Version == version ? Earlier : null);
    }
}
