using System.Globalization;
using Automail.Engine.Scheduling;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Scheduling;

public sealed class CronScheduleTests
{
    /// <summary>Nights on which clocks change, in both hemispheres: what is left out comes first after the gap, what comes twice comes the first time.</summary>
    [Theory]
    [InlineData("0 9 * * mon", "Europe/Amsterdam", "2026-06-03T00:00:00Z", "2026-06-08T07:00:00Z")]
    [InlineData("0 9 * * mon", "Europe/Amsterdam", "2026-06-08T07:00:00Z", "2026-06-08T07:00:00Z")]
    [InlineData("0 9 * * mon", "Europe/Amsterdam", "2026-06-08T07:00:00.001Z", "2026-06-15T07:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Amsterdam", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Amsterdam", "2026-03-29T01:00:00.001Z", "2026-03-30T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Amsterdam", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Amsterdam", "2026-10-25T00:30:00.001Z", "2026-10-26T01:30:00Z")]
    [InlineData("30 2 * * *", "Pacific/Auckland", "2026-09-26T00:00:00Z", "2026-09-26T14:00:00Z")]
    [InlineData("30 2 * * *", "Pacific/Auckland", "2026-04-04T00:00:00Z", "2026-04-04T13:30:00Z")]
    [InlineData("30 2 * * *", "Pacific/Auckland", "2026-04-04T13:30:00.001Z", "2026-04-05T14:30:00Z")]
    [InlineData("15 1 * * *", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", "2026-10-03T14:45:00Z")]
    [InlineData("0 12 30 12 *", "Pacific/Apia", "2011-12-29T12:00:00Z", "2011-12-30T10:00:00Z")]
    [InlineData("0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("@daily", null, "2026-06-01T00:00:01Z", "2026-06-01T15:00:00Z")]
    [InlineData("0 9 L * *", "UTC", "2026-02-01T00:00:00Z", "2026-02-28T09:00:00Z")]
    public void The_next_moment_is_by_the_clock_of_the_zone(string cron, string? zone, string from, string next)
        => CronSchedule.Parse(cron, zone, "cron").Next(At(from), "Asia/Tokyo").ShouldBe(At(next));

    [Theory]
    [InlineData("30 2 * * *", "Europe/Amsterdam", "2026-03-29T00:59:59Z", "2026-03-28T01:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Amsterdam", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Amsterdam", "2026-10-25T01:45:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("30 2 * * *", "Pacific/Auckland", "2026-04-04T14:45:00Z", "2026-04-04T13:30:00Z")]
    [InlineData("0 9 * * mon", null, "2026-06-03T00:00:00Z", "2026-06-01T00:00:00Z")]
    public void The_last_moment_is_by_the_clock_of_the_zone(string cron, string? zone, string until, string last)
        => CronSchedule.Parse(cron, zone, "cron").Last(At(until), "Asia/Tokyo").ShouldBe(At(last));

    [Theory]
    [InlineData("")]
    [InlineData("often")]
    [InlineData("0 9 * *")]
    [InlineData("0 0 9 * * mon")]
    [InlineData("61 9 * * *")]
    [InlineData("0 0 30 2 *")]
    public void What_is_no_schedule_is_refused_with_its_field(string cron)
        => Should.Throw<FieldException>(() => CronSchedule.Parse(cron, null, "trigger.schedule.cron")).Field.ShouldBe("trigger.schedule.cron");

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
