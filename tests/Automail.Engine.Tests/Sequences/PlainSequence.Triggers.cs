using System.Globalization;
using System.Text.Json.Nodes;

namespace Automail.Engine.Tests.Sequences;

/// <content>What lets people in beside events.</content>
internal sealed partial class PlainSequence
{
    private DateTime _lastOccurrence = start.AddTicks(-1);

    /// <summary>Whether there is a condition that has to become true, and it is.</summary>
    private bool Becomes() => _latest["trigger"]!["becomes"] is { } condition && Holds(condition);

    /// <summary>The moment that hangs on the contact's date, if it is still to come.</summary>
    private DateTime? NextDate()
    {
        if (_dateReached || _latest["trigger"]!["date"] is not { } trigger)
        {
            return null;
        }

        var moment = FromClock(date.ToDateTime(TimeOnly.ParseExact((string?)trigger["time"] ?? "09:00", "HH:mm", CultureInfo.InvariantCulture)));
        moment = trigger["before"] is { } before ? Later(moment, "P-" + ((string)before!)[1..]) : trigger["after"] is { } after ? Later(moment, (string)after!) : moment;
        return moment < _start ? null : moment;
    }

    /// <summary>The first occurrence of the schedule before a moment, minute by minute.</summary>
    private DateTime? NextOccurrence(DateTime before)
    {
        if (_latest["trigger"]!["schedule"] is not { } schedule)
        {
            return null;
        }

        var (fields, clock) = (((string)schedule["cron"]!).Split(' '), TimeZoneInfo.FindSystemTimeZoneById((string?)schedule["zone"] ?? "UTC"));
        for (var moment = Next(_lastOccurrence); moment < before; moment = moment.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(moment, clock);
            if (local.Minute == int.Parse(fields[0], CultureInfo.InvariantCulture) && local.Hour == int.Parse(fields[1], CultureInfo.InvariantCulture)
                && (fields[4] == "*" || Named(new JsonArray([.. fields[4].Split(',').Select(day => (JsonNode)day)]), local.DayOfWeek)))
            {
                return moment;
            }

            // What has been looked at is not looked at again.
            _lastOccurrence = moment;
        }

        return null;
    }

    /// <summary>The first whole minute after a moment.</summary>
    private static DateTime Next(DateTime moment) => new DateTime(moment.Ticks - (moment.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc).AddMinutes(1);
}
