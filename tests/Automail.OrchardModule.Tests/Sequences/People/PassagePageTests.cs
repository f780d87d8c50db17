using System.Net;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.People;

/// <summary>The page of one passage, and what would happen.</summary>
[Collection(nameof(AdminSite))]
public sealed class PassagePageTests(AdminSite site)
{
    [Fact]
    public async Task Why_and_why_not_stand_in_order_with_the_values_that_were_seen_and_what_became_of_the_mails()
    {
        await site.PublishTemplateAsync("passage-hello", part => (part.Subject, part.Purpose) = ("Hello", "marketing"));
        (await site.ImportAsync("""
            { "name": "AutomailSequences", "sequences": [ { "id": "pg-why", "name": "Why?", "purpose": "marketing", "trigger": { "event": "pgwhy.start", "if": "event.count > 3" },
              "steps": [ { "id": "m1", "send": "passage-hello" }, { "id": "b1", "if": "contact.name == '<b>Ann</b>'", "then": [ { "id": "w1", "wait": "P2D" } ], "else": [] }, { "id": "m2", "send": "passage-hello" } ] } ] }
            """)).ShouldBeEmpty();
        await site.HappenAsync("ann@pgwhy.example", "user.registered", new { email = "ann@pgwhy.example", name = "<b>Ann</b>", timeZone = "Pacific/Auckland" });
        await site.HappenAsync("ann@pgwhy.example", "pgwhy.start", new { count = 4 });
        await site.SweepAsync();
        var passage = (await site.LatestAsync("pg-why", "ann@pgwhy.example")).ShouldNotBeNull();
        using var admin = await AdminBrowser.AdminAsync(site);

        var html = await admin.PageAsync(AddressOf(passage));

        html.ShouldNotContain("<b>Ann</b>");
        var page = WebUtility.HtmlDecode(html);
        InOrder(page, "May the contact enter? event.count > 3", "Yes", "event.count</code> = <bdi>4", "Entered, because “pgwhy.start” happens", "Mail “passage-hello”", "Not sent", "no consent was given for marketing",
            "If contact.name ==", "contact.name</code> =", "Waits", "until", "What would happen from now", "Pacific/Auckland", "“passage-hello” would not be sent", "no consent was given for marketing", "The end: Completed");
        page.ShouldContain("/Admin/Automail/Mails/");

        // The clock of the site shows nine in the morning, that of the contact ten in the evening; two days later it is the same.
        var then = TimeZoneInfo.ConvertTime(passage.EnteredAt.AddDays(2), TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland"));
        page.ShouldContain($">{then:ddd} {then.ToString("g", System.Globalization.CultureInfo.GetCultureInfo("en-US"))}</time>");
        (await site.GetAsync(passage)).Trace.ShouldBe(passage.Trace);
        (await site.MailsOfAsync("ann@pgwhy.example")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_passage_is_paused_resumed_moved_on_and_removed_from_its_page()
    {
        await site.PublishSequenceAsync("pg-one");
        var passage = (await site.EnterAsync("pg-one", "bob@pgone.example"))[0];
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = AddressOf(passage);

        (await ChangeAsync("Pause", ("reason", "rings <i>back</i>"))).ShouldContain("operator admin: rings <i>back</i>");
        var paused = await admin.TextAsync(page);
        paused.ShouldContain("Nothing happens until the passage is resumed.");
        paused.ShouldNotContain("Yes, pause");
        (await ChangeAsync("SkipAhead")).ShouldContain("not in a state for it any more");
        (await ChangeAsync("Resume")).ShouldContain("Yes, skip ahead");
        (await ChangeAsync("SkipAhead", ("to", "w3"))).ShouldContain("Wait 4 days");
        (await ChangeAsync("SkipAhead", ("to", "w1"))).ShouldContain("not in a state for it any more");
        (await ChangeAsync("Remove", ("reason", "wrong person"))).ShouldContain("The end: Removed");
        (await site.GetAsync(passage)).EndReason.ShouldBe("operator admin: wrong person");
        var ended = await admin.TextAsync(page);
        ended.ShouldNotContain("Yes, remove");
        ended.ShouldNotContain("What would happen from now");

        Task<string> ChangeAsync(string what, params (string, string)[] more) => admin.SendAsync(page, page + "/Change", [("what", what), .. more]);
    }

    [Fact]
    public async Task A_passage_whose_contact_has_become_another_or_is_gone_or_that_is_not_there_has_a_plain_answer()
    {
        await site.PublishSequenceAsync("pg-gone");
        var joined = (await site.EnterAsync("pg-gone", "old@pggone.example"))[0];
        var gone = (await site.EnterAsync("pg-gone", "erased@pggone.example"))[0];
        await site.HappenAsync("crm-pggone", "user.registered", new { externalId = "crm-pggone", name = "The same" });
        await site.HappenAsync("crm-pggone", "contact.updated", new { email = "old@pggone.example" });
        await site.WriteAsync(unit => unit.Contacts.RemoveAsync(gone.ContactId));
        using var admin = await AdminBrowser.AdminAsync(site);

        (await admin.TextAsync(AddressOf(joined))).ShouldContain("old@pggone.example");
        (await admin.TextAsync(AddressOf(gone))).ShouldContain("A contact that is gone");
        (await admin.TextAsync(PeopleActs.PeopleOf("pg-gone"))).ShouldContain("A contact that is gone");
        foreach (var address in (string[])["/Admin/Automail/Sequences/pg-gone/People/nobody/1", AddressOf(joined).Replace("pg-gone", "pg-one", StringComparison.Ordinal), AddressOf(joined)[..^1] + "9"])
        {
            using var response = await admin.GetAsync(address);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }
    }

    [Fact]
    public async Task The_page_of_a_contact_leads_to_its_passages_and_tries_sequences_and_drafts()
    {
        await site.PublishSequenceAsync("pg-try");
        var draft = await site.AddSequenceAsync("Tried draft", SequenceItems.Definition("pg-draft", "pgdraft.start", """{ "id": "w1", "wait": "P6D" }"""), publish: false);
        var broken = await site.AddSequenceAsync("Broken draft", """{ "id": "pg-broken", "trigger": { "manual": true }, "steps": [ { "id": "w1", "wait": "soon" } ] }""", publish: false);
        var passage = (await site.EnterAsync("pg-try", "dee@pgtry.example"))[0];
        using var admin = await AdminBrowser.AdminAsync(site);
        var contact = $"/Admin/Automail/Contacts/{passage.ContactId}";

        var page = await admin.TextAsync(contact);
        page.ShouldContain($"href=\"{AddressOf(passage)}\"");
        page.ShouldContain($"value=\"draft:{draft}\"");
        (await admin.TextAsync(contact + "/WhatIf?sequence=pg-try")).ShouldContain("The contact would not enter");
        var told = await admin.TextAsync($"{contact}/WhatIf?sequence=draft:{draft}");
        told.ShouldContain("If the contact entered the draft “Tried draft”");
        InOrder(told, "Entered", "Waits", "The end: Completed");
        (await admin.TextAsync($"{contact}/WhatIf?sequence=draft:{broken}")).ShouldContain("'soon' is not an ISO 8601 duration");
        foreach (var unknown in (string[])["", "nothing", "draft:nothing"])
        {
            using var response = await admin.GetAsync($"{contact}/WhatIf?sequence={unknown}");
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, unknown);
        }

        (await site.PassagesAsync("dee@pgtry.example", "pg-draft")).ShouldBeEmpty();
        (await site.FindPlanAsync("pg-draft")).ShouldBeNull();
        (await site.PassagesAsync("dee@pgtry.example", "pg-try")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Looking_and_changing_have_their_permissions()
    {
        await site.PublishSequenceAsync("pg-rights");
        var draft = await site.AddSequenceAsync("Secret draft", SequenceItems.Definition("pg-secret", "pgsecret.start"), publish: false);
        var passage = (await site.EnterAsync("pg-rights", "eve@pgrights.example"))[0];
        using var nobody = await AdminBrowser.ClerkAsync(site, "pgnobody");
        using var looker = await AdminBrowser.ClerkAsync(site, "pglooker", "ViewAutomailContacts");
        var contact = $"/Admin/Automail/Contacts/{passage.ContactId}";

        foreach (var page in (string[])[AddressOf(passage), contact + "/WhatIf?sequence=pg-rights"])
        {
            using var refused = await nobody.GetAsync(page);
            refused.IsRefused().ShouldBeTrue(page);
        }

        (await looker.PageAsync(AddressOf(passage))).ShouldNotContain("name=\"what\"");
        (await looker.PageAsync(contact)).ShouldNotContain(draft);
        using var secret = await looker.GetAsync($"{contact}/WhatIf?sequence=draft:{draft}");
        secret.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var change = await looker.PostAsync("/Admin", AddressOf(passage) + "/Change", ("what", "Remove"));
        change.IsRefused().ShouldBeTrue();
        using var got = await looker.GetAsync(AddressOf(passage) + "/Change?what=Remove");
        got.IsSuccessStatusCode.ShouldBeFalse();
        (await site.GetAsync(passage)).Status.ShouldBe(EnrollmentStatus.Active);
    }

    internal static string AddressOf(Enrollment passage) => $"/Admin/Automail/Sequences/{passage.JourneyId}/People/{passage.Id.Split('/')[1]}/{passage.Number}";

    internal static void InOrder(string text, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            found.ShouldBeGreaterThanOrEqualTo(0, part);
            at = found;
        }
    }
}
