using System.Text.Json;
using System.Text.Json.Nodes;

namespace Automail.Cli.Tests.Simulate;

/// <summary>
/// Scenarios whose results were worked out by hand from section 4 of the design; each file says how. An event is
/// <c>[time, type, subject, data]</c>, a result <c>time contact sequence@version step template</c>, a skip with its reason behind a dash.
/// </summary>
public sealed class ScenarioTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Simulate", "Scenarios");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Comes_out_as_worked_out_by_hand(string name)
    {
        var scenario = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json"), TestContext.Current.CancellationToken),
            documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        using var population = new Population();
        foreach (var sequence in scenario["sequences"]!.AsArray())
        {
            population.Sequence(sequence!.ToJsonString());
        }

        population.Templates("one", "two", "three");
        foreach (var line in scenario["events"]!.AsArray().Select(node => node!.AsArray()))
        {
            population.Event(Text(line, 0)!, Text(line, 1)!, Text(line, 2)!, line.Count > 3 ? line[3]!.ToJsonString() : null);
        }

        if (scenario["contacts"] is JsonArray contacts)
        {
            population.Contacts([.. contacts.Select(contact => contact!.ToJsonString())]);
        }

        var run = await population.RunAsync(scenario["until"]!.GetValue<string>());

        run.Error.ShouldBe("");
        run.ExitCode.ShouldBe(0);
        population.Results().ShouldBe(scenario["results"]!.AsArray().Select(node => node!.GetValue<string>()));
    }

    private static string? Text(JsonArray line, int index) => line[index]?.GetValue<string>();
}
