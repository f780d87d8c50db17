using NodaTime;
using NodaTime.TimeZones;

namespace Automail.Engine.Scheduling;

/// <summary>Time zones, from the tz database that NodaTime ships, so that every machine agrees.</summary>
public static class WallClock
{
    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>Whether <paramref name="id"/> names an IANA zone.</summary>
    public static bool IsZone(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is not null;

    /// <summary>The contact's zone, else the site's, else UTC. Unknown names count as none.</summary>
    public static DateTimeZone Zone(string? contactZone, string? siteZone)
        => Find(contactZone) ?? Find(siteZone) ?? DateTimeZone.Utc;

    /// <summary>The moment at which a wall clock shows this: in a gap the first moment after it, in an overlap the first of the two.</summary>
    public static Instant Resolve(LocalDateTime local, DateTimeZone zone) => local.InZone(zone, Resolver).ToInstant();

    private static DateTimeZone? Find(string? id) => string.IsNullOrEmpty(id) ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
}
