using Automail.Engine.Scheduling;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Scheduling;

public sealed class DueTimeTests
{
    private static readonly DateTimeOffset Whole = new(2026, 1, 1, 12, 0, 0, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(9_999, 1)]
    [InlineData(10_000, 1)]
    [InlineData(-1, 0)]
    [InlineData(-9_999, 0)]
    [InlineData(-10_000, -1)]
    public void A_due_time_is_never_early_and_less_than_a_millisecond_late(long ticks, long milliseconds)
        => DueTime.ToTime(DueTime.RoundUp(Whole.AddTicks(ticks))).ShouldBe(Whole.AddMilliseconds(milliseconds));

    [Fact]
    public void It_holds_before_1970_and_at_the_ends_of_time()
    {
        DueTime.RoundUp(DateTimeOffset.UnixEpoch.AddTicks(-1)).ShouldBe(0);
        DueTime.Of(DateTimeOffset.UnixEpoch.AddTicks(-1)).ShouldBe(-1);
        DueTime.ToTime(DueTime.RoundUp(DateTimeOffset.MaxValue)).Year.ShouldBe(9999);
        DueTime.ToTime(DueTime.RoundUp(DateTimeOffset.MinValue)).ShouldBe(DateTimeOffset.MinValue);
    }

    [Fact]
    public void A_time_of_another_zone_is_the_same_instant()
        => DueTime.RoundUp(Whole.ToOffset(TimeSpan.FromHours(5.5))).ShouldBe(DueTime.RoundUp(Whole));
}
