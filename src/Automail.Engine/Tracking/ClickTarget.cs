using System.Buffers;
using System.Text;

namespace Automail.Engine.Tracking;

/// <summary>What a click link may lead to.</summary>
public static class ClickTarget
{
    /// <summary>The longest target, in UTF-8 bytes; the token must fit what mail clients and proxies pass on. Longer links are not tracked.</summary>
    public const int MaxBytes = 2000;

    private const int MaxPlainHost = 60;

    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(c => c != '\\')]);
    private static readonly SearchValues<char> LettersAndDots = SearchValues.Create("abcdefghijklmnopqrstuvwxyz.");

    /// <summary>Whether <paramref name="url"/> is an absolute http or https address without white space, control characters or backslashes.</summary>
    public static bool IsAllowed(string? url)
    {
        if (url is null
            || !(url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            || Encoding.UTF8.GetByteCount(url) > MaxBytes)
        {
            return false;
        }

        if (IsPlain(url))
        {
            return true;
        }

        foreach (var c in url)
        {
            if (c == '\\' || char.IsControl(c) || char.IsWhiteSpace(c))
            {
                return false;
            }
        }

        return IsWellFormed(url) && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host.Length > 0;
    }

    /// <summary>Whether it is written like nearly every link, which needs no closer look: printable ASCII, and a short host of letters.</summary>
    private static bool IsPlain(ReadOnlySpan<char> url)
    {
        if (url.ContainsAnyExcept(Plain))
        {
            return false;
        }

        var host = url[(url.IndexOf(':') + 3)..];
        var end = host.IndexOfAny('/', '?', '#');
        host = end < 0 ? host : host[..end];
        return host.Length is > 0 and <= MaxPlainHost && !host.ContainsAnyExcept(LettersAndDots) && host[0] != '.' && host[^1] != '.' && !host.Contains("..", StringComparison.Ordinal);
    }

    // A lone surrogate has no UTF-8 form: it would not come back as it was.
    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
