using System.Text.Json.Nodes;
using CsCheck;

namespace Automail.Engine.Tests.Sequences;

/// <summary>Random definitions of which <see cref="PlainSequence"/> knows every step.</summary>
internal static class RandomSequence
{
    /// <summary>The events that they speak of.</summary>
    public static readonly string[] Heard = ["link.clicked", "order.placed", "product.viewed"];
    private static readonly Gen<string> Duration = Gen.OneOf(
        Gen.OneOfConst("PT30M", "PT60M", "PT90M", "PT720M"), Gen.OneOfConst("P1D", "P2D", "P5D"));

    private static readonly Gen<string?> Condition = Gen.OneOfConst(null, "contact.orderCount > 0", "contact.orderCount > 1");

    private static readonly Gen<string?> Days = Gen.OneOfConst(null, """["mon","tue","wed","thu","fri"]""", """["sun"]""", """["tue","sat"]""");

    /// <summary>An event, and a condition or none.</summary>
    private static readonly Gen<string> EventTrigger =
        from type in Gen.OneOfConst(Heard)
        from only in Condition
        select $$"""{ "event": "{{type}}" {{If(only)}} }""";

    /// <summary>What lets people in by something else: a condition that becomes true, a date, a schedule.</summary>
    private static readonly Gen<string> OtherTrigger = Gen.OneOf(
        Gen.OneOfConst("contact.orderCount > 0", "contact.orderCount > 1").Select(condition => $$"""{ "becomes": "{{condition}}" }"""),
        from offset in Gen.OneOfConst(null, "\"before\":\"P2D\"", "\"after\":\"P5D\"")
        from time in Gen.OneOfConst(null, "06:00", "17:45")
        from yearly in Gen.Bool
        from only in Condition
        select $$"""{ "date": { "attribute":"date", "yearly":{{(yearly ? "true" : "false")}} {{(offset is null ? "" : "," + offset)}} {{Optional("time", time is null ? null : $"\"{time}\"")}} } {{If(only)}} }""",
        from clock in Gen.OneOfConst("0 6", "45 17", "0 9")
        from days in Gen.OneOfConst("*", "mon", "tue,sat")
        from zone in Gen.OneOfConst(null, "Europe/Amsterdam", "Pacific/Auckland")
        from only in Condition
        select $$"""{ "schedule": { "cron":"{{clock}} * * {{days}}" {{Optional("zone", zone is null ? null : $"\"{zone}\"")}} } {{If(only)}} }""");

    /// <summary>A definition that people enter by an event, JSON; each mail's template is called like its step.</summary>
    public static readonly Gen<string> Definitions = Defined(EventTrigger);

    /// <summary>A definition with any trigger.</summary>
    public static readonly Gen<string> DefinitionsOfAnyTrigger = Defined(Gen.Frequency((2, EventTrigger), (3, OtherTrigger)));

    private static Gen<string> Defined(Gen<string> triggers) =>
        from steps in Steps(2)
        from trigger in triggers
        from reentry in Gen.OneOf(Gen.OneOfConst<string?>(null, """{"mode":"never"}""", """{"mode":"always"}"""), Duration.Select(period => (string?)$$"""{"mode":"after","period":"{{period}}"}"""))
        from exit in Gen.OneOfConst<string?>(null, """{"on":["order.placed"]}""", """{"on":["product.viewed"]}""", """{"if":"contact.orderCount > 2"}""")
        from goal in Gen.OneOfConst<string?>(null, """{"event":"order.placed"}""", """{"event":"link.clicked","within":"P2D"}""")
        from window in Gen.OneOf(
            Gen.Const((string?)null),
            from days in Days
            from hours in Gen.OneOfConst(("09:00", "20:00"), ("08:30", "12:00"), ("21:00", "05:30"))
            select (string?)$$"""{ {{(days is null ? "" : $"\"days\":{days},")}} "from":"{{hours.Item1}}","to":"{{hours.Item2}}"}""")
        select Number($$"""
            { "id": "s", "trigger": {{trigger}}, "steps": [{{steps}}]
              {{Optional("reentry", reentry)}} {{Optional("exit", exit)}} {{Optional("goal", goal)}} {{Optional("window", window)}} }
            """);

    /// <summary>Steps, JSON, among them some that end the passage for everybody or for none.</summary>
    public static readonly Gen<string> StepsWithEnds = Steps(2, Gen.OneOfConst(
        """{"id":"#","remove":"s"}""", """{"id":"#","holdout":100}""", """{"id":"#","holdout":50}""", """{"id":"#","wait":"PT20M"}""", """{"id":"#","if":"false","then":[{"id":"#","send":"#"}],"else":[{"id":"#","remove":"s"}]}"""));

