using System.Net;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>Where an address stands.</summary>
internal enum LinkKind
{
    /// <summary>A link that a person follows.</summary>
    Link,

    /// <summary>An image that a client loads.</summary>
    Image,
}

/// <summary>An address in a text.</summary>
/// <param name="Kind">Where it stands.</param>
/// <param name="Url">The address, references resolved and Liquid masked.</param>
/// <param name="Start">Where it begins in the source.</param>
internal sealed record LinkUse(LinkKind Kind, string Url, int Start)
{
    private static readonly string[] LocalNames = [".localhost", ".local", ".internal", ".home.arpa"];

    private static readonly char[] HostEnd = ['/', '?', '#', '\\'];

    /// <summary>Whether its beginning comes out of Liquid, so that nothing is known of it.</summary>
    public bool IsPrinted => Url.Length > 0 && Url[0] is LiquidPieces.OutputMask or LiquidPieces.TagMask;

    /// <summary>In lower case; empty for a relative address.</summary>
    public string Scheme
    {
        get
        {
            var colon = Url.AsSpan().IndexOfAny(":/?#");
            return colon > 0 && Url[colon] == ':' && !Url.AsSpan(0, colon).Contains(LiquidPieces.OutputMask) ? Url[..colon].ToLowerInvariant() : "";
        }
    }

    /// <summary>Whether it is of the web and absolute.</summary>
    public bool IsWeb => Scheme is "http" or "https";

    /// <summary>The host in lower case, without port and user; empty when there is none, null when Liquid prints a part of it or the address is relative.</summary>
    public string? Host
    {
        get
        {
            var start = Url.StartsWith("//", StringComparison.Ordinal) ? 2 : IsWeb ? Scheme.Length + 1 : -1;
            if (start < 0)
            {
                return null;
            }

            var rest = Url.AsSpan(start);
            rest = start == 2 ? rest : rest.StartsWith("//") ? rest[2..] : "";
            var end = rest.IndexOfAny(HostEnd);
            var host = end < 0 ? rest : rest[..end];
            if (host.IndexOfAny(LiquidPieces.OutputMask, LiquidPieces.TagMask) >= 0)
            {
                return null;
            }

            host = host[(host.LastIndexOf('@') + 1)..];
            var port = host.StartsWith("[") ? host.IndexOf(']') + 1 : host.IndexOf(':');
            return (port > 0 ? host[..port] : host).ToString().ToLowerInvariant();
        }
    }

    /// <summary>Whether it leads to a machine that readers cannot reach: by name (RFC 6761, RFC 6762) or by an address that is not public (RFC 1918, RFC 3927, RFC 4193).</summary>
    public bool IsLocal
    {
        get
        {
            if (Host is not { Length: > 0 } host)
            {
                return false;
            }

            if (!IPAddress.TryParse(host.Trim('[', ']'), out var address))
            {
                return host == "localhost" || LocalNames.Any(name => host.EndsWith(name, StringComparison.Ordinal));
            }

            var bytes = address.GetAddressBytes();
            return IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal
                || bytes is [10, _, _, _] or [192, 168, _, _] or [169, 254, _, _] or [172, >= 16 and <= 31, _, _];
        }
    }

    /// <summary>The address as it can stand in a message: for what Liquid prints, an ellipsis.</summary>
    public string Shown => string.Concat(Url.Where((c, i) => c != LiquidPieces.OutputMask || i == 0 || Url[i - 1] != c)).Replace(LiquidPieces.OutputMask, '…');

    /// <summary>The addresses in a text: of links, images, backgrounds, and those that parts of the theme are given.</summary>
    public static IReadOnlyList<LinkUse> FindAll(LintSource source)
    {
        var links = new List<LinkUse>();
        if (source.IsHtml)
        {
            AddElements(source, links);
            AddArguments(source, links);
            if (source is { Kind: LintSourceKind.Html, Options.Format: BodyFormat.Markdown })
            {
                AddMarkdown(source.Pieces.Mask(), links);
            }
        }
        else if (source.Kind == LintSourceKind.Text)
        {
            AddWritten(source.Pieces.Mask(), links);
        }

        links.Sort((one, other) => one.Start.CompareTo(other.Start));
        return links;
    }

    private static void AddElements(LintSource source, List<LinkUse> links)
    {
        foreach (var element in source.Markup.Elements)
        {
            foreach (var attribute in element.Attributes)
            {
                LinkKind? kind = (element.Name, attribute.Name) switch
                {
                    ("a" or "area", "href") => LinkKind.Link,
                    ("img", "src") or (_, "background") => LinkKind.Image,
                    _ => null,
                };
                if (kind is { } found)
                {
                    links.Add(new LinkUse(found, Clean(attribute.Value), attribute.ValueStart));
                }
            }
        }
    }

    private static void AddArguments(LintSource source, List<LinkUse> links)
    {
        foreach (var argument in source.Liquid.Parts.SelectMany(part => part.Arguments))
        {
            if (argument.Value.Kind == LiquidTermKind.Text && argument.Name.EndsWith("url", StringComparison.Ordinal))
            {
                var kind = argument.Name.Contains("image", StringComparison.Ordinal) ? LinkKind.Image : LinkKind.Link;
                links.Add(new LinkUse(kind, Clean(argument.Value.Value), argument.Value.Start + 1));
            }
        }
    }

    // [text](address) and ![text](address)
    private static void AddMarkdown(string text, List<LinkUse> links)
    {
        for (var at = text.IndexOf("](", StringComparison.Ordinal); at >= 0; at = text.IndexOf("](", at + 2, StringComparison.Ordinal))
        {
            var end = text.AsSpan(at + 2).IndexOfAny(") \n");
            if (end >= 0)
            {
                var line = text.LastIndexOf('\n', at) + 1;
                var open = text.LastIndexOf('[', at, at - line + 1);
                links.Add(new LinkUse(open > 0 && text[open - 1] == '!' ? LinkKind.Image : LinkKind.Link, Clean(text.Substring(at + 2, end)), at + 2));
            }
        }
    }

    // In plain text, where the address alone makes the link.
    private static void AddWritten(string text, List<LinkUse> links)
    {
        for (var at = text.IndexOf("http", StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf("http", at, StringComparison.OrdinalIgnoreCase))
        {
            var end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('<' or '>' or '"' or '(' or ')'))
            {
                end++;
            }

            var url = text[at..end].TrimEnd('.', ',', ';', ':', '!', '?');
            if (url.Contains("://", StringComparison.Ordinal))
            {
                links.Add(new LinkUse(LinkKind.Link, url, at));
            }

            at = Math.Max(end, at + 4);
        }
    }

    private static string Clean(string written)
    {
        // A tag in front is kept as one character, so that it is seen that nothing is known.
        var url = written.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(written) : written;
        var text = url.Trim();
        return text.Length > 0 && url.IndexOf(LiquidPieces.TagMask) is var tag && tag >= 0 && tag < url.IndexOf(text[0]) ? LiquidPieces.TagMask + text : text;
    }
}
