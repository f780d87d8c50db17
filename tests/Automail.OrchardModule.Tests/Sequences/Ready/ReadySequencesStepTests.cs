using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sites;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Ready;

/// <summary>On a site of its own: sequences under these ids would let the people of other tests in.</summary>
public sealed class ReadySequencesStepTests : IAsyncLifetime
{
    private readonly Site _site = new();

    public ValueTask InitializeAsync() => _site.InitializeAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task The_recipe_makes_published_items_with_their_templates_once()
    {
        (await _site.ImportAsync("""{ "name": "AutomailReadySequences" }""")).ShouldBeEmpty();

        foreach (var id in ReadySequences.Ids)
        {
            (await _site.FindPlanAsync(id)).ShouldNotBeNull().Admits.ShouldBeTrue(id);
        }

        var item = (await _site.FindSequenceItemAsync("Welcome")).ShouldNotBeNull();
        item.Published.ShouldBeTrue();
        item.TryGet<EmailSequencePart>(out var part).ShouldBeTrue();
        part.SequenceId.ShouldBe("welcome");
        (await _site.ImportAsync("""{ "name": "AutomailReadySequences" }""")).ShouldBeEmpty();
        (await _site.FindPlanAsync("welcome"))!.Value.Plan.Version.ShouldBe(1);
        (await _site.FindSequenceItemAsync("Welcome")).ShouldNotBeNull().ContentItemId.ShouldBe(item.ContentItemId);

        // Whoever registers gets the mail, with nothing else to be done.
        await _site.TakeAsync("user.registered", "ready@welcome.example", """{ "email": "ready@welcome.example", "consent": { "purpose": "marketing", "source": "form", "textVersion": "1" } }""");
        await _site.SweepAsync();
        _site.MailTo("ready@welcome.example").ShouldHaveSingleItem().Subject.ShouldStartWith("Welcome to");
    }

    [Fact]
    public async Task Drafts_let_nobody_in_and_mistakes_are_named()
    {
        (await _site.ImportAsync("""{ "name": "AutomailReadySequences", "sequences": [ "cart-recovery" ], "publish": false }""")).ShouldBeEmpty();

        (await _site.FindSequenceItemAsync("Cart recovery")).ShouldNotBeNull().Published.ShouldBeFalse();
        (await _site.FindPlanAsync("cart-recovery")).ShouldBeNull();
        (await _site.ImportAsync("""{ "name": "AutomailReadySequences", "sequences": [ "welcome" ] }"""))
            .ShouldBe(["sequences: 'welcome' leads into 'nurture', which the site does not have; add it to the list."]);
        (await _site.ImportAsync("""{ "name": "AutomailReadySequences", "sequences": [ "wellcome" ] }"""))
            .ShouldHaveSingleItem().ShouldStartWith("sequences[0]: \"wellcome\" is no ready sequence; there are ");
        (await _site.ImportAsync("""{ "name": "AutomailReadySequences", "sequences": "all", "publish": "yes" }"""))
            .ShouldBe(["publish: is neither true nor false.", "sequences: is no list."]);
        (await _site.FindSequenceItemAsync("Welcome")).ShouldBeNull();
    }
}
