using Automail.Engine.Consent;
using Automail.Engine.Insights;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Insights;

public sealed class StepNumbersTests
{
    [Fact]
    public void Versions_are_summed_up_and_the_commonest_reason_comes_first()
    {
        var numbers = StepNumbers.Of(
        [
            Tally(StepFact.Sent, 30), Tally(StepFact.Sent, 12, version: 2), Tally(StepFact.Clicked, 21), Tally(StepFact.Failed, 2), Tally(StepFact.InDoubt, 1),
            Tally(StepFact.Skipped, 9), Tally(StepFact.Skipped, 3, GateReasons.Overdue), Tally(StepFact.Skipped, 2, GateReasons.NoConsent), Tally(StepFact.Skipped, 2, GateReasons.NoConsent, version: 2),
        ]);

        (numbers.Sent, numbers.Clicked, numbers.Failed, numbers.InDoubt).ShouldBe((42, 21, 2, 1));
        numbers.ClickedShare.ShouldBe(0.5);
        numbers.NotSent.ShouldBe([new DetailCount(GateReasons.NoConsent, 4), new DetailCount(GateReasons.Overdue, 3), new DetailCount("", 9)]);
        numbers.WentOn.ShouldBeEmpty();
        numbers.Left.ShouldBeEmpty();
    }

    [Fact]
    public void Ways_stand_in_the_order_of_the_step_and_ends_by_how_many_there_are()
    {
        var numbers = StepNumbers.Of(
        [
            Tally(StepFact.Passed, 1, StepWay.Else), Tally(StepFact.Passed, 1, StepWay.TimedOut), Tally(StepFact.Passed, 1, "10"), Tally(StepFact.Passed, 1, "2"), Tally(StepFact.Passed, 1, StepWay.Then),
            Tally(StepFact.Left, 1, nameof(EnrollmentStatus.Removed)), Tally(StepFact.Left, 2, nameof(EnrollmentStatus.Exited)), Tally(StepFact.Left, 1, nameof(EnrollmentStatus.Failed)),
        ]);

        numbers.WentOn.Select(way => way.Detail).ShouldBe(["2", "10", StepWay.Then, StepWay.Else, StepWay.TimedOut]);
        numbers.Left.ShouldBe([new DetailCount("Exited", 2), new DetailCount("Failed", 1), new DetailCount("Removed", 1)]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public void No_share_is_said_of_none_or_of_more_clicks_than_mails(int sent, int clicked)
        => StepNumbers.Of([Tally(StepFact.Sent, sent), Tally(StepFact.Clicked, clicked)]).ClickedShare.ShouldBeNull();

    private static StepTally Tally(StepFact fact, long count, string detail = "", int version = 1) => new(version, "s", fact, detail, count);
}
