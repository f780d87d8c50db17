using System.Text.Json.Nodes;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences;

/// <summary>The published schema and the reader agree about every value in every place.</summary>
public sealed class SequenceSchemaAnyValueTests
{
    private static readonly PlainSchema Schema = new(SequenceSchema.Json);

    /// <summary>Between them they have every property that there is.</summary>
    private static readonly string[] Definitions =
    [
        """
        { "$schema": "x", "id": "s", "name": "N", "purpose": "marketing", "trigger": { "event": "cart.abandoned", "if": "event.total >= 20" }, "reentry": { "mode": "after", "period": "P7D" },
          "exit": { "on": ["order.placed"], "if": "contact.orderCount > 0" }, "goal": { "event": "order.placed", "if": "x", "within": "P7D" },
          "window": { "days": ["mon"], "from": "09:00", "to": "20:00", "zone": "contact" }, "overdue": { "after": "P1D", "then": "skip" },
          "steps": [ { "id": "w", "wait": "PT1H", "spread": "PT2H" }, { "id": "m", "send": "a" }, { "id": "b", "if": "x", "then": [ { "id": "m2", "send": "b" } ], "else": [] },
                     { "id": "p", "split": [ { "weight": 50, "steps": [] }, { "weight": 50 } ] }, { "id": "f", "waitFor": "link.clicked", "timeout": "P3D", "then": [], "else": [] },
                     { "id": "t", "set": { "tags": { "add": ["x"], "remove": ["y"] }, "attributes": { "a": 1 } } } ] }
        """,
        """
        { "id": "s", "trigger": { "date": { "attribute": "birthday", "before": "P3D", "time": "09:00", "yearly": true }, "if": "x" }, "reentry": { "mode": "always" },
          "steps": [ { "id": "u", "waitUntil": { "days": ["tue"], "time": "09:00" } }, { "id": "v", "waitUntil": { "attribute": "renewal", "after": "P3D", "time": "10:00", "yearly": false, "missing": "exit" } },
                     { "id": "h", "holdout": 10 }, { "id": "e", "enroll": "n" }, { "id": "r", "remove": "n" }, { "id": "c", "startWorkflow": "Call" },
                     { "id": "n", "notify": "a@x.example", "subject": "s", "message": "m" }, { "id": "o", "notify": ["a@x.example", "b@x.example"], "subject": "s", "message": "m" }, { "id": "k", "webhook": "https://x.example/h" } ] }
        """,
        """{ "id": "s", "trigger": { "schedule": { "cron": "0 9 * * mon", "zone": "Europe/Amsterdam" }, "if": "x" }, "steps": [ { "id": "m", "send": "a" } ] }""",
        """{ "id": "s", "trigger": { "becomes": "contact.orderCount >= 3" }, "steps": [ { "id": "t", "set": { "tags": ["x"] } } ] }""",
        """{ "id": "s", "trigger": { "manual": true }, "steps": [ { "id": "m", "send": "a" } ] }""",
    ];

    private static readonly string?[] Values =
    [
        "null", "true", "false", "0", "1", "-1", "1.0", "50.0", "1.5", "1e2", "101", "10001", "[]", "{}", "[1]", "[null]", "[\"\"]", "[\"a\"]", "[\"mon\",\"mon\"]", "{\"a\":1}",
        .. new[]
        {
            "", " ", "a", "ä", " a", "a ", "a\u0007b", "a\nb", new string('x', 60), new string('x', 61), new string('x', 101), new string('x', 201), new string('x', 2001),
            "P0D", "PT0S", "P1D", " P1D", "P1D ", "P400D", "-P1D", "P-1D", "PT1.5S", "P10Y", "P11Y", "P120M", "P121M", "P520W", "P521W", "P3660D", "P3661D", "PT87840H", "PT87841H", "PT5270400M", "PT5270401M",
            "PT316224000S", "PT316224001S", "P00001D", "P", "PT", "P1DT", "PT30s", "p1d", "P\u0661D", "P1H", "PT1D", "P1D2W", "P1W2D", "P1Y2M3W4DT5H6M7S", "PT744H", "PT745H",
            "never", "Never", "always", "skip", "send", "exit", "continue", "contact", "site", "Europe/Amsterdam", "UTC", "mon", "Mon", "09:00", "9:00", "24:00", "24:01", "09:00:00", "09:60", "\u0661\u0661:00",
            "marketing", "Marketing", "a_b", "0 9 * * mon", "@daily", "https://x.example", "http://x.example/?a=b", "https://u:p@x.example/", "https://x.example/#f", "ftp://x.example", "https://", "a@x.example", "a@x", "A@X.example",
        }.Select(text => JsonValue.Create(text).ToJsonString()),
    ];

    /// <summary>What only the reader knows: names of zones and events, times that never come, the grammar of addresses.</summary>
    private static readonly string[] ForTheReader = ["IANA time zone", "cron expression", "is used twice", "stands twice", "an e-mail address", "at most 744 hours", "address that begins with"];

    [Fact]
    public void Whatever_stands_wherever()
    {
        foreach (var definition in Definitions)
        {
            Agree(definition).ShouldBe(true, definition);
            foreach (var place in Places(JsonNode.Parse(definition)!))
            {
                foreach (var value in Values)
                {
                    Agree(With(definition, place, value)).ShouldNotBeNull($"{place}: {value}");
                }
            }
        }
    }

    /// <summary>What both say; null when they disagree.</summary>
    private static bool? Agree(string json)
    {
        var valid = Schema.Takes(JsonNode.Parse(json));
        try
        {
            SequenceReader.Read(json);
            return valid ? true : null;
        }
        catch (FieldException e)
        {
            return valid && !ForTheReader.Any(e.Message.Contains) ? null : false;
        }
    }

    private static IEnumerable<string> Places(JsonNode node)
        => (node switch
        {
            JsonObject properties => properties.Select(property => property.Value),
            JsonArray items => items,
            _ => [],
        }).SelectMany(inner => inner is null ? [] : Places(inner).Prepend(inner.GetPath()));

    private static string With(string definition, string place, string? value)
    {
        var root = JsonNode.Parse(definition)!;
        var at = Find(root, place);
        switch (at.Parent)
        {
            case JsonArray list:
                list[at.GetElementIndex()] = JsonNode.Parse(value!);
                break;
            case JsonObject parent:
                parent[at.GetPropertyName()] = JsonNode.Parse(value!);
                break;
        }

        return root.ToJsonString();
    }

    private static JsonNode Find(JsonNode node, string place)
        => node.GetPath() == place ? node : (node switch
        {
            JsonObject properties => properties.Select(property => property.Value),
            JsonArray items => items,
            _ => [],
        }).OfType<JsonNode>().Select(inner => place.StartsWith(inner.GetPath(), StringComparison.Ordinal) ? Find(inner, place) : null!).First(found => found is not null);
}
