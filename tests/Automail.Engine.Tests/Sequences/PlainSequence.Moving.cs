using System.Text.Json.Nodes;

namespace Automail.Engine.Tests.Sequences;

/// <content>Another definition is published, and people are moved to it.</content>
internal sealed partial class PlainSequence
{
    /// <summary>Somebody publishes another definition, which who is inside does not notice.</summary>
    public void Publish(JsonObject changed) => _latest = changed;

    /// <summary>Somebody ends the passage.</summary>
    public void Remove()
    {
        if (Active is { } passage)
        {
            End(passage, "Removed");
        }
    }

    /// <summary>Somebody lets the passage go on with the latest definition, at the step that is said for the one at which it stands; null ends it.</summary>
    public void Move(Func<string, string?> to)
    {
        if (Active is not { } passage || passage.Definition == _latest)
        {
            return;
        }

        var was = passage.Todo[0];
        if (to((string)was["id"]!) is not { } target)
        {
            End(passage, "Removed");
            return;
        }

        (passage.Definition, passage.Todo) = (_latest, [.. From(_latest["steps"]!.AsArray(), target)!]);
        var (step, now, wake) = (passage.Todo[0], passage.Paused?.At ?? _now, passage.Paused?.WakeAt ?? passage.WakeAt!.Value);
        var kind = new[] { "wait", "waitUntil", "waitFor", "send" }.FirstOrDefault(name => step[name] is not null);
        if (target == (string)was["id"]! && kind is not null && was[kind] is not null)
        {
            var length = (string?)(kind == "wait" ? step["wait"] : step["timeout"]);
            Stand(passage, kind switch
            {
                "wait" or "waitFor" => length == (string?)(kind == "wait" ? was["wait"] : was["timeout"]) ? wake : new[] { now, Later(passage.Began, length!) }.Max(),
                "waitUntil" => JsonNode.DeepEquals(step["waitUntil"], was["waitUntil"]) ? wake : NextTime(step["waitUntil"]!, passage.Began) is var next && next > now ? next : NextTime(step["waitUntil"]!, now),
                _ => wake > now ? NextMinute(local => IsOpen(passage.Definition, local), now) : wake,
            });
            return;
        }

        var order = InOrder(_latest["steps"]!.AsArray()).ToList();
        if (was["send"] is not null && (!order.Contains((string)was["id"]!) || order.IndexOf((string)was["id"]!) < order.IndexOf(target)))
        {
            passage.Passed.Add((string)was["id"]!);
        }

        if (passage.Paused is null)
        {
            passage.WakeAt = null;
            Run(passage);
            return;
        }

        passage.Began = now;
        Stand(passage, kind switch
        {
            "wait" => Later(now, (string)step["wait"]!),
            "waitFor" => Later(now, (string)step["timeout"]!),
            "waitUntil" => NextTime(step["waitUntil"]!, now),
            _ => now,
        });
    }

    private static void Stand(PlainPassage passage, DateTime wake)
    {
        if (passage.Paused is { } paused)
        {
            passage.Paused = (paused.At, wake);
        }
        else
        {
            passage.WakeAt = wake;
        }
    }

    /// <summary>What is to be done from a step on; null when it is not among these.</summary>
    private static IEnumerable<JsonNode>? From(JsonArray steps, string id)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if ((string)steps[i]!["id"]! == id)
            {
                return steps.Skip(i).Select(step => step!);
            }

            if (Ways(steps[i]!).Select(way => From(way, id)).FirstOrDefault(found => found is not null) is { } inside)
            {
                return inside.Concat(steps.Skip(i + 1).Select(step => step!));
            }
        }

        return null;
    }

    private static IEnumerable<string> InOrder(JsonArray steps) => steps.SelectMany(step => Ways(step!).SelectMany(InOrder).Prepend((string)step!["id"]!));

    private static IEnumerable<JsonArray> Ways(JsonNode step)
        => new[] { step["then"], step["else"] }.Concat(step["split"]?.AsArray().Select(way => way!["steps"]) ?? []).OfType<JsonArray>();
}
