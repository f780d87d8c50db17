using System.Text.Json.Nodes;
using Automail.Engine.Sequences;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences;

/// <summary>The published schema and the reader agree.</summary>
public sealed class SequenceSchemaTests
{
    private static readonly PlainSchema Schema = new(SequenceSchema.Json);

    /// <summary>What a schema cannot say.</summary>
    private static readonly HashSet<string> ForTheReader = new(StringComparer.Ordinal)
    {
        """{"window":{"zone":"Mars/Olympus"}}""",
        """{"trigger":{"schedule":{"cron":"whenever"}}}""",
        """{"trigger":{"schedule":{"cron":"0 0 30 2 *"}}}""",
        """{"trigger":{"schedule":{"cron":"0 9 * * mon","zone":"Mars/Olympus"}}}""",
        """{"steps":[{"id":"a","wait":"PT1H"},{"id":"a","wait":"PT1H"}]}""",
        """{"steps":[{"id":"a","wait":"PT1H","spread":"PT745H"}]}""",
        """{"steps":[{"id":"a","notify":["a@x.example","A@X.example"],"subject":"s","message":"m"}]}""",
    };

    [Fact]
    public void Random_definitions_are_valid_for_both()
        => RandomSequence.DefinitionsOfAnyTrigger.Sample(json =>
        {
            IsValid(JsonNode.Parse(json)).ShouldBeTrue(json);
            SequenceReader.Read(json);
        }, iter: 2_000);

    public static TheoryData<string> Valid =>
    [
        """{"trigger":{"manual":true}}""",
        """{"trigger":{"date":{"attribute":"birthday","before":"P3D","after":null,"time":"09:00","yearly":true},"if":"contact.orderCount > 0"}}""",
        """{"trigger":{"date":{"attribute":"birthday","yearly":null},"if":null}}""",
        """{"trigger":{"becomes":"contact.orderCount >= 3"}}""",
        """{"trigger":{"schedule":{"cron":"0 9 * * mon","zone":"Europe/Amsterdam"},"if":"contact.orderCount > 0"}}""",
        """{"trigger":{"schedule":{"cron":"@daily","zone":"site"}}}""",
        """{"$schema":"/automail/sequence.schema.json","name":"Ünïcødé 😀","purpose":"transactional"}""",
        """{"name":null,"purpose":null,"reentry":null,"exit":null,"goal":null,"window":null,"overdue":null}""",
        """{"trigger":{"event":"x","if":null},"reentry":{"mode":"never","period":null},"goal":{"event":"x","within":null,"if":null}}""",
        """{"window":{"days":["sun"],"from":"22:00","to":"24:00","zone":"Pacific/Auckland"},"overdue":{"after":"PT0S","then":"send"}}""",
        """{"steps":[{"id":"a","wait":"P1Y2M3W4DT5H6M7S","spread":"PT2H"}]}""",
        """{"steps":[{"id":"a","waitUntil":{"days":["tue","fri"],"time":"00:00"}},{"id":"b","waitUntil":{"time":"23:59"}}]}""",
        """{"steps":[{"id":"a","waitUntil":{"attribute":"renewal","before":"P3D","after":null,"time":"24:00","yearly":true,"missing":"exit"}}]}""",
        """{"steps":[{"id":"a","set":{"tags":{"add":["x"],"remove":["y"]},"attributes":{"a-b_1":{"c":[1,null]}}}},{"id":"b","set":{"tags":["x"]}},{"id":"c","set":{}}]}""",
        """{"steps":[{"id":"a","holdout":100},{"id":"b","enroll":"x"},{"id":"c","remove":"y"},{"id":"e","startWorkflow":"Call the customer"},{"id":"d","split":[{"weight":1},{"weight":10000,"steps":[]}]}]}""",
        """{"steps":[{"id":"a","notify":"sales@shop.example","subject":"{{ contact.name }} calls","message":"a\r\n\tb"},{"id":"b","notify":["a@x.example","b@x.example"],"subject":"s","message":"m"},{"id":"c","webhook":"https://crm.example:8443/hook?x=1"},{"id":"d","webhook":"HTTP://crm.internal"}]}""",
        """{"steps":[{"id":"a","if":"x","then":null},{"id":"b","waitFor":"x","timeout":"P1D","else":[{"id":"c","send":"z"}]}]}""",
    ];

    [Theory]
    [MemberData(nameof(Valid))]
    public void Both_take_what_is_right(string changes)
    {
        var json = Changed(changes);
        SequenceReader.Read(json.ToJsonString()).Steps.ShouldNotBeEmpty();
        IsValid(json).ShouldBeTrue();
    }

    public static TheoryData<string> Invalid => new(SequenceReaderTests.Broken.Select(row => row.Data.Item2).Concat(
    [
        """{"name":"a\u0007b"}""",
        """{"steps":[{"id":"a","notify":["a@x.example","a@x.example"],"subject":"s","message":"m"}]}""",
        """{"trigger":{"event":" "}}""",
        """{"trigger":null}""",
        """{"steps":[{"id":"a","waitFor":"x","timeout":"PT0S"}]}""",
        """{"steps":[{"id":"a","wait":"P"}]}""",
        """{"steps":[{"id":"a","wait":"P1DT"}]}""",
        """{"steps":[{"id":"a","wait":"-P1D"}]}""",
        """{"steps":[{"id":"a","wait":"P1H"}]}""",
        """{"steps":[{"id":"a","holdout":2.5}]}""",
        """{"steps":[{"id":"a","split":[{"weight":1}]}]}""",
        """{"steps":[{"id":"a","split":[{"weight":1,"steps":{}},{"weight":1}]}]}""",
        """{"steps":[{"id":"a","set":{"tags":{"add":[""],"put":[]}}}]}""",
        """{"steps":[{"id":"a","set":{"tags":{"put":["x"]}}}]}""",
        """{"steps":[{"id":"a","set":{"attributes":{"has space":1}}}]}""",
        """{"steps":[{"id":"a","waitUntil":{"time":"24:00"}}]}""",
        """{"steps":[{"id":"a","if":" "}]}""",
        """{"steps":[[]]}""",
        """{"window":{"from":"25:00"}}""",
        """{"exit":{"on":[1]}}""",
        """{"reentry":{"mode":"always","period":"P1D"}}""",
    ]));

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Both_refuse_what_is_wrong(string changes)
    {
        var json = Changed(changes);
        Should.Throw<FieldException>(() => SequenceReader.Read(json.ToJsonString()));
        IsValid(json).ShouldBe(ForTheReader.Contains(changes));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    public void Both_refuse_what_is_no_sequence(string json)
    {
        Should.Throw<FieldException>(() => SequenceReader.Read(json));
        IsValid(JsonNode.Parse(json)).ShouldBeFalse();
    }

    private static bool IsValid(JsonNode? json) => Schema.Takes(json);

    private static JsonObject Changed(string changes)
    {
        var json = JsonNode.Parse("""{"id":"s","trigger":{"event":"user.registered"},"steps":[{"id":"m","send":"welcome"}]}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }
}
