using Automail.Engine;
using Automail.OrchardModule.Scheduling.Delay;
using NodaTime;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Scheduling.Delay;

public sealed class DelayRuleTests
{
    [Theory]
    [InlineData("2026-03-02T08:00:00Z", "09:00", "Europe/Amsterdam", "2026-03-02T08:00:00Z")] // exactly now
    [InlineData("2026-03-02T08:00:01Z", "09:00", "Europe/Amsterdam", "2026-03-03T08:00:00Z")]
    [InlineData("2026-03-02T07:59:59Z", "9:00", "Europe/Amsterdam", "2026-03-02T08:00:00Z")]
    [InlineData("2026-03-28T23:00:00Z", "02:30", "Europe/Amsterdam", "2026-03-29T01:00:00Z")] // left out: the first moment after the gap
    [InlineData("2026-10-24T22:30:00Z", "02:30", "Europe/Amsterdam", "2026-10-25T00:30:00Z")] // comes twice: the first
    [InlineData("2026-10-25T00:31:00Z", "02:30", "Europe/Amsterdam", "2026-10-26T01:30:00Z")]
    [InlineData("2026-03-02T12:00:00Z", "09:00", "Pacific/Auckland", "2026-03-02T20:00:00Z")]
    [InlineData("2026-03-02T12:00:00Z", "09:00", "Pacific/Honolulu", "2026-03-02T19:00:00Z")]
    [InlineData("2026-03-02T12:00:00Z", "17:30:15", "UTC", "2026-03-02T17:30:15Z")]
    public void A_time_of_day_is_the_next_one_of_the_zone(string from, string time, string zone, string expected)
        => DelayRule.AtTimeOfDay(Moment(from), time, Zone(zone)).ShouldBe(Moment(expected));

    [Theory]
    [InlineData("2026-05-04", "Europe/Amsterdam", "2026-05-03T22:00:00Z")]
    [InlineData("2026-05-04T09:30", "Europe/Amsterdam", "2026-05-04T07:30:00Z")]
    [InlineData("2026-05-04 09:30:15", "Pacific/Auckland", "2026-05-03T21:30:15Z")]
    [InlineData(" 2026-05-04T09:30:00+05:00 ", "Europe/Amsterdam", "2026-05-04T04:30:00Z")]
    [InlineData("2026-05-04T09:30:00Z", "Europe/Amsterdam", "2026-05-04T09:30:00Z")]
    [InlineData("2026-05-04 09:30:00Z", "Europe/Amsterdam", "2026-05-04T09:30:00Z")] // as Liquid prints a moment
    [InlineData("2026-03-29T02:30", "Europe/Amsterdam", "2026-03-29T01:00:00Z")] // left out
    public void A_date_without_an_offset_is_meant_in_the_zone(string text, string zone, string expected)
        => DelayRule.AtDate(text, Zone(zone)).ShouldBe(Moment(expected));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("soon")]
    [InlineData("Monday, 4 May 2026")]
    [InlineData("04/05/2026")]
    [InlineData("2026-02-30")]
    [InlineData("2026-05-04T25:00")]
    public void What_is_no_date_is_refused_by_name(string? text)
        => Should.Throw<FieldException>(() => DelayRule.AtDate(text, DateTimeZone.Utc)).Field.ShouldBe("Date");

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("noon")]
    [InlineData("24:00")]
    [InlineData("9")]
    public void What_is_no_time_of_day_is_refused_by_name(string? text)
        => Should.Throw<FieldException>(() => DelayRule.ReadTimeOfDay(text)).Field.ShouldBe("TimeOfDay");

    [Theory]
    [InlineData("90", DelayUnit.Minutes, "PT90M")]
    [InlineData(" 2 ", DelayUnit.Hours, "PT2H")]
    [InlineData("3", DelayUnit.Days, "P3D")]
    [InlineData("1", DelayUnit.Weeks, "P1W")]
    [InlineData("6", DelayUnit.Months, "P6M")]
    [InlineData("P1DT2H", DelayUnit.Iso8601, "P1DT2H")]
    public void A_number_and_a_unit_make_a_duration_and_come_back(string text, DelayUnit unit, string duration)
    {
        DelayUnits.ToIso(text, unit).ShouldBe(duration);
        DelayUnits.FromIso(duration).ShouldBe((text.Trim(), unit));
    }

    [Fact]
    public void A_duration_that_is_typed_in_counts_whatever_the_unit()
        => DelayUnits.ToIso("PT15M", DelayUnit.Days).ShouldBe("PT15M");

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];
}
