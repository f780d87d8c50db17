using System.Globalization;
using Automail.Engine.Scheduling;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Scheduling;

public sealed class WaitDurationTests
{
    [Theory]
    // Days keep the wall clock, across the night on which Amsterdam's clocks go forward (29 March 2026) and back (25 October 2026).
    [InlineData("2026-03-28T11:00:00Z", "P1D", "Europe/Amsterdam", "2026-03-29T10:00:00Z")]
    [InlineData("2026-10-24T10:00:00Z", "P1D", "Europe/Amsterdam", "2026-10-25T11:00:00Z")]
    // Hours are elapsed time on the same nights.
    [InlineData("2026-03-28T11:00:00Z", "PT24H", "Europe/Amsterdam", "2026-03-29T11:00:00Z")]
    // 02:30 does not exist on 29 March: the first valid moment after it is 03:00 summer time.
    [InlineData("2026-03-28T01:30:00Z", "P1D", "Europe/Amsterdam", "2026-03-29T01:00:00Z")]
    // 02:30 comes twice on 25 October: the first of the two is in summer time.
    [InlineData("2026-10-24T00:30:00Z", "P1D", "Europe/Amsterdam", "2026-10-25T00:30:00Z")]
    // The southern hemisphere goes the other way: forward on 27 September 2026, back on 5 April 2026.
    [InlineData("2026-09-25T22:00:00Z", "P1D", "Pacific/Auckland", "2026-09-26T21:00:00Z")]
    [InlineData("2026-04-03T22:00:00Z", "P2D", "Pacific/Auckland", "2026-04-05T23:00:00Z")]
    // Honolulu has no summer time.
    [InlineData("2026-03-28T11:00:00Z", "P1W", "Pacific/Honolulu", "2026-04-04T11:00:00Z")]
    // Months clip to the end of the shorter one.
    [InlineData("2027-01-31T09:00:00Z", "P1M", "UTC", "2027-02-28T09:00:00Z")]
    // The date first, then the hours.
    [InlineData("2026-03-28T11:00:00Z", "P1DT2H", "Europe/Amsterdam", "2026-03-29T12:00:00Z")]
    public void Ends_at_the_right_moment(string from, string wait, string zone, string expected)
        => WaitDuration.Parse(wait, "wait").After(At(from), WallClock.Zone(zone, null)).ShouldBe(At(expected));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1 day")]
    [InlineData("P")]
    [InlineData("-P1D")]
    [InlineData("P-1D")]
    [InlineData("P4000D")]
    [InlineData("PT9999999H")]
    [InlineData("PT30s")]
    [InlineData("PT1H5t")]
    [InlineData("PT1.5S")]
    [InlineData("P0.5D")]
    [InlineData("p1d")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P99999999999999999999D")]
    public void Refuses_what_is_no_sensible_duration(string? text)
        => Should.Throw<FieldException>(() => WaitDuration.Parse(text, "steps[0].wait")).Field.ShouldBe("steps[0].wait");

    [Fact]
    public void An_unknown_zone_counts_as_none_and_the_site_has_the_next_word()
    {
        WallClock.Zone("Mars/Olympus", "Europe/Paris").Id.ShouldBe("Europe/Paris");
        WallClock.Zone(null, null).Id.ShouldBe("UTC");
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
