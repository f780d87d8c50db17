using System.Net;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Admin;

[Collection(nameof(AdminSite))]
public sealed class ContactPagesTests(AdminSite site)
{
    private const string List = "/Admin/Automail/Contacts";

    [Fact]
    public async Task The_list_finds_by_a_part_of_address_name_or_external_id()
    {
        await site.RegisterAsync("findme@list.example", "Petronella Quist");
        await site.RegisterAsync("other@list.example", "Somebody Else");
        await site.HappenAsync("findme@list.example", EventTypes.ContactUpdated, new { externalId = "CRM-4711" });
        using var admin = await AdminBrowser.AdminAsync(site);

        foreach (var search in (string[])["FINDME@list", "nella qui", "crm-47"])
        {
            var html = await admin.TextAsync($"{List}?q={Uri.EscapeDataString(search)}");
            html.ShouldContain("findme@list.example", Case.Sensitive, search);
            html.ShouldNotContain("other@list.example", Case.Sensitive, search);
        }

        (await admin.TextAsync($"{List}?q=nobody-has-this")).ShouldContain("contains “nobody-has-this”");
    }

    [Fact]
    public async Task The_list_is_paged_and_the_links_keep_the_search()
    {
        for (var i = 0; i < 25; i++)
        {
            await site.RegisterAsync($"row{i:00}@paged.example");
        }

        using var admin = await AdminBrowser.AdminAsync(site);

        var first = await admin.TextAsync($"{List}?q=paged.example");
        var third = await admin.TextAsync($"{List}?q=paged.example&pagenum=3");

        first.ShouldContain("1 to 10 of 25");
        first.ShouldContain("q=paged.example");
        first.ShouldContain("pagenum=2");
        third.ShouldContain("21 to 25 of 25");
        first.Split("@paged.example</bdi>").Length.ShouldBe(11);
        third.Split("@paged.example</bdi>").Length.ShouldBe(6);
    }

