using System.Globalization;
using Automail.Engine.Scheduling;
using CsCheck;
using NodaTime;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Scheduling;

public sealed class SendWindowTests
{
    private static readonly IsoDayOfWeek[] Week = [.. Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None)];
    private static readonly string[] Zones = ["Pacific/Auckland", "Pacific/Honolulu", "Europe/London", "Australia/Lord_Howe"];
    private static readonly SendWindow Office = new(Week[..5].ToHashSet(), new LocalTime(9, 0), new LocalTime(20, 0));

    [Theory]
    // Friday 20 November 2026, Amsterdam is UTC+1.
    [InlineData("2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z")] // 09:00, inclusive
    [InlineData("2026-11-20T07:59:00Z", "2026-11-20T08:00:00Z")]
    [InlineData("2026-11-20T18:59:59Z", "2026-11-20T18:59:59Z")]
    [InlineData("2026-11-20T19:00:00Z", "2026-11-23T08:00:00Z")] // 20:00, exclusive: Monday
    [InlineData("2026-11-21T12:00:00Z", "2026-11-23T08:00:00Z")]
    public void Opens_on_weekdays_in_the_contacts_zone(string moment, string expected)
        => Office.Next(At(moment), WallClock.Zone("Europe/Amsterdam", null)).ShouldBe(At(expected));

    [Theory]
    [InlineData("2026-11-20T21:00:00Z", "2026-11-20T22:00:00Z")]
    [InlineData("2026-11-21T05:59:00Z", "2026-11-21T05:59:00Z")] // opened on Friday, still open on Saturday
    [InlineData("2026-11-21T06:00:00Z", "2026-11-27T22:00:00Z")]
    public void Runs_across_midnight_from_the_day_on_which_it_opens(string moment, string expected)
        => new SendWindow(new HashSet<IsoDayOfWeek> { IsoDayOfWeek.Friday }, new LocalTime(22, 0), new LocalTime(6, 0))
            .Next(At(moment), DateTimeZone.Utc).ShouldBe(At(expected));

    [Fact]
    public void An_own_zone_goes_before_the_contacts()
        => (Office with { Zone = "America/New_York" }).Next(At("2026-11-20T08:00:00Z"), WallClock.Zone("Europe/Amsterdam", null)).ShouldBe(At("2026-11-20T14:00:00Z"));

    [Fact]
    public void A_window_that_a_clock_change_swallows_opens_the_next_day()
        => new SendWindow(Week.ToHashSet(), new LocalTime(2, 15), new LocalTime(2, 45))
            .Next(At("2026-03-28T12:00:00Z"), WallClock.Zone("Europe/Amsterdam", null)).ShouldBe(At("2026-03-30T00:15:00Z"));

    [Fact]
    public void The_next_moment_is_never_earlier_and_lies_inside()
        => Gen.Select(Gen.Long[0, 3_000_000_000], Gen.Int[0, 1439], Gen.Int[0, 1439], Gen.Int[1, 127], Gen.Int[0, 3])
            .Sample((seconds, from, to, days, zoneIndex) =>
            {
                var zone = WallClock.Zone(Zones[zoneIndex], null);
                var window = new SendWindow(Week.Where((_, i) => (days & (1 << i)) != 0).ToHashSet(), LocalTime.FromMinutesSinceMidnight(from), LocalTime.FromMinutesSinceMidnight(to));
                var moment = DateTimeOffset.FromUnixTimeSeconds(seconds);
                var next = window.Next(moment, zone);
                next.ShouldBeGreaterThanOrEqualTo(moment);
                window.Next(next, zone).ShouldBe(next);
                (next - moment).ShouldBeLessThan(TimeSpan.FromDays(9));
            });

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
