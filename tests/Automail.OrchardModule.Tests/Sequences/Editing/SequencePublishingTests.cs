using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;
using static Automail.OrchardModule.Tests.Sequences.Editing.SequenceItems;

namespace Automail.OrchardModule.Tests.Sequences.Editing;

/// <summary>What a content item's publication does to the sequence, and what is refused.</summary>
[Collection(nameof(SharedSite))]
public sealed class SequencePublishingTests(Site site)
{
    [Fact]
    public async Task A_published_sequence_lets_people_in_and_a_draft_does_not()
    {
        var id = await site.AddSequenceAsync("Published one", Definition("pub-one", "pub.one"), publish: false);
        await site.HappensToAsync("before@pub.example", "pub.one");
        (await site.FindPlanAsync("pub-one")).ShouldBeNull();

        await site.WithItemAsync(id, async (contents, item) => (await contents.PublishAsync(item)).ShouldBeTrue());
        await site.HappensToAsync("after@pub.example", "pub.one");

        (await site.PassagesAsync("before@pub.example", "pub-one")).ShouldBeEmpty();
        (await site.PassagesAsync("after@pub.example", "pub-one")).ShouldHaveSingleItem().Version.ShouldBe(1);
        (await site.FindPlanAsync("pub-one")).ShouldNotBeNull().Plan.Definition.Name.ShouldBe("Published one");
    }

    [Fact]
    public async Task A_change_is_a_new_version_only_when_it_is_published()
    {
        var id = await site.AddSequenceAsync("Changed", Definition("pub-changed", "pub.changed"));
        await site.HappensToAsync("early@pub.example", "pub.changed");

        await site.ChangeSequenceAsync(id, Definition("pub-changed", "pub.changed", """{ "id": "w1", "wait": "P2D" }"""), publish: false);
        var asDraft = (await site.FindPlanAsync("pub-changed"))!.Value.Plan.Version;
        await site.WithItemAsync(id, (contents, item) => contents.PublishAsync(item));
        await site.HappensToAsync("late@pub.example", "pub.changed");

        asDraft.ShouldBe(1);
        (await site.PassagesAsync("early@pub.example", "pub-changed")).ShouldHaveSingleItem().Version.ShouldBe(1);
        (await site.PassagesAsync("late@pub.example", "pub-changed")).ShouldHaveSingleItem().Version.ShouldBe(2);
    }

    [Theory]
    [InlineData("{ \"id\": \"pub-bad\", ", "Line 1: This is not JSON: ")]
    [InlineData("""{ "id": "pub-bad", "trigger": { "event": "a.b" }, "steps": [ { "id": "w", "wait": "soon" } ] }""", "steps[0].wait: 'soon' is not an ISO 8601 duration")]
    [InlineData("""{ "id": "pub-bad", "trigger": { "event": "a.b" }, "steps": [ { "id": "i", "if": "contact.orderCount >" } ] }""", "steps[0].if: ")]
    [InlineData("""{ "id": "pub-bad", "trigger": { "event": "a.b" }, "steps": [ { "id": "w", "wait": "P1D" }, { "id": "w", "wait": "P1D" } ] }""", "steps[1].id: 'w' is used twice")]
    [InlineData("""{ "trigger": { "event": "a.b" }, "steps": [ { "id": "w", "wait": "P1D" } ] }""", "id: is missing")]
    [InlineData("", "There is no definition.")]
    public async Task What_is_wrong_is_not_published_by_anybody(string definition, string problem)
    {
        var (published, created, problems) = await site.InScopeAsync(async services =>
        {
            var contents = services.OfRequest().GetRequiredService<IContentManager>();
            var item = await contents.NewAsync(SequenceTypes.Sequence);
            item.Alter<EmailSequencePart>(part => part.Definition = definition);
            await contents.CreateAsync(item, VersionOptions.Draft);
            var second = await contents.NewAsync(SequenceTypes.Sequence);
            second.Alter<EmailSequencePart>(part => part.Definition = definition);
            await contents.CreateAsync(second, VersionOptions.Published);
            var gate = services.GetRequiredService<SequenceGate>();
            item.TryGet<EmailSequencePart>(out var part);
            return (await contents.PublishAsync(item), second.Published, (await gate.ProblemsAsync(item, part.Definition)).Select(one => one.ToString()).ToArray());
        });

        published.ShouldBeFalse();
        created.ShouldBeFalse();
        problems.ShouldHaveSingleItem().ShouldStartWith(problem);
        (await site.FindPlanAsync("pub-bad")).ShouldBeNull();
    }

