using System.Text.Json;
using System.Text.Json.Nodes;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;

namespace Automail.OrchardModule.Sequences.Simulating;

/// <summary>A sequence into which the one that is tried leads.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="IsOpen">Whether it lets people in.</param>
public sealed record LedSequence(string Name, bool IsOpen);

/// <summary>A step that leads into a sequence which there is not.</summary>
/// <param name="From">The sequence that has it, by name.</param>
/// <param name="StepId">The step.</param>
/// <param name="Sequence">The id that there is not.</param>
public sealed record LostStep(string From, string StepId, string Sequence);

/// <summary>Where one sequence leads by its steps, and where those lead into which it does.</summary>
/// <param name="Plans">The published ones, by id, without the first.</param>
/// <param name="Lost">The steps that lead nowhere.</param>
internal sealed record LedInto(IReadOnlyList<SequencePlan> Plans, IReadOnlyList<LostStep> Lost)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Looks.</summary>
    public static LedInto Of(SequenceDefinition first, IReadOnlyDictionary<string, SequencePlan> published)
    {
        var lost = new List<LostStep>();
        var found = new SortedDictionary<string, SequencePlan>(StringComparer.Ordinal);
        var open = new Queue<SequenceDefinition>([first]);
        while (open.TryDequeue(out var definition))
        {
            foreach (var step in definition.AllSteps().OfType<EnrollStep>().Where(step => step.Sequence != first.Id))
            {
                if (!published.TryGetValue(step.Sequence, out var plan))
                {
                    lost.Add(new LostStep(definition.Name, step.Id, step.Sequence));
                }
                else if (found.TryAdd(step.Sequence, plan))
                {
                    open.Enqueue(plan.Definition);
                }
            }
        }

        return new LedInto([.. found.Values], lost);
    }

    /// <summary>A definition into which only others lead people: what else would let somebody in is none of the simulation's business.</summary>
    public static string WithoutTrigger(string json)
    {
        var definition = JsonNode.Parse(json, documentOptions: Lenient)!;
        definition["trigger"] = new JsonObject { ["manual"] = true };
        return definition.ToJsonString();
    }
}
