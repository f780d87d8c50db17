using System.Globalization;
using Automail.Engine.Scheduling;
using Automail.Web.Hosting;
using OrchardCore.Modules;
using NodaTime;
using Clock = OrchardCore.Modules.Clock;
using IClock = OrchardCore.Modules.IClock;

namespace Automail.Web.Demo;

/// <summary>
/// Orchard's clock for a demonstration: it runs with real time and can be moved on, never back. How far it is ahead is kept, so that a restart does not turn
/// time back. Only this site has it; nothing in the module knows of it.
/// </summary>
public sealed class DemoClock : IClock
{
    private readonly Clock _zones = new();
    private readonly string _file;
    private readonly VirtualClock _time;

    private DemoClock(string file, TimeSpan ahead) => (_file, _time) = (file, VirtualClock.RunningWith(TimeProvider.System, ahead));

    /// <summary>The time that the site believes in.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>How far it is ahead of real time.</summary>
    public TimeSpan Ahead => _time.Ahead;

    DateTime IClock.UtcNow => Now.UtcDateTime;

    /// <summary>The clock as it was when the site stopped.</summary>
    public static DemoClock Load(DataFolder data)
    {
        var file = Path.Combine(data.Path, "demo-clock.txt");
        var ahead = File.Exists(file) && TimeSpan.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var kept) && kept > TimeSpan.Zero
            ? kept
            : TimeSpan.Zero;
        return new DemoClock(file, ahead);
    }

    /// <summary>Moves on to a moment; one in the past changes nothing.</summary>
    public void AdvanceTo(DateTimeOffset moment)
    {
        _time.AdvanceTo(moment);
        File.WriteAllText(_file, Ahead.ToString("c", CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public ITimeZone[] GetTimeZones() => _zones.GetTimeZones();

    /// <inheritdoc/>
    public ITimeZone GetTimeZone(string timeZoneId) => _zones.GetTimeZone(timeZoneId);

    /// <inheritdoc/>
    public ITimeZone GetSystemTimeZone() => _zones.GetSystemTimeZone();

    /// <inheritdoc/>
    public DateTimeOffset ConvertToTimeZone(DateTimeOffset dateTimeOffset, ITimeZone timeZone) => _zones.ConvertToTimeZone(dateTimeOffset, timeZone);
}
