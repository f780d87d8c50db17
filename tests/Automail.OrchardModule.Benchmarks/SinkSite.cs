using System.Globalization;
using Automail.OrchardModule.Tests.Sites;

namespace Automail.OrchardModule.Benchmarks;

/// <summary>A site that hands its mail to a server that takes all of it, whichever provider it uses.</summary>
/// <param name="port">The server's port.</param>
internal sealed class SinkSite(int port) : Site
{
    public int Connections => 4;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("OrchardCore:Automail:Delivery", "Smtp"),
        new("OrchardCore:Automail:Host", "127.0.0.1"),
        new("OrchardCore:Automail:Port", port.ToString(CultureInfo.InvariantCulture)),
        new("OrchardCore:Automail:Security", "None"),
        new("OrchardCore:Automail:Connections", Connections.ToString(CultureInfo.InvariantCulture)),
        new("OrchardCore:OrchardCore_Email_Smtp:DeliveryMethod", "Network"),
        new("OrchardCore:OrchardCore_Email_Smtp:Host", "127.0.0.1"),
        new("OrchardCore:OrchardCore_Email_Smtp:Port", port.ToString(CultureInfo.InvariantCulture)),
        new("OrchardCore:OrchardCore_Email_Smtp:AutoSelectEncryption", "false"),
        new("OrchardCore:OrchardCore_Email_Smtp:EncryptionMethod", "None"),
    ];
}
