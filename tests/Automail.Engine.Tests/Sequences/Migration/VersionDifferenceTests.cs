using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences.Migration;

public sealed class VersionDifferenceTests
{
    private const string Branch = """{ "id": "b1", "if": "contact.orderCount > 0", "then": [ { "id": "t1", "wait": "P1D" } ], "else": [ { "id": "e1", "wait": "P1D" } ] }""";

    [Fact]
    public void Steps_that_were_added_vanished_changed_and_moved_are_told()
    {
        var difference = Compare(
            $$"""{ "id": "w1", "wait": "P1D" }, { "id": "m1", "send": "a" }, {{Branch}}, { "id": "s1", "split": [ { "weight": 50, "steps": [] }, { "weight": 50, "steps": [ { "id": "w5", "wait": "P1D" } ] } ] }, { "id": "w2", "wait": "P1D" }""",
            """
            { "id": "w1", "wait": "P2D", "spread": "PT1H" }, { "id": "m2", "send": "b" },
            { "id": "b1", "if": "contact.orderCount > 0", "then": [ { "id": "t1", "wait": "P1D" }, { "id": "e1", "wait": "P1D" } ], "else": [] },
            { "id": "s1", "split": [ { "weight": 20, "steps": [] }, { "weight": 80, "steps": [ { "id": "w5", "wait": "P1D" } ] } ] }, { "id": "w2", "wait": "P1D" }
            """);

        difference.Steps.Select(step => (step.StepId, step.IsAdded, step.IsVanished, step.IsMoved, string.Join("; ", step.Changes.Select(change => $"{change.Name}: {change.Before} > {change.After}")))).ShouldBe(
        [
            ("m1", false, true, false, ""),
            ("w1", false, false, false, "wait: \"P1D\" > \"P2D\"; spread:  > \"PT1H\""),
            ("m2", true, false, false, ""),
            ("e1", false, false, true, ""),
            ("s1", false, false, false, "split: [50, 50] > [20, 80]"),
        ]);
        difference.Settings.ShouldBeEmpty();
    }

    [Fact]
    public void Of_steps_that_changed_places_the_fewest_are_told()
    {
        const string Three = """{ "id": "a", "wait": "P1D" }, { "id": "b", "wait": "P1D" }, { "id": "c", "wait": "P1D" }""";

        Compare(Three, """{ "id": "c", "wait": "P1D" }, { "id": "a", "wait": "P1D" }, { "id": "b", "wait": "P1D" }""").Steps.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            step => step.StepId.ShouldBe("c"), step => step.IsMoved.ShouldBeTrue());
        Compare(Three, """{ "id": "x", "wait": "P1D" }, """ + Three).Steps.ShouldHaveSingleItem().IsAdded.ShouldBeTrue();
        Compare(Three, """{ "wait": "P1D", "id": "a" }, { "id": "b", /* said */ "wait": "P1D" }, { "id": "c", "wait": "P1D", }""").IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Settings_that_differ_are_told()
    {
        VersionDifference.Between(
            """{ "id": "s", "trigger": { "manual": true }, "goal": { "event": "x" }, "window": { "from": "09:00", "to": "20:00" }, "steps": [ { "id": "w1", "wait": "P1D" } ] }""",
            """{ "id": "s", "name": "S", "trigger": {  "manual" : true }, "window": { "to": "20:00", "from": "10:00" }, "steps": [ { "id": "w1", "wait": "P1D" } ] }""").Settings.Select(setting => (setting.Name, setting.Before, setting.After)).ShouldBe(
        [
            ("goal", """{ "event": "x" }""", null),
            ("window", """{ "from": "09:00", "to": "20:00" }""", """{ "to": "20:00", "from": "10:00" }"""),
            ("name", null, "\"S\""),
        ]);
    }

