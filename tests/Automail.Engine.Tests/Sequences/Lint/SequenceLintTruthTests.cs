using System.Text.RegularExpressions;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Lint;
using Automail.Engine.Tests.Flow;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences.Lint;

/// <summary>What the linter says of a sequence, against what the engine does with people in it.</summary>
public sealed partial class SequenceLintTruthTests
{
    private const int People = 12;

    private static readonly Gen<string> Definitions = RandomSequence.StepsWithEnds.Select(steps => RandomSequence.Number($$"""{ "id": "s", "trigger": { "event": "product.viewed" }, "steps": [{{steps}}] }"""));

    [Fact]
    public Task Nobody_gets_to_a_step_of_which_it_says_so()
        => Definitions.SampleAsync(async json =>
        {
            var dead = SequenceLinter.Lint(json, new SequenceLintOptions()).Where(finding => finding.Code == "AM704").Select(finding => finding.StepId!).ToHashSet();

            var visited = (await TracesAsync(json)).SelectMany(trace => trace).Select(entry => entry.StepId).ToHashSet();

            dead.Intersect(visited!).ShouldBeEmpty(json);
        }, iter: 300);

    [Fact]
    public Task Where_it_says_nothing_mails_are_an_hour_apart()
        => Definitions.SampleAsync(async json =>
        {
            var close = SequenceLinter.Lint(json, new SequenceLintOptions()).Any(finding => finding.Code == "AM718");

            foreach (var trace in await TracesAsync(json))
            {
                DateTimeOffset? last = null;
                foreach (var entry in trace)
                {
                    if (entry.Kind == TraceKind.Mail)
                    {
                        (close || last is null || entry.Time - last >= TimeSpan.FromHours(1)).ShouldBeTrue(json);
                        last = entry.Time;
                    }
                    else if (entry.Kind == TraceKind.Wait && Until().IsMatch(json[json.IndexOf($"\"{entry.StepId}\"", StringComparison.Ordinal)..]))
                    {
                        // Of these waits nobody knows how long they are.
                        last = null;
                    }
                }
            }
        }, iter: 300);

    /// <summary>What is decided about some people who enter and do nothing more.</summary>
    private static async Task<IReadOnlyList<IReadOnlyList<TraceEntry>>> TracesAsync(string json)
    {
        var host = new FlowHost();
        await host.PublishAsync(json);
        for (var i = 0; i < People; i++)
        {
            await host.RegisterAsync($"p{i}@example.org");
            await host.HappenAsync($"p{i}@example.org", "product.viewed", new { sku = "a" });
        }

        await host.AdvanceAsync(TimeSpan.FromDays(120));
        var traces = new List<IReadOnlyList<TraceEntry>>();
        for (var i = 0; i < People; i++)
        {
            traces.Add(TraceLog.Read((await host.EnrollmentsAsync($"p{i}@example.org")).ShouldHaveSingleItem().Trace));
        }

        return traces;
    }

    [GeneratedRegex("^\"[^\"]*\",\"waitUntil\"")]
    private static partial Regex Until();
}
