namespace Automail.OrchardModule.Delivery.Webhooks;

/// <summary>The page of the webhooks.</summary>
internal sealed record WebhooksViewModel
{
    /// <summary>The hosts of the site's own, one a line, as typed.</summary>
    public required string Hosts { get; init; }

    /// <summary>What is wrong with the hosts; null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>The secret, when it was asked for.</summary>
    public string? Secret { get; init; }

    /// <summary>Until when the secret before it signs, too; null when none does.</summary>
    public DateTimeOffset? FormerUntil { get; init; }
}