    [Theory]
    [InlineData("a,b,c", "a,c", "a:a b:c c:c")]
    [InlineData("a,b,c", "c,a", "a:a b:c c:c")]
    [InlineData("a,b", "a", "a:a b:-")]
    [InlineData("a,b", "a,x", "a:a b:x")]
    [InlineData("a,b", "x,y", "a:x b:x")]
    [InlineData("a,(b,c),d", "a,(c),d", "a:a i:i b:c c:c d:d")]
    [InlineData("a,(b),d", "a,(x),d", "a:a i:i b:d d:d")]
    [InlineData("a,(b)", "a,(x)", "a:a i:i b:-")]
    [InlineData("a,(b)", "a,(),x", "a:a i:i b:x")]
    [InlineData("a,(b),d", "a,x,d", "a:a i:d b:d d:d")]
    public void People_at_a_step_that_vanished_go_on_with_the_next_one_that_is_still_there(string before, string after, string expected)
        => string.Join(' ', MigrationProposal.Steps(Read(before), Read(after)).Select(step => $"{step.Key}:{step.Value ?? "-"}")).ShouldBe(expected);

    [Fact]
    public void Who_waited_for_an_event_that_is_not_waited_for_any_more_goes_the_way_of_a_wait_that_is_over()
    {
        var before = Read("""{ "id": "u1", "waitFor": "x", "timeout": "P1D", "then": [ { "id": "t", "wait": "P1D" } ], "else": [ { "id": "e", "wait": "P1D" } ] }, { "id": "z", "wait": "P1D" }""", raw: true);

        MigrationProposal.Steps(before, Read("z,t,e"))["u1"].ShouldBe("e");
        MigrationProposal.Steps(before, Read("t,z"))["u1"].ShouldBe("z");
    }

    [Theory]
    [InlineData("a,b", "a,b", "b", null)]
    [InlineData("a,b", "a,b,c,d", "b", "c")]
    [InlineData("a,b", "a,x,b", "b", null)]
    [InlineData("a,b", "a,x,b", "a", null)]
    [InlineData("a,b", "a,c", "b", "c")]
    [InlineData("a,b", "a,b,c", null, "c")]
    [InlineData("a,(b)", "a,(b,c)", "b", "c")]
    [InlineData("a,(b)", "a,(b,c)", "a", null)]
    [InlineData("a,(b),d", "a,(b,c),d", "d", null)]
    [InlineData("a,(b),d", "a,(b),d,e", "b", "e")]
    [InlineData("a,(b)", "a,x", "b", "x")]
    [InlineData("a", "x,y", "a", "x")]
    public void Who_finished_goes_on_with_what_was_added_behind_the_last_step_of_the_way(string before, string after, string? last, string? expected)
        => MigrationProposal.Added(Read(before), Read(after), last).ShouldBe(expected);

    [Fact]
    public void Mails_that_lie_behind_and_come_again_are_told()
    {
        const string Mails = """{ "id": "m1", "send": "a" }, { "id": "w1", "wait": "P1D" }, { "id": "m2", "send": "b" }, { "id": "w2", "wait": "P1D" }, { "id": "m3", "send": "c" }""";
        var (before, after) = (new SequencePlan(Read(Mails, raw: true), 1), new SequencePlan(Read(Mails, raw: true), 2));

        MigrationProposal.PassedAgain(before, "w2", after, "w2").ShouldBeEmpty();
        MigrationProposal.PassedAgain(before, "w2", after, "w1").ShouldBe(["m2"]);
        MigrationProposal.PassedAgain(before, "w1", after, "m1").ShouldBe(["m1"]);
    }

    private static VersionDifference Compare(string before, string after) => VersionDifference.Between(Json(before), Json(after));

    private static string Json(string steps) => $$"""{ "id": "s", "trigger": { "manual": true }, "steps": [ {{steps}} ] }""";

    /// <summary>Waits by their ids; what stands in brackets is the way <c>then</c> of an <c>if</c>.</summary>
    private static SequenceDefinition Read(string steps, bool raw = false)
        => SequenceReader.Read(Json(raw ? steps : string.Join(',', steps.Split(',').Select(step =>
            (step.StartsWith('(') ? """{ "id": "i", "if": "true", "then": [ """ : "")
            + (step.Trim('(', ')') is { Length: > 0 } id ? $$"""{ "id": "{{id}}", "wait": "P1D" }""" : "")
            + (step.EndsWith(')') ? " ] }" : "")))));
}
