using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Automail.OrchardModule.Behavior.Recording;

/// <summary>The id of somebody who has not said who they are: a first-party cookie, set when they fill a cart.</summary>
internal sealed class VisitorCookie(IHttpContextAccessor contexts)
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "automail_visitor";

    private const int Length = 32;
    private static readonly object Key = new();

    /// <summary>The visitor's id, or null.</summary>
    public string? Read()
        => contexts.HttpContext is not { } context ? null
            : context.Items[Key] as string
            ?? (context.Request.Cookies[Name] is { Length: Length } id && id.All(char.IsAsciiHexDigitLower) ? "visitor-" + id : null);

    /// <summary>The visitor's id, a new one if need be; null outside of a request, or when the answer has begun.</summary>
    public string? ReadOrCreate()
    {
        if (Read() is { } known)
        {
            return known;
        }

        if (contexts.HttpContext is not { Response.HasStarted: false } context)
        {
            return null;
        }

        var id = RandomNumberGenerator.GetHexString(Length, lowercase: true);
        context.Response.Cookies.Append(Name, id, new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = TimeSpan.FromDays(180),
            Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
            IsEssential = true,
        });
        context.Items[Key] = "visitor-" + id;
        return "visitor-" + id;
    }
}
