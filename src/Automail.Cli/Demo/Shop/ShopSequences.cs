using System.Text;

namespace Automail.Cli.Demo.Shop;

/// <summary>The sequence that only the playground's shop has, beside the ready ones: it tells others, which needs their addresses.</summary>
internal static class ShopSequences
{
    /// <summary>A mail to the team and a call of another system after a large order, JSON. Its addresses end in .example, which nobody has (RFC 2606).</summary>
    public static string LargeOrder => field ??= Read("large-order.json");

    private static string Read(string name)
    {
        using var stream = typeof(ShopSequences).Assembly.GetManifestResourceStream("shop/" + name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
