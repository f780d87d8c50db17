namespace Automail.Engine.Tracking;

/// <summary>What a token lets its bearer do.</summary>
public enum TokenKind
{
    /// <summary>Follow a link; the target is inside the token.</summary>
    Click = 1,

    /// <summary>Unsubscribe from the mail's purpose.</summary>
    Unsubscribe = 2,

    /// <summary>See and change preferences.</summary>
    Preferences = 3,

    /// <summary>Report an open.</summary>
    Open = 4,

    /// <summary>See the mail in a browser.</summary>
    View = 5,
}

/// <summary>The contents of a token.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="SendId">The ledger's id of the mail it stood in: 32 hexadecimal digits.</param>
/// <param name="Url">The target of a click; else null.</param>
public sealed record TokenContent(TokenKind Kind, string SendId, string? Url = null);

/// <summary>Makes and reads the opaque tokens of links in mail.</summary>
public interface ITokenProtector
{
    /// <summary>A token, safe in a URL's path. The same content gives the same token.</summary>
    string Protect(TokenContent content);

    /// <summary>Reads a token; null when it was forged, truncated, or made with another secret.</summary>
    TokenContent? Unprotect(string? token);
}

/// <summary>Where links in mail point to.</summary>
/// <param name="BaseUrl">The site's address, without a trailing slash; https in production.</param>
public sealed record MailLinks(string BaseUrl)
{
    /// <summary>The click endpoint.</summary>
    public string Click(string token) => $"{BaseUrl}/automail/c/{token}";

    /// <summary>The open pixel.</summary>
    public string Open(string token) => $"{BaseUrl}/automail/o/{token}.gif";

    /// <summary>The unsubscribe page and one-click endpoint.</summary>
    public string Unsubscribe(string token) => $"{BaseUrl}/automail/unsubscribe/{token}";

    /// <summary>The preference page.</summary>
    public string Preferences(string token) => $"{BaseUrl}/automail/preferences/{token}";

    /// <summary>The page that shows the mail in a browser.</summary>
    public string View(string token) => $"{BaseUrl}/automail/view/{token}";
}
