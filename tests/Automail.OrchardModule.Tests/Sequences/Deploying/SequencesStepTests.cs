using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Deploying;

[Collection(nameof(SharedSite))]
public sealed class SequencesStepTests(Site site)
{
    [Fact]
    public async Task A_recipe_publishes_sequences_that_let_people_in()
    {
        await site.PublishTemplateAsync("recipe-hello", part => part.Subject = "Hello from a recipe");

        var problems = await site.ImportAsync(Step(Sequence("recipe-welcome", "recipe.joined", """{ "id": "m1", "send": "recipe-hello" }""")));
        await site.TakeAsync("user.registered", "rita@recipe.example", """{ "email": "rita@recipe.example" }""");
        await site.TakeAsync("recipe.joined", "rita@recipe.example", "{}");
        await site.SweepAsync();

        problems.ShouldBeEmpty();
        site.MailTo("rita@recipe.example").ShouldHaveSingleItem().Subject.ShouldBe("Hello from a recipe");
    }

    [Fact]
    public async Task The_same_definition_again_makes_no_new_version_and_a_changed_one_does()
    {
        await site.ImportAsync(Step(Sequence("recipe-again", "recipe.again", """{ "id": "w1", "wait": "PT1H" }""")));

        await site.ImportAsync(Step(Sequence("recipe-again", "recipe.again", """{   "wait": "PT1H", "id": "w1" }""")));
        var same = await VersionAsync("recipe-again");
        await site.ImportAsync(Step(Sequence("recipe-again", "recipe.again", """{ "id": "w1", "wait": "PT2H" }""")));

        same.ShouldBe(1);
        (await VersionAsync("recipe-again")).ShouldBe(2);
    }

    [Theory]
    [InlineData("""{ "id": "w1", "wait": "soon" }""", "sequences[1].steps[0].wait: ")]
    [InlineData("""{ "id": "w1", "sleep": "PT1H" }""", "sequences[1].steps[0]: ")]
    [InlineData("""{ "id": "i1", "if": "contact.orderCount >", "then": [] }""", "sequences[1].steps[0].if: ")]
    public async Task A_wrong_definition_is_refused_where_it_is_wrong_and_nothing_is_published(string step, string place)
    {
        var problems = await site.ImportAsync(Step(
            Sequence("recipe-good", "recipe.good", """{ "id": "w1", "wait": "PT1H" }"""),
            Sequence("recipe-bad", "recipe.bad", step)));

        problems.ShouldHaveSingleItem().ShouldStartWith(place);
        problems[0].Length.ShouldBeGreaterThan(place.Length + 10, "the reason stands there too");
        (await CurrentAsync()).Keys.ShouldNotContain("recipe-good");
        (await site.WithAsync<IAutomailStore, IReadOnlyList<StoredSequence>>(store => store.ReadAsync(unit => unit.Sequences.LatestAsync())))
            .ShouldNotContain(sequence => sequence.SequenceId == "recipe-good" || sequence.SequenceId == "recipe-bad");
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var twice = Sequence("recipe-twice", "recipe.twice", """{ "id": "w1", "wait": "PT1H" }""");

        var problems = await site.ImportAsync(Step(twice, "17", twice));

        problems.ShouldBe(["sequences[1]: is not an object.", "sequences[2].id: 'recipe-twice' stands twice."]);
    }

    [Fact]
    public async Task A_step_without_sequences_is_refused()
        => (await site.ImportAsync("""{ "name": "AutomailSequences", "sequence": [] }""")).ShouldBe(["sequences: is missing, or is no list."]);

    private static string Step(params string[] sequences) => $$"""{ "name": "AutomailSequences", "sequences": [ {{string.Join(",", sequences)}} ] }""";

    private static string Sequence(string id, string trigger, string step)
        => $$"""{ "id": "{{id}}", "purpose": "transactional", "trigger": { "event": "{{trigger}}" }, "steps": [ {{step}} ] }""";

    private Task<IReadOnlyDictionary<string, SequencePlan>> CurrentAsync()
        => site.WithAsync<SequenceCatalog, IReadOnlyDictionary<string, SequencePlan>>(catalog => Task.FromResult(catalog.Current));

    private async Task<int> VersionAsync(string id) => (await CurrentAsync())[id].Version;
}
