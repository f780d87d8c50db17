using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OrchardCore.Workflows.Models;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>
/// A number for what a workflow type does. Orchard keeps one version of a type and edits it in place; the number changes when steps, settings or ways between
/// them change, and not when they are moved about on the canvas.
/// </summary>
internal static class WorkflowVersion
{
    public static int Of(WorkflowType type)
    {
        var text = new StringBuilder();
        foreach (var activity in type.Activities.OrderBy(activity => activity.ActivityId, StringComparer.Ordinal))
        {
            text.Append(activity.ActivityId).Append('\n').Append(activity.Name).Append('\n').Append(activity.IsStart).Append('\n')
                .Append(activity.Properties?.ToJsonString()).Append('\n');
        }

        foreach (var way in type.Transitions
            .Select(transition => $"{transition.SourceActivityId}\n{transition.SourceOutcomeName}\n{transition.DestinationActivityId}\n")
            .Order(StringComparer.Ordinal))
        {
            text.Append(way);
        }

        return (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))) & int.MaxValue);
    }
}
