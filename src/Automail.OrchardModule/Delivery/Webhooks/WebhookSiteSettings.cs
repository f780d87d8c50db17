namespace Automail.OrchardModule.Delivery.Webhooks;

/// <summary>How a site calls other systems, in the site settings. No recipe and no deployment plan has it.</summary>
public sealed class WebhookSiteSettings
{
    /// <summary>The secret with which calls are signed, protected by the site's data protection; null before the first start.</summary>
    public string? ProtectedSecret { get; set; }

    /// <summary>The secret before it, which signs, too, until <see cref="FormerUntil"/>; null for none.</summary>
    public string? ProtectedFormer { get; set; }

    /// <summary>Until when the former secret signs, UTC.</summary>
    public DateTimeOffset? FormerUntil { get; set; }

    /// <summary>Hosts of the site's own network, which may have private addresses and be called over http.</summary>
    public IReadOnlyList<string> OwnHosts { get; set; } = [];
}
