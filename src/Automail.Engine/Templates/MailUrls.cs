using System.Net;
using Automail.Engine.Tracking;

namespace Automail.Engine.Templates;

/// <summary>The addresses of one mail: its own pages, and what becomes of the links that its author wrote.</summary>
internal sealed class MailUrls
{
    private const int MaxKnown = 16;

    private readonly ITokenProtector _tokens;
    private readonly MailRenderOptions _options;
    private readonly string _endpoints;
    private readonly Uri _site;
    private readonly string _origin;

    // The picture, the name and the button of a product lead to the same page.
    private readonly List<(string Written, bool Track, bool Label, string? Url)> _known = [];

    public MailUrls(ITokenProtector tokens, MailRenderOptions options)
    {
        var site = options.SiteUrl ?? options.Links.BaseUrl;
        if (!Uri.TryCreate(site.EndsWith('/') ? site : site + "/", UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw new FieldException("siteUrl", "is not an absolute http or https address.");
        }

        (_tokens, _options, _site) = (tokens, options, uri);
        _origin = uri.GetLeftPart(UriPartial.Authority);
        _endpoints = options.Links.BaseUrl + "/automail/";
        Unsubscribe = options.Links.Unsubscribe(tokens.Protect(new TokenContent(TokenKind.Unsubscribe, options.SendId)));
        Preferences = options.Links.Preferences(tokens.Protect(new TokenContent(TokenKind.Preferences, options.SendId)));
        View = options.CanBeViewed ? options.Links.View(tokens.Protect(new TokenContent(TokenKind.View, options.SendId))) : null;
    }

    /// <summary>The unsubscribe page of this mail.</summary>
    public string Unsubscribe { get; }

    /// <summary>The preference page of this mail.</summary>
    public string Preferences { get; }

    /// <summary>The page that shows this mail in a browser; null where there will be none.</summary>
    public string? View { get; }

    /// <summary>
    /// What an attribute's value becomes: absolute, with the mail's UTM tags if <paramref name="label"/> and it leads to the site itself, and behind a click token if <paramref name="track"/>. Null when it stays as it is written:
    /// fragments, other schemes than http and https, our own endpoints, and addresses that nobody can follow.
    /// </summary>
    /// <param name="written">The value with its character references.</param>
    /// <param name="track">Whether this is a link that a person follows, and that may be tracked.</param>
    /// <param name="label">Whether this is a link that a person follows, and that may have UTM tags.</param>
    public string? Rewrite(ReadOnlySpan<char> written, bool track, bool label)
    {
        foreach (var known in _known)
        {
            if (known.Track == track && known.Label == label && written.SequenceEqual(known.Written))
            {
                return known.Url;
            }
        }

        var rewritten = Make(written, track, label);
        if (_known.Count < MaxKnown)
        {
            _known.Add((written.ToString(), track, label, rewritten));
        }

        return rewritten;
    }

    private string? Make(ReadOnlySpan<char> written, bool track, bool label)
    {
        var url = Clean(written);
        if (url.Length == 0 || url[0] == '#')
        {
            return null;
        }

        var scheme = SchemeLength(url);
        if (scheme == 0)
        {
            url = ToAbsolute(url);
        }
        else if (url.AsSpan(0, scheme) is not ("http" or "https" or "HTTP" or "HTTPS"))
        {
            // Authors do not write these; a value from outside might.
            return url[..scheme].ToLowerInvariant() is "javascript" or "vbscript" || (track && url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) ? "#" : null;
        }

        var isEndpoint = url.StartsWith(_endpoints, StringComparison.OrdinalIgnoreCase);
        var isChanged = scheme == 0;
        if (label && !isEndpoint && _options.Utm is { } utm && IsOnSite(url) && utm.AddTo(url) is var labelled && ClickTarget.IsAllowed(labelled))
        {
            isChanged |= labelled.Length > url.Length;
            url = labelled;
        }

        if (track && _options.TrackLinks && ClickTarget.IsAllowed(url) && !isEndpoint)
        {
            return _options.Links.Click(_tokens.Protect(new TokenContent(TokenKind.Click, _options.SendId, url)));
        }

        return isChanged ? url : null;
    }

    private bool IsOnSite(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IdnHost.Equals(_site.IdnHost, StringComparison.OrdinalIgnoreCase);

    // As the URL standard has it: control characters and spaces around are dropped, tabs and line breaks everywhere.
    private static string Clean(ReadOnlySpan<char> written)
    {
        var url = written.Contains('&') ? WebUtility.HtmlDecode(written.ToString()) : written.ToString();
        var start = 0;
        var end = url.Length;
        while (start < end && url[start] <= ' ')
        {
            start++;
        }

        while (end > start && url[end - 1] <= ' ')
        {
            end--;
        }

        url = url[start..end];
        return url.AsSpan().ContainsAny(" \t\r\n")
            ? string.Concat(url.Split('\t', '\r', '\n')).Replace(" ", "%20", StringComparison.Ordinal)
            : url;
    }

    private string ToAbsolute(string url)
    {
        if (url.StartsWith("//", StringComparison.Ordinal))
        {
            return $"{_site.Scheme}:{url}";
        }

        if (url[0] == '/')
        {
            return _origin + url;
        }

        return Uri.TryCreate(_site, url, out var absolute) ? absolute.AbsoluteUri : url;
    }

    // RFC 3986 section 3.1; 0 for a relative reference.
    private static int SchemeLength(string url)
    {
        var end = url.AsSpan().IndexOfAny(":/?#");
        return end > 0 && url[end] == ':' ? end : 0;
    }
}
