using System.Text.Json.Nodes;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Lint;
using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences.Lint;

public sealed class SequenceLintTests
{
    private const string Good = """
        { "id": "s", "trigger": { "event": "user.registered" }, "purpose": "marketing",
          "exit": { "on": ["order.placed"] }, "goal": { "event": "order.placed", "within": "P7D" },
          "steps": [ { "id": "m1", "send": "welcome" }, { "id": "w1", "wait": "P1D" },
                     { "id": "u1", "waitFor": "link.clicked", "timeout": "P2D", "then": [ { "id": "m2", "send": "thanks" } ], "else": [ { "id": "m3", "send": "still-there" } ] } ] }
        """;

    private static readonly SequenceLintOptions Known = new()
    {
        Templates = ["welcome", "thanks", "still-there"],
        SequenceIds = ["nurture"],
        Workflows = ["Call the customer"],
        Purposes = ["marketing"],
        Attributes = ["renewal"],
        CheckCondition = condition => _ = condition.Contains("==", StringComparison.Ordinal) ? condition : throw new TemplateException($"'{condition}' has no ==."),
        CheckText = text => _ = text.Contains("{{", StringComparison.Ordinal) == text.Contains("}}", StringComparison.Ordinal) ? text : throw new TemplateException($"'{text}' is not closed."),
    };

    [Fact]
    public void Nothing_is_wrong_with_a_good_sequence() => SequenceLinter.Lint(Good, Known).ShouldBeEmpty();

