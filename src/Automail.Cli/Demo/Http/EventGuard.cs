using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Automail.Cli.Demo.Http;

/// <summary>Who may send events, and how often.</summary>
internal sealed class EventGuard : IDisposable
{
    private readonly byte[]? _key;
    private readonly TokenBucketRateLimiter _limiter;

    public EventGuard(DemoOptions options)
    {
        _key = options.ApiKey is null ? null : Digest(options.ApiKey);
        var perMinute = options.EventRequestsPerMinute;
        _limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, perMinute / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(perMinute >= 60 ? 1 : 60.0 / perMinute),
            QueueLimit = 0,
        });
    }

    /// <summary>Whether the request shows the key, as <c>Authorization: Bearer KEY</c> (RFC 6750), if one is wanted.</summary>
    public bool IsAllowed(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return _key is null
            || (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                && CryptographicOperations.FixedTimeEquals(_key, Digest(header[Scheme.Length..].Trim())));
    }

    /// <summary>Null when a request may be made now, else how long to wait.</summary>
    public TimeSpan? TryTake()
    {
        using var lease = _limiter.AttemptAcquire();
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _limiter.Dispose();

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
