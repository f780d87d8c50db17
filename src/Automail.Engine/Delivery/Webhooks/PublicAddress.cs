using System.Net;
using System.Net.Sockets;

namespace Automail.Engine.Delivery.Webhooks;

/// <summary>
/// Which addresses lie in the public internet. What a marketer types into a sequence must not reach the site's own network: neither its machines nor the metadata service of a cloud
/// (OWASP, server-side request forgery; IANA special-purpose address registries, RFC 6890).
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] Special4 = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
    }.Select(text => IPNetwork.Parse(text))];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }.Select(text => IPNetwork.Parse(text))];

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether it is neither of this machine nor of a private network, nor for any other special purpose.</summary>
    public static bool Is(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Special4.Any(network => network.Contains(address));
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        // An IPv4 address in IPv6 clothes is what it is underneath.
        if (address.IsIPv4MappedToIPv6)
        {
            return Is(address.MapToIPv4());
        }

        return Translated.Contains(address)
            ? Is(new IPAddress(address.GetAddressBytes()[12..]))
            : Global6.Contains(address) && !Special6.Any(network => network.Contains(address));
    }
}
