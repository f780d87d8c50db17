using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Entities;
using OrchardCore.Environment.Shell;
using OrchardCore.Localization.Models;
using OrchardCore.Settings;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Admin;

/// <summary>A site in Dutch only; the translations come out of the module itself.</summary>
public sealed class DutchSite : AdminSite
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await InScopeAsync(async services =>
        {
            var features = services.GetRequiredService<IShellFeaturesManager>();
            var localization = (await features.GetAvailableFeaturesAsync()).Where(feature => feature.Id == "OrchardCore.Localization");
            await features.EnableFeaturesAsync(localization, force: true);
        });
        await InScopeAsync(async services =>
        {
            var sites = services.GetRequiredService<ISiteService>();
            var site = await sites.LoadSiteSettingsAsync();
            site.Alter<LocalizationSettings>(settings => (settings.DefaultCulture, settings.SupportedCultures) = ("nl", ["nl"]));
            await sites.UpdateSiteSettingsAsync(site);
        });
        await HostServices.GetRequiredService<IShellHost>().ReleaseShellContextAsync(await InScopeAsync(services => Task.FromResult(services.GetRequiredService<ShellSettings>())));
    }
}

public sealed class DutchPagesTests(DutchSite site) : IClassFixture<DutchSite>
{
    [Fact]
    public async Task Pages_speak_Dutch()
    {
        var contact = await site.RegisterAsync("anna@nl.example");
        var mail = await site.RecordMailAsync(contact, SendState.Skipped, GateReasons.NoConsent);
        using var admin = await AdminBrowser.AdminAsync(site);

        var list = await admin.TextAsync("/Admin/Automail/Contacts");
        var person = await admin.TextAsync($"/Admin/Automail/Contacts/{contact.Id}");
        var log = await admin.TextAsync("/Admin/Automail/Mails");

        list.ShouldContain("<h1>Contacten</h1>");
        list.ShouldContain("0 bestellingen");
        person.ShouldContain("Kreeg ‘cart-reminder’ niet");
        person.ShouldContain("er is geen toestemming gegeven voor marketing");
        person.ShouldContain("2 regels");
        log.ShouldContain("<h1>Maillogboek</h1>");
        log.ShouldContain($"/Admin/Automail/Mails/{mail.Id}");
    }

    [Fact]
    public async Task The_people_of_a_sequence_are_shown_in_Dutch()
    {
        await site.PublishSequenceAsync("nl-mensen");
        var passage = (await site.EnterAsync("nl-mensen", "piet@nl.example"))[0];
        using var admin = await AdminBrowser.AdminAsync(site);

        var people = await admin.TextAsync(PeopleActs.PeopleOf("nl-mensen"));
        var person = await admin.TextAsync($"{PeopleActs.PeopleOf("nl-mensen")}/{passage.ContactId}/1");
        var asked = await admin.SendAsync(PeopleActs.PeopleOf("nl-mensen"), PeopleActs.PeopleOf("nl-mensen") + "/Ask", ("what", "Pause"), ("ids", passage.Id));
        var enroll = await admin.TextAsync("/Admin/Automail/Sequences/nl-mensen/Enroll");

        people.ShouldContain("Mensen in ‘The nl-mensen’");
        people.ShouldContain("Actief");
        person.ShouldContain("Waarom en waarom niet");
        person.ShouldContain("Wat er vanaf nu zou gebeuren");
        asked.ShouldContain("1 persoon pauzeren?");
        enroll.ShouldContain("Contacten voor wie een voorwaarde geldt");
    }

    [Fact]
    public async Task What_tells_others_is_shown_in_Dutch()
    {
        (await site.ImportAsync("""
            { "name": "AutomailSequences", "sequences": [ { "id": "nl-melden", "trigger": { "event": "nl.melden" },
              "steps": [ { "id": "n", "notify": "team@nl.example", "subject": "Bel {{ contact.name }}", "message": "Nu." }, { "id": "h", "webhook": "https://crm.nl.example/" } ] } ] }
            """)).ShouldBeEmpty();
        await site.HappenAsync("kees@nl.example", "nl.melden", new { });
        var passage = (await site.LatestAsync("nl-melden", "kees@nl.example")).ShouldNotBeNull();
        using var admin = await AdminBrowser.AdminAsync(site);

        (await admin.TextAsync(PassagePageTests.AddressOf(passage))).ShouldContain("Mail aan team@nl.example van het team");
        (await admin.TextAsync($"/Admin/Automail/Contacts/{passage.ContactId}")).ShouldContain("‘https://crm.nl.example/’ wordt nog aangeroepen");
        (await admin.TextAsync("/Admin/Automail/Mails")).ShouldContain("Mail aan het team");
        (await admin.TextAsync("/Admin/Automail/Webhooks")).ShouldContain("Het geheim vervangen");
    }

    [Fact]
    public async Task Sequences_are_said_in_Dutch_and_so_are_their_mistakes()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        const string Definition = """
            { "trigger": { "event": "cart.abandoned" }, "window": { "days": ["mon","tue","wed","thu","fri"], "from": "09:00", "to": "20:00" },
              "steps": [ { "id": "w1", "wait": "PT1H" }, { "id": "m1", "send": "cart-1" }, { "id": "w2", "wait": "soon" } ] }
            """;

        using var answer = await admin.PostAsync("/Admin/Contents/ContentTypes/EmailSequence/Create", "/Admin/Automail/SequenceEditor/Check", ("Title", "Nederlands"), ("Definition", Definition));
        var said = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(await answer.Content.ReadAsStringAsync(AdminBrowser.Token));

        said.GetProperty("lines").EnumerateArray().Select(line => line.GetString()).ShouldBe(
            ["Begint wanneer de winkelwagen is achtergelaten. Eén keer per contact.", "1 uur nadat de winkelwagen is achtergelaten: ‘cart-1’, werkdagen 09:00–20:00"]);
        said.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("text").GetString()).ShouldContain("'soon' is geen duur volgens ISO 8601, zoals PT1H of P3D.");
    }

    [Fact]
    public async Task Dates_are_written_as_in_Dutch()
    {
        var contact = await site.RegisterAsync("dirk@nl.example");
        var mail = await site.RecordMailAsync(contact, SendState.Sent, step: "dates");
        using var admin = await AdminBrowser.AdminAsync(site);

        var person = await admin.TextAsync($"/Admin/Automail/Contacts/{contact.Id}");
        var log = await admin.TextAsync("/Admin/Automail/Mails");
        var details = await admin.TextAsync($"/Admin/Automail/Mails/{mail.Id}");

        // The clock stands on the second of March.
        foreach (var page in (string[])[person, log, details])
        {
            page.ShouldMatch("<time datetime=\"2026-03-02T09:00:00Z\" title=\"maandag 2 maart 2026 (om )?09:00:00\">0?2-0?3-2026 09:00</time>");
            page.ShouldNotContain("3/2/2026");
        }
    }
}
