using System.Text.Json.Nodes;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences;

public sealed class SequenceReaderTests
{
    private const string Complete = """
        { "id": "cart-recovery", "name": "Cart recovery", "purpose": "marketing",
          "trigger": { "event": "cart.abandoned", "if": "event.total >= 20" },
          "reentry": { "mode": "after", "period": "P7D" },
          "exit": { "on": ["order.placed"] },
          "goal": { "event": "order.placed", "within": "P7D" },
          "window": { "days": ["mon", "tue"], "from": "09:00", "to": "20:00", "zone": "contact" },
          "overdue": { "after": "P1D", "then": "skip" },
          "steps": [ { "id": "w1", "wait": "PT1H" },
                     { "id": "m1", "send": "cart-reminder" },
                     { "id": "b1", "if": "contact.orderCount > 0", "then": [ { "id": "m2", "send": "thanks" } ], "else": [] },
                     { "id": "s1", "split": [ { "weight": 50, "steps": [ { "id": "m3", "send": "a" } ] }, { "weight": 50, "steps": [] } ] },
                     { "id": "u1", "waitFor": "link.clicked", "timeout": "P3D", "then": [ { "id": "m4", "send": "b" } ], "else": [] },
                     { "id": "t1", "set": { "tags": { "add": ["reminded"] } } } ] }
        """;