    /// <summary>For each finding what it takes to get it: properties that are put into the good sequence.</summary>
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "AM702", "steps[0].wait", """{"steps":[{"id":"a","wait":"soon"}]}""" },
        { "AM702", "colour", """{"colour":"red"}""" },
        { "AM703", "steps[1].id", """{"steps":[{"id":"a","wait":"P1D"},{"id":"a","wait":"P1D"}]}""" },
        { "AM704", "steps[1]", """{"steps":[{"id":"a","holdout":100},{"id":"b","send":"welcome"},{"id":"c","send":"welcome"}]}""" },
        { "AM704", "steps[1]", """{"steps":[{"id":"a","remove":"s"},{"id":"b","send":"welcome"}]}""" },
        { "AM704", "steps[1]", """{"steps":[{"id":"a","if":"x == 1","then":[{"id":"b","remove":"s"}],"else":[{"id":"c","holdout":100}]},{"id":"d","send":"welcome"}]}""" },
        { "AM704", "steps[0].split[1].steps[1]", """{"steps":[{"id":"a","split":[{"weight":1},{"weight":1,"steps":[{"id":"b","remove":"s"},{"id":"c","wait":"P1D"}]}]},{"id":"d","send":"welcome"}]}""" },
        { "AM704", "steps[0].else[0]", """{"steps":[{"id":"a","if":"true","then":[],"else":[{"id":"c","send":"welcome"}]}]}""" },
        { "AM704", "steps[0].then[0]", """{"steps":[{"id":"a","if":"nil","then":[{"id":"c","send":"welcome"}]}]}""" },
        { "AM704", "trigger.if", """{"trigger":{"event":"user.registered","if":"false"}}""" },
        { "AM704", "trigger.becomes", """{"trigger":{"becomes":"false"}}""" },
        { "AM704", "steps[0]", """{"exit":{"if":"true"}}""" },
        { "AM715", "exit.if", """{"exit":{"if":"false"}}""" },
        { "AM716", "goal.if", """{"goal":{"event":"order.placed","if":"false"}}""" },
        { "AM712", "steps[0].waitUntil", """{"window":{"from":"09:00","to":"20:00"},"steps":[{"id":"a","waitUntil":{"time":"20:00"}},{"id":"t","set":{"tags":["x"]}},{"id":"b","if":"x == 1","then":[],"else":[{"id":"c","send":"welcome"}]}]}""" },
        { "AM705", "steps[1].enroll", """{"reentry":{"mode":"always"},"steps":[{"id":"a","send":"welcome"},{"id":"b","enroll":"s"}]}""" },
        { "AM705", "steps[1].enroll", """{"reentry":{"mode":"after","period":"PT0S"},"steps":[{"id":"a","waitUntil":{"time":"09:00"}},{"id":"b","enroll":"s"}]}""" },
        { "AM705", "steps[0].then[0].enroll", """{"reentry":{"mode":"always"},"steps":[{"id":"a","if":"x == 1","then":[{"id":"b","enroll":"s"}],"else":[{"id":"c","wait":"P1D"}]}]}""" },
        { "AM706", "trigger.event", """{"trigger":{"event":"contact.unsubscribed"}}""" },
        { "AM706", "purpose", """{"purpose":"newsleter"}""" },
        { "AM707", "trigger.event", """{"trigger":{"event":"order.placed"}}""" },
        { "AM708", "steps[0].send", """{"steps":[{"id":"a","send":"welcom"}]}""" },
        { "AM728", "steps[0].startWorkflow", """{"steps":[{"id":"a","startWorkflow":"Cal the customer"}]}""" },
        { "AM729", "steps[0].subject", """{"steps":[{"id":"a","notify":"a@x.example","subject":"{{ contact.name","message":"m"}]}""" },
        { "AM729", "steps[0].message", """{"steps":[{"id":"a","notify":"a@x.example","subject":"{{ contact.name }}","message":"{{ contact."}]}""" },
        { "AM730", "steps[0].webhook", """{"steps":[{"id":"a","webhook":"http://crm.internal/hook"}]}""" },
        { "AM709", "steps[0].enroll", """{"steps":[{"id":"a","enroll":"nurtur"}]}""" },
        { "AM709", "steps[0].remove", """{"steps":[{"id":"a","remove":"elsewhere"}]}""" },
        { "AM710", "exit.on[1]", """{"exit":{"on":["order.placed","order.place"]}}""" },
        { "AM710", "trigger.event", """{"trigger":{"event":"user_registered"}}""" },
        { "AM710", "steps[0].waitFor", """{"steps":[{"id":"a","waitFor":"Came by!","timeout":"P1D"}]}""" },
        { "AM711", "window", """{"window":{"from":"09:00","to":"09:00"}}""" },
        { "AM712", "steps[0].waitUntil", """{"window":{"from":"09:00","to":"20:00"},"steps":[{"id":"a","waitUntil":{"time":"20:00"}},{"id":"m","send":"welcome"}]}""" },
        { "AM712", "steps[0].waitUntil", """{"window":{"days":["mon"],"from":"09:00","to":"20:00"},"steps":[{"id":"a","waitUntil":{"days":["sat","tue"],"time":"12:00"}},{"id":"m","send":"welcome"}]}""" },
        { "AM712", "steps[0].waitUntil", """{"window":{"from":"09:00","to":"20:00"},"steps":[{"id":"a","waitUntil":{"attribute":"renewal","before":"P3D","time":"08:00"}},{"id":"m","send":"welcome"}]}""" },
        { "AM713", "overdue", """{"overdue":{"after":"PT1M"}}""" },
        { "AM714", "overdue", """{"overdue":{"after":"PT6H"},"window":{"from":"09:00","to":"20:00"}}""" },
        { "AM715", "exit.on[0]", """{"exit":{"on":["user.registered"]}}""" },
        { "AM716", "goal.event", """{"goal":{"event":"user.registered"}}""" },
        { "AM716", "goal.within", """{"goal":{"event":"order.placed","within":"PT0S"}}""" },
        { "AM716", "goal.within", """{"goal":{"event":"order.placed","within":"P1D"},"steps":[{"id":"a","wait":"P2D"},{"id":"m","send":"welcome"}]}""" },
        { "AM717", "steps[0].waitFor", """{"steps":[{"id":"a","waitFor":"user.registered","timeout":"P1D"}]}""" },
        { "AM717", "steps[0].waitFor", """{"steps":[{"id":"a","waitFor":"order.placed","timeout":"P1D"}]}""" },
        { "AM717", "steps[0].waitFor", """{"goal":{"event":"product.viewed"},"steps":[{"id":"a","waitFor":"product.viewed","timeout":"P1D"}]}""" },
        { "AM717", "steps[0].waitFor", """{"steps":[{"id":"a","waitFor":"link.clicked","timeout":"P1D"},{"id":"m","send":"welcome"}]}""" },
        { "AM718", "steps[1]", """{"steps":[{"id":"a","send":"welcome"},{"id":"b","send":"thanks"}]}""" },
        { "AM718", "steps[3]", """{"steps":[{"id":"a","send":"welcome"},{"id":"i","if":"x == 1","then":[{"id":"w","wait":"PT1H"}],"else":[]},{"id":"v","wait":"PT59M"},{"id":"b","send":"thanks"}]}""" },
        { "AM718", "steps[1].else[0]", """{"steps":[{"id":"a","send":"welcome"},{"id":"u","waitFor":"link.clicked","timeout":"PT30M","then":[{"id":"b","send":"thanks"}],"else":[{"id":"c","send":"thanks"}]}]}""" },
        { "AM719", "exit.on", """{"trigger":{"event":"cart.abandoned"},"exit":null,"goal":null}""" },
        { "AM720", "steps[0].wait", """{"steps":[{"id":"a","wait":"P401D"}]}""" },
        { "AM720", "steps[0].timeout", """{"steps":[{"id":"a","waitFor":"product.viewed","timeout":"P2Y"}]}""" },
        { "AM721", "trigger.if", """{"trigger":{"event":"user.registered","if":"a = 1"}}""" },
        { "AM721", "exit.if", """{"exit":{"on":["order.placed"],"if":"a = 1"}}""" },
        { "AM721", "goal.if", """{"goal":{"event":"order.placed","if":"a = 1"}}""" },
        { "AM721", "steps[0].if", """{"steps":[{"id":"a","if":"a = 1"}]}""" },
        { "AM722", "steps[0].waitUntil.attribute", """{"steps":[{"id":"a","waitUntil":{"attribute":"renewel"}}]}""" },
        { "AM721", "trigger.becomes", """{"trigger":{"becomes":"a = 1"}}""" },
        { "AM722", "trigger.date.attribute", """{"trigger":{"date":{"attribute":"renewel"}}}""" },
        { "AM724", "trigger.becomes", """{"trigger":{"becomes":"contact.lastOrderTime == 'now'"}}""" },
        { "AM724", "trigger.becomes", """{"trigger":{"becomes":"now == contact.lastOrderTime"}}""" },
        { "AM725", "trigger.becomes", """{"trigger":{"becomes":"contact.orderCount == event.count"}}""" },
        { "AM726", "trigger.schedule.cron", """{"trigger":{"schedule":{"cron":"*/59 * * * *"}}}""" },
        { "AM726", "trigger.schedule.cron", """{"trigger":{"schedule":{"cron":"0,30 9 * * mon"}}}""" },
        { "AM727", "trigger.date.yearly", """{"trigger":{"date":{"attribute":"renewal","yearly":true}}}""" },
        { "AM723", "steps[1].enroll", """{"steps":[{"id":"a","wait":"P1D"},{"id":"b","enroll":"s"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Tells_what_is_wrong_and_where(string code, string path, string changes)
    {
        var finding = Lint(changes).Where(finding => finding.Code == code).ShouldHaveSingleItem();

        finding.Path.ShouldBe(path);
        finding.Severity.ShouldBe(SequenceLintRules.Find(code)!.Severity);
        finding.StepId.ShouldBe(path.StartsWith("steps", StringComparison.Ordinal) ? StepAt(Changed(changes), path) : null);
    }

    /// <summary>What looks nearly the same and is right.</summary>
    [Theory]
    [InlineData("AM704", """{"steps":[{"id":"a","if":"x == 1","then":[{"id":"b","remove":"s"}]},{"id":"d","send":"welcome"}]}""")]
    [InlineData("AM704", """{"steps":[{"id":"a","holdout":99},{"id":"d","send":"welcome"},{"id":"r","remove":"s"}]}""")]
    [InlineData("AM705", """{"reentry":{"mode":"always"},"steps":[{"id":"a","wait":"P1D"},{"id":"b","enroll":"s"}]}""")]
    [InlineData("AM705", """{"reentry":{"mode":"always"},"steps":[{"id":"b","enroll":"s"},{"id":"a","wait":"P1D"}]}""")]
    [InlineData("AM705", """{"reentry":{"mode":"after","period":"P1D"},"steps":[{"id":"b","enroll":"s"}]}""")]
    [InlineData("AM706", """{"trigger":{"event":"contact.unsubscribed"},"purpose":"transactional"}""")]
    [InlineData("AM706", """{"trigger":{"event":"contact.unsubscribed"},"steps":[{"id":"t","set":{"tags":{"add":["gone"]}}}]}""")]
    [InlineData("AM707", """{"trigger":{"manual":true}}""")]
    [InlineData("AM710", """{"exit":{"on":["order.placed","cart.created"]}}""")]
    [InlineData("AM711", """{"window":{"days":["mon"]}}""")]
    [InlineData("AM712", """{"window":{"from":"21:00","to":"05:00","days":["mon"]},"steps":[{"id":"a","waitUntil":{"days":["tue"],"time":"04:59"}},{"id":"m","send":"welcome"}]}""")]
    [InlineData("AM712", """{"window":{"from":"09:00","to":"20:00","zone":"Asia/Tokyo"},"steps":[{"id":"a","waitUntil":{"time":"20:00"}},{"id":"m","send":"welcome"}]}""")]
    [InlineData("AM712", """{"window":{"from":"09:00","to":"20:00"},"steps":[{"id":"a","waitUntil":{"attribute":"renewal","before":"PT2H","time":"08:00"}},{"id":"m","send":"welcome"}]}""")]
    [InlineData("AM713", """{"overdue":{"after":"PT1M","then":"send"}}""")]
    [InlineData("AM714", """{"overdue":{"after":"P1D"},"window":{"days":["mon","tue","wed","thu","fri"],"from":"09:00","to":"20:00"}}""")]
    [InlineData("AM715", """{"trigger":{"event":"product.viewed"},"exit":{"on":["product.viewed"]}}""")]
    [InlineData("AM717", """{"goal":{"event":"product.viewed","within":"P1D"},"steps":[{"id":"m","send":"welcome"},{"id":"a","waitFor":"product.viewed","timeout":"P1D"}]}""")]
    [InlineData("AM718", """{"steps":[{"id":"a","send":"welcome"},{"id":"w","wait":"PT1H"},{"id":"b","send":"thanks"}]}""")]
    [InlineData("AM718", """{"steps":[{"id":"i","split":[{"weight":1,"steps":[{"id":"a","send":"welcome"}]},{"weight":1,"steps":[{"id":"b","send":"thanks"}]}]}]}""")]
    [InlineData("AM719", """{"trigger":{"event":"cart.abandoned"},"exit":{"if":"contact.lastOrderTime > event.time"},"goal":null}""")]
    [InlineData("AM720", """{"steps":[{"id":"a","wait":"P400D"}]}""")]
    [InlineData("AM707", """{"trigger":{"schedule":{"cron":"0 9 * * mon"}}}""")]
    [InlineData("AM724", """{"trigger":{"becomes":"contact.attributes.now == 'new'"}}""")]
    [InlineData("AM725", """{"trigger":{"becomes":"contact.attributes.event == 1"}}""")]
    [InlineData("AM726", """{"trigger":{"schedule":{"cron":"0 * * * *"}}}""")]
    [InlineData("AM727", """{"trigger":{"date":{"attribute":"renewal","yearly":true}},"reentry":{"mode":"after","period":"P300D"}}""")]
    [InlineData("AM723", """{"reentry":{"mode":"always"},"steps":[{"id":"a","wait":"P1D"},{"id":"b","enroll":"s"}]}""")]
    public void Leaves_alone_what_is_right(string code, string changes) => Lint(changes).Select(finding => finding.Code).ShouldNotContain(code);

    [Fact]
    public void A_circle_through_other_sequences_is_found_and_told()
    {
        static SequenceDefinition To(string id, string next, string wait = "") => SequenceReader.Read(
            $$"""{"id":"{{id}}","trigger":{"manual":true},"reentry":{"mode":"always"},"steps":[{{wait}}{"id":"a","enroll":"{{next}}"}]}""");
        const string First = """{"id":"s","trigger":{"manual":true},"reentry":{"mode":"always"},"steps":[{"id":"a","enroll":"b"}]}""";

        var found = SequenceLinter.Lint(First, new SequenceLintOptions { Sequences = [To("b", "c"), To("c", "s")] }).ShouldHaveSingleItem();
        found.Code.ShouldBe("AM705");
        found.Message.ShouldContain("s → b → c → s");
        SequenceLinter.Lint(First, new SequenceLintOptions { Sequences = [To("b", "c"), To("c", "s", """{"id":"w","wait":"PT1H"},""")] }).ShouldBeEmpty();
        SequenceLinter.Lint(First, new SequenceLintOptions()).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_known_is_not_checked()
        => Lint("""{"purpose":"newsletter","steps":[{"id":"a","send":"x"},{"id":"b","enroll":"y"},{"id":"e","startWorkflow":"z"},{"id":"f","notify":"a@x.example","subject":"{{","message":"{{"},{"id":"c","if":"a = 1"},{"id":"d","waitUntil":{"attribute":"z"}}]}""", new SequenceLintOptions()).ShouldBeEmpty();

    [Fact]
    public void Every_mistake_is_told_at_once_with_its_place()
    {
        const string Json = """
            {
              "id": "has space",
              "trigger": { "event": "user.registered", "when": 1 },
              // A comment with a 😀 does no harm.
              "steps": [
                { "id": "a", "wait": "soon" }, { "id": "é😀", "send": 5 },
                { "id": "b", "if": "x", "then": [ { "id": "a", "send": "gone" } ], "esle": [] },
                { "id": "c", "split": [ { "weight": 0 }, { "weight": 1 } ] },
              ]
            }
            """;

        SequenceLinter.Lint(Json, Known).Select(found => $"{found.Line}:{found.Column} {found.Code} {found.Path} {found.StepId}").ShouldBe([
            "2:3 AM702 id ",
            "3:44 AM702 trigger.when ",
            "6:18 AM702 steps[0].wait a",
            "6:38 AM702 steps[1].id é😀",
            "6:51 AM702 steps[1].send é😀",
            "7:18 AM721 steps[2].if b",
            "7:41 AM703 steps[2].then[0].id a",
            "7:52 AM708 steps[2].then[0].send a",
            "7:72 AM702 steps[2].esle b",
            "8:31 AM702 steps[3].split[0].weight c",
        ]);
    }

    [Theory]
    [InlineData("{\n  \"id\": \"é😀\",,\n}", 2, 15, "id")]
    [InlineData("{ \"steps\": [ { \"wait\": } ] }", 1, 24, "steps[0].wait")]
    [InlineData("", 1, 1, "")]
    [InlineData("{", 1, 2, "")]
    [InlineData("{\"id\":\"\\ud800\"}", 1, 7, "id")]
    public void What_is_not_json_is_told_with_its_place(string json, int line, int column, string path)
    {
        var finding = SequenceLinter.Lint(json, Known).ShouldHaveSingleItem();
        (finding.Code, finding.Line, finding.Column, finding.Path).ShouldBe(("AM701", line, column, path));
    }

    [Fact]
    public void Half_a_character_is_refused_by_the_reader()
        => Should.Throw<FieldException>(() => SequenceReader.Read("""{"id":"\ud800"}"""));

    [Fact]
    public void A_text_without_end_is_not_looked_at()
        => SequenceLinter.Lint(new string(' ', SequenceLinter.MaxText + 1), Known).ShouldHaveSingleItem().Code.ShouldBe("AM701");

    [Fact]
    public void Codes_are_unique_and_found()
    {
        SequenceLintRules.All.Concat(LintRules.All).Select(rule => rule.Code).ShouldBeUnique();
        SequenceLintRules.All.ShouldAllBe(rule => SequenceLintRules.Find(rule.Code) == rule && rule.Title.Length > 0 && rule.Explanation.Length > 0 && rule.Messages.Count > 0);
        Wrong.Select(row => row.Data.Item1).Append("AM701").Distinct().Order(StringComparer.Ordinal).ShouldBe(SequenceLintRules.All.Select(rule => rule.Code), "every rule has its example");
    }

    private static IReadOnlyList<SequenceFinding> Lint(string changes, SequenceLintOptions? options = null) => SequenceLinter.Lint(Changed(changes).ToJsonString(), options ?? Known);

    private static JsonObject Changed(string changes)
    {
        var json = JsonNode.Parse(Good)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }

    private static string? StepAt(JsonNode node, string path)
    {
        string? id = null;
        foreach (var segment in path.Split('.'))
        {
            var name = segment.Split('[')[0];
            if (!segment.EndsWith(']') || node[name] is not JsonArray list)
            {
                break;
            }

            node = list[int.Parse(segment[(name.Length + 1)..^1], System.Globalization.CultureInfo.InvariantCulture)]!;
            id = name is "steps" or "then" or "else" ? (string?)node["id"] : id;
        }

        return id;
    }
}
