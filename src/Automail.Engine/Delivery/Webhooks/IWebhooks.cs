namespace Automail.Engine.Delivery.Webhooks;

/// <summary>A call of another system.</summary>
/// <param name="Id">The same on every try, so that the receiver can tell a repetition (Standard Webhooks: <c>webhook-id</c>).</param>
/// <param name="Url">The address, http or https.</param>
/// <param name="Body">JSON.</param>
/// <param name="Time">When it is called, UTC.</param>
public sealed record WebhookCall(string Id, string Url, string Body, DateTimeOffset Time);

/// <summary>How a call ended.</summary>
public enum WebhookOutcome
{
    /// <summary>The receiver took it: 2xx.</summary>
    Delivered,

    /// <summary>Not now: 5xx, 429, 408, no answer in time, no connection.</summary>
    TryAgain,

    /// <summary>Never: any other answer, or an address that must not be called.</summary>
    Refused,
}

/// <summary>The result of a call.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">The answer or the error; null when it was taken.</param>
public sealed record WebhookResult(WebhookOutcome Outcome, string? Detail = null)
{
    /// <summary>The receiver took it.</summary>
    public static readonly WebhookResult Delivered = new(WebhookOutcome.Delivered);

    /// <summary>How long the receiver asked to be left alone (RFC 9110, section 10.2.3); null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the receiver cannot be reached at all, so that other calls of the same host need not be tried now.</summary>
    public bool IsUnreachable { get; init; }
}

/// <summary>Calls other systems. Never throws for what they do: that is an outcome.</summary>
public interface IWebhooks
{
    /// <summary>Makes one call, in 15 seconds at most.</summary>
    Task<WebhookResult> CallAsync(WebhookCall call, CancellationToken cancellationToken);
}

/// <summary>Calls nothing, and counts it as done: for simulations, and wherever time is virtual.</summary>
public sealed class NoWebhooks : IWebhooks
{
    /// <summary>The one that there is.</summary>
    public static readonly NoWebhooks Instance = new();

    private NoWebhooks()
    {
    }

    /// <inheritdoc/>
    public Task<WebhookResult> CallAsync(WebhookCall call, CancellationToken cancellationToken) => Task.FromResult(WebhookResult.Delivered);
}
