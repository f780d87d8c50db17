using System.Globalization;
using System.Text.Json;
using Automail.Engine.Scheduling;
using Automail.Engine.Tests.Flow;
using NodaTime;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Scheduling;

/// <summary>Dates as systems write them that have none, or no end: no zone and no offset leads out of the calendar.</summary>
public sealed class DateMomentTests
{
    private static readonly DateTimeOffset Now = At("2026-06-01T08:00:00Z");

    [Theory]
    [InlineData("9999-12-31", "UTC")]
    [InlineData("9999-12-31T23:59:59", "America/New_York")]
    [InlineData("9999-12-31T23:59:59Z", "Asia/Tokyo")]
    [InlineData("9999-12-31T23:59:59.9999999+00:00", "Pacific/Kiritimati")]
    public void What_has_no_end_never_comes(string value, string zone)
    {
        foreach (var moment in Moments())
        {
            moment.Of(Json(value), Now, Zone(zone)).ShouldNotBeNull().Year.ShouldBe(9999);
            moment.Last(Json(value), Now, Zone(zone)).ShouldBeNull();
        }

        DateMoment.Read(value, Zone(zone)).ShouldNotBeNull().Year.ShouldBe(9999);
    }

    [Theory]
    [InlineData("0001-01-01", "Asia/Tokyo")]
    [InlineData("0001-01-01T00:00:00", "Asia/Tokyo")]
    [InlineData("0001-01-01T00:00:00Z", "America/New_York")]
    [InlineData("-9998-01-01", "UTC")]
    public void What_was_at_the_beginning_of_time_has_passed(string value, string zone)
    {
        foreach (var moment in Moments())
        {
            moment.Of(Json(value), Now, Zone(zone)).ShouldNotBeNull().ShouldBeLessThan(At("0100-01-01T00:00:00Z"));
            moment.Last(Json(value), Now, Zone(zone)).ShouldNotBeNull().ShouldBeLessThan(At("0100-01-01T00:00:00Z"));
        }

        DateMoment.Read(value, Zone(zone)).ShouldNotBeNull().ShouldBeLessThan(At("0100-01-01T00:00:00Z"));
    }

    [Theory]
    [InlineData("0001-07-03", "2026-07-03T00:00:00Z")] // a birthday without a year
    [InlineData("9999-12-31T23:59:59Z", "2026-12-30T15:00:00Z")]
    public void Each_year_they_are_a_day_like_any_other(string value, string expected)
        => new DateMoment("born", null, false, LocalTime.Midnight, Yearly: true).Of(Json(value), Now, Zone("Asia/Tokyo")).ShouldNotBeNull().ShouldBeInRange(At(expected).AddHours(-12), At(expected).AddHours(12));

    [Theory]
    [InlineData("0001-01-01T00:00:00", 1)]
    [InlineData("9999-12-31T23:59:59", 0)]
    public async Task An_event_that_tells_such_a_date_is_taken(string value, int mails)
    {
        var host = new FlowHost();
        await host.PublishAsync("""{"id":"d","trigger":{"date":{"attribute":"ends","before":"P3D"}},"steps":[{"id":"m","send":"d"}]}""");
        await host.PublishAsync("""{"id":"s","trigger":{"event":"user.registered"},"steps":[{"id":"u","waitUntil":{"attribute":"ends","after":"P10Y"}},{"id":"m","send":"s"}]}""");
        foreach (var zone in new[] { "Asia/Tokyo", "America/New_York" })
        {
            await host.HappenAsync(zone, "user.registered", new { email = $"{zone.Length}@example.org", timeZone = zone, attributes = new { ends = value }, consent = new { purpose = "marketing", source = "form", textVersion = "1" } });
        }

        await host.AdvanceAsync(TimeSpan.FromDays(1));

        host.Sent.Select(mail => mail.Template).ShouldBe(Enumerable.Repeat("s", 2 * mails));
    }

    private static IEnumerable<DateMoment> Moments()
        => from offset in new[] { null, "P10Y", "P1DT12H", "PT87840H" }
            from before in new[] { true, false }
            from time in new LocalTime?[] { null, LocalTime.Midnight }
            select new DateMoment("ends", offset is null ? null : WaitDuration.Parse(offset, "offset"), before, time, Yearly: false);

    private static JsonElement Json(string value) => JsonSerializer.SerializeToElement(value);

    private static DateTimeZone Zone(string id) => WallClock.Zone(id, null);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