    [Fact]
    public void Reads_the_whole_of_it()
    {
        var definition = SequenceReader.Read(Complete);
        definition.Id.ShouldBe("cart-recovery");
        definition.Reentry.Mode.ShouldBe(ReentryMode.After);
        definition.Steps.Select(step => step.Id).ShouldBe(["w1", "m1", "b1", "s1", "u1", "t1"]);
        new SequencePlan(definition, 1).Templates().ShouldBe(["cart-reminder", "thanks", "a", "b"]);
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "id", """{"id":"has space"}""" },
        { "colour", """{"colour":"red"}""" },
        { "trigger.event", """{"trigger":{}}""" },
        { "trigger.event", """{"trigger":{"manual":true,"event":"x"}}""" },
        { "trigger.manual", """{"trigger":{"manual":false}}""" },
        { "steps[0].startWorkflow", """{"steps":[{"id":"a","startWorkflow":" "}]}""" },
        { "steps[0].notify", """{"steps":[{"id":"a","notify":"sales","subject":"s","message":"m"}]}""" },
        { "steps[0].notify", """{"steps":[{"id":"a","notify":[],"subject":"s","message":"m"}]}""" },
        { "steps[0].notify", """{"steps":[{"id":"a","notify":["a@x.example","b@x.example","c@x.example","d@x.example","e@x.example","f@x.example","g@x.example","h@x.example","i@x.example","j@x.example","k@x.example"],"subject":"s","message":"m"}]}""" },
        { "steps[0].notify[1]", """{"steps":[{"id":"a","notify":["a@x.example","b"],"subject":"s","message":"m"}]}""" },
        { "steps[0].notify[1]", """{"steps":[{"id":"a","notify":["a@x.example","A@X.example"],"subject":"s","message":"m"}]}""" },
        { "steps[0].notify[0]", """{"steps":[{"id":"a","notify":[1],"subject":"s","message":"m"}]}""" },
        { "steps[0].subject", """{"steps":[{"id":"a","notify":"a@x.example","message":"m"}]}""" },
        { "steps[0].subject", """{"steps":[{"id":"a","notify":"a@x.example","subject":"a\r\nBcc: b@x.example","message":"m"}]}""" },
        { "steps[0].message", """{"steps":[{"id":"a","notify":"a@x.example","subject":"s"}]}""" },
        { "steps[0].message", """{"steps":[{"id":"a","notify":"a@x.example","subject":"s","message":" \n"}]}""" },
        { "steps[0].message", """{"steps":[{"id":"a","notify":"a@x.example","subject":"s","message":"a\u0000"}]}""" },
        { "steps[0].template", """{"steps":[{"id":"a","notify":"a@x.example","subject":"s","message":"m","template":"t"}]}""" },
        { "steps[0].webhook", """{"steps":[{"id":"a","webhook":"crm.example/hook"}]}""" },
        { "steps[0].webhook", """{"steps":[{"id":"a","webhook":"ftp://crm.example/hook"}]}""" },
        { "steps[0].webhook", """{"steps":[{"id":"a","webhook":"https://ann:secret@crm.example/hook"}]}""" },
        { "steps[0].webhook", """{"steps":[{"id":"a","webhook":"https://crm.example/hook#part"}]}""" },
        { "steps[0].webhook", """{"steps":[{"id":"a","webhook":"https://crm.example/\r\nX: y"}]}""" },
        { "steps[0].data", """{"steps":[{"id":"a","webhook":"https://crm.example/hook","data":{}}]}""" },
        { "steps[0].enroll", """{"steps":[{"id":"a","enroll":"has space"}]}""" },
        { "steps[0].remove", """{"steps":[{"id":"a","remove":7}]}""" },
        { "trigger.when", """{"trigger":{"event":"x","when":1}}""" },
        { "trigger.date.attribute", """{"trigger":{"date":{}}}""" },
        { "trigger.date", """{"trigger":{"date":"birthday"}}""" },
        { "trigger.date", """{"trigger":{"date":null}}""" },
        { "trigger.date.after", """{"trigger":{"date":{"attribute":"x","before":"P1D","after":"P1D"}}}""" },
        { "trigger.date.before", """{"trigger":{"date":{"attribute":"x","before":"soon"}}}""" },
        { "trigger.date.time", """{"trigger":{"date":{"attribute":"x","time":"9am"}}}""" },
        { "trigger.date.yearly", """{"trigger":{"date":{"attribute":"x","yearly":1}}}""" },
        { "trigger.date.missing", """{"trigger":{"date":{"attribute":"x","missing":"exit"}}}""" },
        { "trigger.event", """{"trigger":{"date":{"attribute":"x"},"event":"x"}}""" },
        { "trigger.becomes", """{"trigger":{"becomes":""}}""" },
        { "trigger.becomes", """{"trigger":{"becomes":true}}""" },
        { "trigger.if", """{"trigger":{"becomes":"x","if":"y"}}""" },
        { "trigger.schedule", """{"trigger":{"schedule":"daily"}}""" },
        { "trigger.schedule.cron", """{"trigger":{"schedule":{}}}""" },
        { "trigger.schedule.cron", """{"trigger":{"schedule":{"cron":"whenever"}}}""" },
        { "trigger.schedule.cron", """{"trigger":{"schedule":{"cron":"0 0 30 2 *"}}}""" },
        { "trigger.schedule.zone", """{"trigger":{"schedule":{"cron":"0 9 * * mon","zone":"Mars/Olympus"}}}""" },
        { "trigger.schedule.at", """{"trigger":{"schedule":{"cron":"0 9 * * mon","at":"09:00"}}}""" },
        { "trigger.schedule", """{"trigger":{"schedule":{"cron":"0 9 * * mon"},"becomes":"x"}}""" },
        { "reentry.period", """{"reentry":{"mode":"after"}}""" },
        { "reentry.mode", """{"reentry":{"mode":"sometimes"}}""" },
        { "exit.on", """{"exit":{"on":"order.placed"}}""" },
        { "goal.within", """{"goal":{"event":"x","within":"a week"}}""" },
        { "window.days[0]", """{"window":{"days":["monday"]}}""" },
        { "window.days", """{"window":{"days":[]}}""" },
        { "window.from", """{"window":{"from":"9 o'clock"}}""" },
        { "window.zone", """{"window":{"zone":"Mars/Olympus"}}""" },
        { "overdue.then", """{"overdue":{"then":"panic"}}""" },
        { "steps", """{"steps":[]}""" },
        { "steps[0].id", """{"steps":[{"wait":"PT1H"}]}""" },
        { "steps[1].id", """{"steps":[{"id":"a","wait":"PT1H"},{"id":"a","wait":"PT1H"}]}""" },
        { "steps[0].wait", """{"steps":[{"id":"a","wait":"PT0S"}]}""" },
        { "steps[0].wait", """{"steps":[{"id":"a","wait":"an hour"}]}""" },
        { "steps[0]", """{"steps":[{"id":"a","wait":"PT1H","send":"x"}]}""" },
        { "steps[0].until", """{"steps":[{"id":"a","wait":"PT1H","until":"x"}]}""" },
        { "steps[0].then[0].wait", """{"steps":[{"id":"a","if":"x","then":[{"id":"b","wait":""}]}]}""" },
        { "steps[0].split[0].weight", """{"steps":[{"id":"a","split":[{"weight":0},{"weight":1}]}]}""" },
        { "steps[0].spread", """{"steps":[{"id":"a","wait":"PT1H","spread":"P1D"}]}""" },
        { "steps[0].spread", """{"steps":[{"id":"a","wait":"PT1H","spread":"PT745H"}]}""" },
        { "steps[0].waitUntil", """{"steps":[{"id":"a","waitUntil":"tuesday"}]}""" },
        { "steps[0].waitUntil.time", """{"steps":[{"id":"a","waitUntil":{"days":["tue"]}}]}""" },
        { "steps[0].waitUntil.time", """{"steps":[{"id":"a","waitUntil":{"time":"9am"}}]}""" },
        { "steps[0].waitUntil.days", """{"steps":[{"id":"a","waitUntil":{"days":[],"time":"09:00"}}]}""" },
        { "steps[0].waitUntil.attribute", """{"steps":[{"id":"a","waitUntil":{"attribute":5}}]}""" },
        { "steps[0].waitUntil.after", """{"steps":[{"id":"a","waitUntil":{"attribute":"renewal","before":"P1D","after":"P1D"}}]}""" },
        { "steps[0].waitUntil.before", """{"steps":[{"id":"a","waitUntil":{"attribute":"renewal","before":"soon"}}]}""" },
        { "steps[0].waitUntil.yearly", """{"steps":[{"id":"a","waitUntil":{"attribute":"birthday","yearly":"yes"}}]}""" },
        { "steps[0].waitUntil.missing", """{"steps":[{"id":"a","waitUntil":{"attribute":"birthday","missing":"panic"}}]}""" },
        { "steps[0].holdout", """{"steps":[{"id":"a","holdout":101}]}""" },
        { "steps[0].timeout", """{"steps":[{"id":"a","waitFor":"x"}]}""" },
        { "purpose", """{"purpose":"Big Sale"}""" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Names_the_path_that_is_wrong(string path, string changes)
    {
        var json = JsonNode.Parse(Complete)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        Should.Throw<FieldException>(() => SequenceReader.Read(json.ToJsonString())).Field.ShouldBe(path);
    }

    [Theory]
    [InlineData("steps[0].send", """{"id":"s","trigger":{"manual":true},"steps":[{"id":"m","send":"\ud800"}]}""")]
    [InlineData("steps[0].set.attributes.a[1]", """{"id":"s","trigger":{"manual":true},"steps":[{"id":"m","set":{"attributes":{"a":[1,"\udc00"]}}}]}""")]
    [InlineData("trigger", """{"id":"s","trigger":{"manual":true,"\ud800":1},"steps":[{"id":"m","send":"a"}]}""")]
    public void Half_of_a_character_gets_its_place(string path, string json)
        => Should.Throw<FieldException>(() => SequenceReader.Read(json)).Field.ShouldBe(path);

    [Fact]
    public void What_is_not_json_gets_its_line()
        => Should.Throw<FieldException>(() => SequenceReader.Read("{\n\"id\": }")).Field.ShouldBe("line 2");
}
