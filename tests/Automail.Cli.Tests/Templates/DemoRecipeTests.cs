using System.Text.Json;
using System.Text.RegularExpressions;
using Automail.Cli.Templates;
using Automail.Engine.Sequences;
using Automail.ReadyTemplateTests;

namespace Automail.Cli.Tests.Templates;

/// <summary>What the demo's journeys send is there: in the playground's sequences and in the recipe of Orchard's workflows.</summary>
public sealed partial class DemoRecipeTests
{
    private static readonly string Root = Path.Combine(ReadyMails.Folder, "..", "..");

    [Fact]
    public void The_recipe_publishes_every_template_that_its_workflows_send()
    {
        var text = File.ReadAllText(Path.Combine(Root, "src", "Automail.OrchardModule", "Recipes", "journeys.recipe.json"));
        var steps = JsonElement.Parse(text).GetProperty("steps").EnumerateArray().ToList();
        var published = steps.Single(step => step.GetProperty("name").GetString() == "AutomailReadyTemplates").GetProperty("templates").EnumerateArray().Select(name => name.GetString()!).ToList();
        var sent = Sent().Matches(text).Select(match => match.Groups[1].Value).ToList();

        sent.Count.ShouldBeGreaterThan(5);
        sent.Except(published).ShouldBeEmpty();
        published.Except(ReadyTemplates.Names).ShouldBeEmpty();
        steps.ShouldNotContain(step => step.GetProperty("name").GetString() == "content", "a text that stands in one place need not be mended in two");
    }

    [Fact]
    public void The_ready_sequences_send_ready_templates()
    {
        var sent = ReadySequences.Ids.SelectMany(id => new SequencePlan(SequenceReader.Read(ReadySequences.Find(id)!), 1).Templates()).ToList();

        sent.Count.ShouldBeGreaterThan(15);
        sent.Except(ReadyTemplates.Names).ShouldBeEmpty();
    }

    [GeneratedRegex("\"Template\": \"([^\"]+)\"")]
    private static partial Regex Sent();
}