    /// <summary>Changes to a definition, in which steps keep their ids: some vanish, some are new, some change, some change places; and so do the settings.</summary>
    public static readonly Gen<Func<string, string>> Changes =
        from edits in Gen.Select(Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 4], Steps(1), Duration).List[1, 4]
        from other in Definitions
        from settings in Gen.Bool
        select (Func<string, string>)(definition => Changed(JsonNode.Parse(definition)!.AsObject(), edits, settings ? JsonNode.Parse(other)!.AsObject() : null));

    private static string Changed(JsonObject definition, List<(int At, int To, int Act, string Steps, string Duration)> edits, JsonObject? settings)
    {
        foreach (var name in settings is null ? [] : new[] { "exit", "goal", "window" })
        {
            definition.Remove(name);
            if (settings![name] is { } setting)
            {
                definition[name] = setting.DeepClone();
            }
        }

        foreach (var (at, to, act, steps, duration) in edits)
        {
            var lists = Lists(definition["steps"]!.AsArray()).ToList();
            var list = lists[at % lists.Count];
            if (act == 0)
            {
                list.Insert(to % (list.Count + 1), JsonNode.Parse($"[{steps}]")![0]!.DeepClone());
            }
            else if (list.Count > 0 && list[to % list.Count] is { } step && act == 1)
            {
                if (list.Count > 1 || list != definition["steps"])
                {
                    list.RemoveAt(to % list.Count);
                }
            }
            else if (list.Count > 1 && act == 2)
            {
                var moved = list[to % list.Count]!;
                list.Remove(moved);
                list.Insert(at % (list.Count + 1), moved);
            }
            else if (list.Count > 0)
            {
                var changed = list[to % list.Count]!;
                if (changed["wait"] is not null)
                {
                    changed["wait"] = duration;
                }
                else if (changed["timeout"] is not null)
                {
                    changed["timeout"] = duration;
                }
                else if (changed["waitUntil"] is { } until)
                {
                    until["time"] = act == 3 ? "10:15" : "23:30";
                }
            }
        }

        return Number(definition.ToJsonString(), "a");
    }

    private static IEnumerable<JsonArray> Lists(JsonArray steps)
        => steps.SelectMany(step => new[] { step!["then"], step["else"] }.Concat(step["split"]?.AsArray().Select(way => way!["steps"]) ?? []).OfType<JsonArray>().SelectMany(Lists)).Prepend(steps);

    private static Gen<string> Steps(int depth, Gen<string>? extra = null) => Step(depth, extra).Array[1, 4].Select(steps => string.Join(",", steps));

    private static Gen<string> Step(int depth, Gen<string>? extra)
    {
        var plain = Gen.OneOf(
            Gen.Const("""{"id":"#","send":"#"}"""),
            Gen.OneOfConst("""{"id":"#","startWorkflow":"Call"}""", """{"id":"#","notify":"team@shop.example","subject":"Look","message":"{{ contact.email }}"}""", """{"id":"#","webhook":"https://crm.example/hook"}"""),
            Duration.Select(duration => $$"""{"id":"#","wait":"{{duration}}"}"""),
            from days in Days
            from time in Gen.OneOfConst("06:00", "09:00", "17:45")
            select $$"""{"id":"#","waitUntil":{ {{(days is null ? "" : $"\"days\":{days},")}} "time":"{{time}}"} }""");
        plain = extra is null ? plain : Gen.Frequency((3, plain), (2, extra));
        if (depth == 0)
        {
            return plain;
        }

        var more = Gen.OneOf(
            from condition in Condition.Where(condition => condition is not null)
            from then in Steps(depth - 1, extra)
            from otherwise in Steps(depth - 1, extra)
            select $$"""{"id":"#","if":"{{condition}}","then":[{{then}}],"else":[{{otherwise}}]}""",
            from type in Gen.OneOfConst(Heard)
            from timeout in Duration
            from then in Steps(depth - 1, extra)
            from otherwise in Steps(depth - 1, extra)
            select $$"""{"id":"#","waitFor":"{{type}}","timeout":"{{timeout}}","then":[{{then}}],"else":[{{otherwise}}]}""",
            from one in Steps(depth - 1, extra)
            from other in Steps(depth - 1, extra)
            select $$"""{"id":"#","split":[{"weight":40,"steps":[{{one}}]},{"weight":60,"steps":[{{other}}]}]}""");
        return Gen.Frequency((3, plain), (1, more));
    }

    private static string If(string? condition) => Optional("if", condition is null ? null : $"\"{condition}\"");

    private static string Optional(string name, string? json) => json is null ? "" : $", \"{name}\": {json}";

    /// <summary>Gives the steps their ids; a mail's template is called like its step.</summary>
    public static string Number(string definition, string prefix = "n")
    {
        var json = JsonNode.Parse(definition)!;
        var next = 0;
        void Walk(JsonNode? node)
        {
            if (node is JsonObject one)
            {
                if ((string?)(one["id"] as JsonValue) == "#")
                {
                    one["id"] = $"{prefix}{next++}";
                    if (one["send"] is not null)
                    {
                        one["send"] = (string)one["id"]!;
                    }
                }

                foreach (var (_, child) in one)
                {
                    Walk(child);
                }
            }
            else if (node is JsonArray many)
            {
                foreach (var child in many)
                {
                    Walk(child);
                }
            }
        }

        Walk(json);
        return json.ToJsonString();
    }
}
