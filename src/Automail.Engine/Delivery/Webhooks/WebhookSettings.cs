namespace Automail.Engine.Delivery.Webhooks;

/// <summary>How a site calls other systems.</summary>
public sealed record WebhookSettings
{
    /// <summary>The secrets with which each call is signed, the newest first: while one takes the place of another, both.</summary>
    public required IReadOnlyList<WebhookSecret> Secrets { get; init; }

    /// <summary>Hosts of the site's own network, such as <c>crm.internal</c> or <c>localhost:5005</c>: they may have private addresses and be called without encryption. A host without a port stands for all its ports.</summary>
    public IReadOnlyCollection<string> OwnHosts { get; init; } = [];

    /// <summary>Whether the host of an address is one of <see cref="OwnHosts"/>.</summary>
    public bool IsOwn(Uri url)
        => OwnHosts.Any(host => string.Equals(host, HostOf(url), StringComparison.OrdinalIgnoreCase) || string.Equals(host, $"{HostOf(url)}:{url.Port}", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads hosts that somebody typed: one a line, or with commas between. A wrong one is named by its number.</summary>
    /// <exception cref="FieldException">One is no host, or there are more than 50.</exception>
    public static IReadOnlyList<string> ParseHosts(string? text, string field)
    {
        var hosts = new List<string>();
        foreach (var entry in (text ?? "").Split(['\n', '\r', ',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var isHost = Uri.TryCreate("http://" + entry, UriKind.Absolute, out var url) && url.AbsolutePath == "/" && !entry.EndsWith('/') && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0
                && url.HostNameType != UriHostNameType.Unknown && !entry.EndsWith(':');
            if (!isHost)
            {
                throw new FieldException($"{field}[{hosts.Count}]", $"'{entry}' is not a host such as crm.internal or localhost:5005.");
            }

            var host = entry.Contains(':', StringComparison.Ordinal) && !entry.EndsWith(']') ? $"{HostOf(url!)}:{url!.Port}" : HostOf(url!);
            if (!hosts.Contains(host, StringComparer.OrdinalIgnoreCase))
            {
                hosts.Add(host);
            }
        }

        return hosts.Count <= 50 ? hosts : throw new FieldException(field, "has more than 50 hosts.");
    }

    private static string HostOf(Uri url) => url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
}

/// <summary>Tells how a site calls other systems, as it is now.</summary>
public interface IWebhookSettings
{
    /// <summary>The settings; the first time there is a secret, too.</summary>
    ValueTask<WebhookSettings> GetAsync();
}
