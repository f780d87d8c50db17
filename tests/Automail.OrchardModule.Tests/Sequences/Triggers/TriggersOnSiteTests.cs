using System.Globalization;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sites;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Triggers;

/// <summary>Dates, schedules and conditions that become true let people in on a site: published by an item or a recipe, done by the site's own sweeps.</summary>
[Collection(nameof(SharedSite))]
public sealed class TriggersOnSiteTests(Site site)
{
    private const string Step = """ "steps": [ { "id": "w1", "wait": "P1D" } ] """;

    [Fact]
    public async Task A_date_lets_in_who_was_known_before_the_item_was_published_and_who_comes_after()
    {
        var at = site.Clock.Now.AddMinutes(3).ToString("O", CultureInfo.InvariantCulture);
        await TellAsync("before@dates.example", $$"""{ "dateTested": "{{at}}" }""");
        await site.AddSequenceAsync("Dates", $$"""{ "id": "trigger-date", "purpose": "transactional", "trigger": { "date": { "attribute": "dateTested" } }, {{Step}} }""");
        await TellAsync("after@dates.example", $$"""{ "dateTested": "{{at}}" }""");
        await TellAsync("never@dates.example", """{ "dateTested": "soon" }""");
        await site.SweepAsync();
        (await site.PassagesAsync("before@dates.example", "trigger-date")).ShouldBeEmpty();

        site.Clock.Advance(TimeSpan.FromMinutes(3));
        await site.SweepAsync();

        (await site.PassagesAsync("before@dates.example", "trigger-date")).ShouldHaveSingleItem().EnteredBy!.Type.ShouldBe("trigger.date");
        (await site.PassagesAsync("after@dates.example", "trigger-date")).Count.ShouldBe(1);
        (await site.PassagesAsync("never@dates.example", "trigger-date")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schedule_from_a_recipe_lets_in_for_whom_the_condition_holds_until_it_is_unpublished()
    {
        var at = site.Clock.Now.AddMinutes(2);
        await TellAsync("yes@schedules.example", """{ "scheduleTested": "yes" }""");
        await TellAsync("no@schedules.example", """{ "scheduleTested": "no" }""");
        (await site.ImportAsync($$"""
            { "name": "AutomailSequences", "sequences": [
                { "id": "trigger-schedule", "purpose": "transactional", "reentry": { "mode": "always" }, "steps": [ { "id": "t1", "set": { "tags": { "add": ["scheduled"] } } } ],
                  "trigger": { "schedule": { "cron": "{{at.Minute}} * * * *", "zone": "UTC" }, "if": "contact.attributes.scheduleTested == 'yes'" } } ] }
            """)).ShouldBeEmpty();

        site.Clock.Advance(TimeSpan.FromMinutes(3));
        await site.SweepAsync();

        (await site.PassagesAsync("yes@schedules.example", "trigger-schedule")).ShouldHaveSingleItem().EnteredBy!.Type.ShouldBe("trigger.schedule");
        (await site.PassagesAsync("no@schedules.example", "trigger-schedule")).ShouldBeEmpty();
        (await site.FindContactAsync("yes@schedules.example"))!.Tags.ShouldContain("scheduled");

        await site.ImportAsync($$"""{ "name": "AutomailSequences", "sequences": [ { "id": "trigger-schedule", "purpose": "transactional", "trigger": { "manual": true }, {{Step}} } ] }""");
        site.Clock.Advance(TimeSpan.FromHours(1));
        await site.SweepAsync();
        (await site.PassagesAsync("yes@schedules.example", "trigger-schedule")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unpublished_schedule_ends_and_begins_anew_when_it_is_published_again()
    {
        var at = site.Clock.Now.AddMinutes(2);
        await TellAsync("ann@opened.example", """{ "openTested": "yes" }""");
        var id = await site.AddSequenceAsync("Opened", $$"""
            { "id": "trigger-opened", "purpose": "transactional", {{Step}}, "trigger": { "schedule": { "cron": "{{at.Minute}} * * * *", "zone": "UTC" }, "if": "contact.attributes.openTested == 'yes'" } }
            """);
        await site.WithItemAsync(id, (contents, item) => contents.UnpublishAsync(item));
        site.Clock.Advance(TimeSpan.FromMinutes(3));
        await site.SweepAsync();
        (await site.PassagesAsync("ann@opened.example", "trigger-opened")).ShouldBeEmpty();

        await site.WithItemAsync(id, (contents, item) => contents.PublishAsync(item));
        site.Clock.Advance(TimeSpan.FromHours(1));
        await site.SweepAsync();

        (await site.PassagesAsync("ann@opened.example", "trigger-opened")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_makes_a_condition_true_enters()
    {
        await site.AddSequenceAsync("Becomes", $$"""{ "id": "trigger-becomes", "purpose": "transactional", "trigger": { "becomes": "contact.attributes.becomesTested == 'gold'" }, {{Step}} }""");
        await TellAsync("gil@becomes.example", """{ "becomesTested": "silver" }""");
        (await site.PassagesAsync("gil@becomes.example", "trigger-becomes")).ShouldBeEmpty();

        await TellAsync("gil@becomes.example", """{ "becomesTested": "gold" }""");

        (await site.PassagesAsync("gil@becomes.example", "trigger-becomes")).ShouldHaveSingleItem().EnteredBy!.Type.ShouldBe("contact.updated");
    }

    private Task<Automail.Engine.Flow.IntakeResult> TellAsync(string email, string attributes) => site.TakeAsync("contact.updated", email, $$"""{ "email": "{{email}}", "attributes": {{attributes}} }""");
}