    [Fact]
    public async Task All_mistakes_are_told_each_at_its_place()
    {
        var mistakes = await site.InScopeAsync(services => Task.FromResult(services.GetRequiredService<SequenceReview>().Check(
            """
            { "id": "x y", "purpose": "No Purpose!", "trigger": { "event": "a.b", "if": "event.total >" }, "window": { "days": ["mon", "tuesday"] }, "colour": "red",
              "steps": [ { "id": "b1", "if": "true", "then": [ { "id": "w1", "wait": "P0D" } ], "else": [ { "id": "m1", "send": "" }, 7 ] },
                         { "id": "s1", "split": [ { "weight": 0, "steps": [ { "id": "h", "holdout": 200 } ] }, { "weight": 1 } ] } ] }
            """).Where(problem => problem.IsError)));

        mistakes.Select(problem => problem.Path).ShouldBe(
            ["id", "purpose", "window.days[1]", "colour", "steps[0].then[0].wait", "steps[0].else[0].send", "steps[0].else[1]", "steps[1].split[0].weight", "steps[1].split[0].steps[0].holdout", "trigger.if"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task The_id_of_a_published_sequence_stays()
    {
        var id = await site.AddSequenceAsync("Stays", Definition("pub-stays", "pub.stays"));

        var published = await site.ChangeSequenceAsync(id, Definition("pub-moved", "pub.stays"));

        published.ShouldBeFalse();
        (await site.FindPlanAsync("pub-moved")).ShouldBeNull();
        (await site.FindPlanAsync("pub-stays")).ShouldNotBeNull().Admits.ShouldBeTrue();
    }

    [Fact]
    public async Task An_id_belongs_to_one_item_until_that_is_removed()
    {
        var first = await site.AddSequenceAsync("First", Definition("pub-owned", "pub.owned"));
        var second = await site.AddSequenceAsync("Second", Definition("pub-owned", "pub.other"), publish: false);

        var whileOwned = await PublishAsync(second);
        await site.WithItemAsync(first, (contents, item) => contents.RemoveAsync(item));
        var afterwards = await PublishAsync(second);

        whileOwned.ShouldBeFalse();
        afterwards.ShouldBeTrue();
        var (plan, admits) = (await site.FindPlanAsync("pub-owned")).ShouldNotBeNull();
        (plan.Version, plan.Definition.Trigger.Event, admits).ShouldBe((2, "pub.other", true));
    }

    [Fact]
    public async Task Unpublishing_lets_nobody_in_and_those_inside_go_on_to_the_end()
    {
        await site.PublishTemplateAsync("pub-closing", part => part.Subject = "Still coming");
        var id = await site.AddSequenceAsync("Closing", Definition("pub-closing", "pub.closing", """{ "id": "w1", "wait": "PT1H" }, { "id": "m1", "send": "pub-closing" }"""));
        await site.HappensToAsync("inside@closing.example", "pub.closing");

        await site.WithItemAsync(id, (contents, item) => contents.UnpublishAsync(item));
        await site.HappensToAsync("outside@closing.example", "pub.closing");
        site.Clock.Advance(TimeSpan.FromHours(2));
        await site.SweepAsync();
        await site.SweepAsync();

        (await site.PassagesAsync("outside@closing.example", "pub-closing")).ShouldBeEmpty();
        (await site.PassagesAsync("inside@closing.example", "pub-closing")).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
        site.MailTo("inside@closing.example").ShouldHaveSingleItem().Subject.ShouldBe("Still coming");

        await site.WithItemAsync(id, (contents, item) => contents.PublishAsync(item));
        await site.HappensToAsync("outside@closing.example", "pub.closing");
        (await site.PassagesAsync("outside@closing.example", "pub-closing")).ShouldHaveSingleItem().Version.ShouldBe(1, "nothing was changed");
    }

    [Fact]
    public async Task Removing_lets_nobody_in_but_discarding_a_draft_changes_nothing()
    {
        var id = await site.AddSequenceAsync("Removed", Definition("pub-removed", "pub.removed"));

        await site.ChangeSequenceAsync(id, Definition("pub-removed", "pub.elsewhere"), publish: false);
        await site.WithItemAsync(id, (contents, item) => contents.DiscardDraftAsync(item));
        var afterDiscarding = (await site.FindPlanAsync("pub-removed"))!.Value.Admits;
        await site.WithItemAsync(id, (contents, item) => contents.RemoveAsync(item));
        await site.HappensToAsync("late@removed.example", "pub.removed");

        afterDiscarding.ShouldBeTrue();
        (await site.PassagesAsync("late@removed.example", "pub-removed")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_clone_is_a_draft_with_an_id_of_its_own_and_the_same_text_otherwise()
    {
        var definition = Definition("pub-cloned", "pub.cloned");
        var id = await site.AddSequenceAsync("Cloned", definition);
        var clone = "";
        await site.WithItemAsync(id, async (contents, item) => clone = (await contents.CloneAsync(item)).ContentItemId);

        (await site.DefinitionOfAsync(clone)).ShouldBe(definition.Replace("\"pub-cloned\"", "\"pub-cloned-2\"", StringComparison.Ordinal));
        (await site.FindPlanAsync("pub-cloned-2")).ShouldBeNull();
        (await PublishAsync(clone)).ShouldBeTrue();
        (await site.FindPlanAsync("pub-cloned-2")).ShouldNotBeNull().Plan.Version.ShouldBe(1);
        (await site.FindPlanAsync("pub-cloned")).ShouldNotBeNull().Plan.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_work_that_is_rolled_back_publishes_nothing()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var item = await contents.NewAsync(SequenceTypes.Sequence);
            item.Alter<EmailSequencePart>(part => part.Definition = Definition("pub-undone", "pub.undone"));
            await contents.CreateAsync(item, VersionOptions.Published);
            throw new InvalidOperationException("the work failed");
        }));
        await site.AddSequenceAsync("Later", Definition("pub-later", "pub.later"));

        (await site.FindPlanAsync("pub-undone")).ShouldBeNull();
        (await site.FindPlanAsync("pub-later")).ShouldNotBeNull();
    }

    private async Task<bool> PublishAsync(string id)
    {
        var published = false;
        await site.WithItemAsync(id, async (contents, item) => published = await contents.PublishAsync(item));
        return published;
    }
}