    [Theory]
    [InlineData("pagenum=-5")]
    [InlineData("pagenum=2147483647&pagesize=2147483647")]
    [InlineData("pagenum=0&pagesize=0")]
    [InlineData("pagenum=x")]
    [InlineData("q=%25%00%27%22")]
    public async Task Odd_numbers_and_characters_do_no_harm(string query)
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        (await admin.TextAsync($"{List}?{query}")).ShouldContain("<h1>Contacts</h1>");
    }

    [Fact]
    public async Task What_people_wrote_is_encoded_everywhere()
    {
        const string Script = "<script>alert('x')</script>";
        var contact = await site.RegisterAsync("hostile@encode.example", Script);
        await site.HappenAsync(contact.Email!, EventTypes.ContactUpdated, new
        {
            externalId = Script,
            anonymousId = Script + "2",
            tags = new { add = new[] { Script } },
            attributes = new { size = Script },
        });
        await site.HappenAsync(contact.Email!, EventTypes.ProductViewed, new { sku = "a", name = Script });
        await site.RecordMailAsync(contact, SendState.Failed, Script, template: Script, subject: Script);
        using var admin = await AdminBrowser.AdminAsync(site);

        foreach (var page in (string[])[$"{List}?q={Uri.EscapeDataString(Script)}", $"{List}/{contact.Id}"])
        {
            var html = await admin.PageAsync(page);
            html.ShouldNotContain(Script);
            html.ShouldContain("&lt;script&gt;");
        }
    }

    [Fact]
    public async Task The_detail_page_shows_profile_consent_with_proof_and_history()
    {
        var contact = await site.RegisterAsync("detail@pages.example", "Dora Tail");
        await site.HappenAsync(contact.Email!, EventTypes.OrderPlaced, new { orderId = "o1", currency = "EUR", total = 30.5 });
        await site.RecordMailAsync(contact, SendState.Sent, subject: "You left something");
        await site.WriteAsync(unit => unit.Enrollments.SaveAsync(new Enrollment
        {
            Id = Enrollment.MakeId("cart-recovery", contact.Id, 1),
            JourneyId = "cart-recovery",
            Version = 3,
            ContactId = contact.Id,
            EnteredAt = site.Clock.Now,
            Status = EnrollmentStatus.Exited,
            EndedAt = site.Clock.Now,
            EndReason = "order.placed",
        }));
        using var admin = await AdminBrowser.AdminAsync(site);

        var html = await admin.TextAsync($"{List}/{contact.Id}");

        html.ShouldContain("Dora Tail");
        html.ShouldContain("sign-up form");
        html.ShouldContain("2026-01");
        html.ShouldContain("1, 30.50 in total");
        InOrder(html, "Was sent “You left something”", "Left “cart-recovery”", "order.placed", "Entered “cart-recovery”, version 3", "Ordered for 30.5 EUR", "Registered");
        html.ShouldContain($"datetime=\"{site.Clock.Now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\"");
    }

    [Fact]
    public async Task A_mail_that_was_not_sent_tells_when_consent_was_withdrawn()
    {
        var contact = await site.RegisterAsync("why@pages.example");
        using var admin = await AdminBrowser.AdminAsync(site);
        using var response = await admin.PostAsync($"{List}/{contact.Id}", $"{List}/{contact.Id}/Withdraw", ("purpose", "marketing"));
        await site.RecordMailAsync(contact, SendState.Skipped, GateReasons.Unsubscribed);

        var html = await admin.TextAsync($"{List}/{contact.Id}");

        html.ShouldContain($"withdrew consent for marketing on {site.Clock.Now:M/d/yyyy}");
        html.ShouldContain("Was not sent “cart-reminder”");
    }

    [Fact]
    public async Task A_long_history_is_paged()
    {
        var contact = await site.RegisterAsync("long@pages.example");
        for (var i = 0; i < 14; i++)
        {
            await site.HappenAsync(contact.Email!, EventTypes.ProductViewed, new { sku = "a", name = $"Mug number {i:00}." });
        }

        using var admin = await AdminBrowser.AdminAsync(site);

        var all = await admin.TextAsync($"{List}/{contact.Id}") + await admin.TextAsync($"{List}/{contact.Id}?pagenum=2");

        all.ShouldContain("15 entries");
        Enumerable.Range(0, 14).ShouldAllBe(i => all.Split($"Looked at Mug number {i:00}.").Length == 2);
        all.Split("Registered</bdi>").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Suppressing_and_lifting_are_recorded_and_shown()
    {
        var contact = await site.RegisterAsync("stop@pages.example");
        var page = $"{List}/{contact.Id}";
        using var admin = await AdminBrowser.AdminAsync(site);

        using var suppressed = await admin.PostAsync(page, $"{page}/Suppress", ("reason", "asked on the phone"));
        var after = await admin.TextAsync(page);
        using var lifted = await admin.PostAsync(page, $"{page}/Lift", ("reason", "asked again"));
        var end = await admin.TextAsync(page);

        suppressed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        suppressed.Headers.Location!.ToString().ShouldBe(page);
        after.ShouldContain("The address is suppressed.");
        after.ShouldContain("operator admin: asked on the phone");
        after.ShouldContain("admin suppressed the address");
        lifted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        end.ShouldContain("The address is not suppressed.");
        end.ShouldContain("admin lifted the suppression of the address");
    }

    [Fact]
    public async Task A_wrong_purpose_is_refused_in_words()
    {
        var contact = await site.RegisterAsync("wrong@pages.example");
        var page = $"{List}/{contact.Id}";
        using var admin = await AdminBrowser.AdminAsync(site);

        using var response = await admin.PostAsync(page, $"{page}/Withdraw", ("purpose", "transactional"));

        (await admin.TextAsync(page)).ShouldContain("That was refused: purpose: needs no consent");
        (await site.ReadAsync(unit => unit.Consents.HistoryAsync(contact.Id))).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("Suppress")]
    [InlineData("Lift")]
    [InlineData("Withdraw")]
    public async Task Without_an_antiforgery_token_nothing_is_done(string action)
    {
        var contact = await site.RegisterAsync("forged@pages.example");
        using var admin = await AdminBrowser.AdminAsync(site);

        using var response = await admin.PostWithoutTokenAsync($"{List}/{contact.Id}/{action}", ("purpose", "marketing"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await site.ReadAsync(unit => unit.Suppressions.FindAsync([Suppression.Hash(contact.Email!)]))).ShouldBeEmpty();
        (await site.ReadAsync(unit => unit.Consents.HistoryAsync(contact.Id))).ShouldAllBe(statement => statement.Status == ConsentStatus.Granted);
    }

    [Theory]
    [InlineData("Suppress")]
    [InlineData("Lift")]
    [InlineData("Withdraw")]
    public async Task A_link_changes_nothing(string action)
    {
        var contact = await site.RegisterAsync("link@pages.example");
        using var admin = await AdminBrowser.AdminAsync(site);

        using var response = await admin.GetAsync($"{List}/{contact.Id}/{action}?purpose=marketing");

        ((int)response.StatusCode).ShouldBeOneOf(404, 405);
    }

    [Fact]
    public async Task An_unknown_contact_is_not_found()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        using var response = await admin.GetAsync($"{List}/{new string('0', 32)}");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static void InOrder(string html, params string[] texts)
    {
        var at = 0;
        foreach (var text in texts)
        {
            var found = html.IndexOf(text, at, StringComparison.Ordinal);
            found.ShouldBeGreaterThan(-1, $"'{text}' is not where it should be in {html[at..]}");
            at = found;
        }
    }
}
