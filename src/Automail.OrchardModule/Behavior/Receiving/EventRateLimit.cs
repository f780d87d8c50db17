using System.Globalization;
using System.Threading.RateLimiting;
using Automail.OrchardModule.Delivery.Settings;
using OrchardCore.Environment.Shell.Configuration;

namespace Automail.OrchardModule.Behavior.Receiving;

/// <summary>How many requests a sender of events may make: <c>Automail:EventRequestsPerMinute</c>, 6,000 unless set. What was not used up is saved for a minute at most.</summary>
internal sealed class EventRateLimit : IDisposable
{
    private const int StandardPerMinute = 6_000;

    private readonly PartitionedRateLimiter<string> _limiter;

    public EventRateLimit(IShellConfiguration configuration)
    {
        var perMinute = int.TryParse(configuration.GetSection(AutomailSettings.Section)["EventRequestsPerMinute"], CultureInfo.InvariantCulture, out var set) && set > 0
            ? set
            : StandardPerMinute;
        _limiter = PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, perMinute / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(perMinute >= 60 ? 1 : 60.0 / perMinute),
            QueueLimit = 0,
        }));
    }

    /// <summary>Null when a request may be made now, else how long to wait.</summary>
    public TimeSpan? TryTake(string who)
    {
        using var lease = _limiter.AttemptAcquire(who);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _limiter.Dispose();
}
