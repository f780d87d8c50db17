using System.Net;
using Automail.Engine.Flow;
using Microsoft.AspNetCore.Http;

namespace Automail.Cli.Demo.Http;

/// <summary>The plain pages behind the links of mails. Their addresses are secrets of the recipient, so nobody else is to keep them.</summary>
internal static class HtmlPage
{
    private const string Style = """
        :root{color-scheme:light dark;--page:#f2f4f3;--card:#fff;--text:#1d2420;--quiet:#56615b;--brand:#2f6f55;--on:#fff;--rule:#d5dcd8}
        @media(prefers-color-scheme:dark){:root{--page:#14171a;--card:#1f2428;--text:#e8eaed;--quiet:#a7b0b8;--brand:#7cc4a4;--on:#10241b;--rule:#363d44}}
        body{margin:0;padding:2rem 1rem;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
        main{max-width:34rem;margin:4vh auto 0;padding:2rem;background:var(--card);border:1px solid var(--rule);border-radius:12px}
        h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.25}p{margin:0 0 1rem}.quiet{color:var(--quiet)}a{color:var(--brand)}
        button{padding:.7rem 1.4rem;border:0;border-radius:8px;background:var(--brand);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
        label{display:flex;gap:.6rem;align-items:center;margin:0 0 1rem}input{width:1.1rem;height:1.1rem;accent-color:var(--brand)}
        :focus-visible{outline:3px solid var(--brand);outline-offset:2px}
        """;

    /// <summary>A page. <paramref name="body"/> is HTML.</summary>
    public static IResult Create(HttpContext context, string title, string body, int status = StatusCodes.Status200OK)
    {
        Protect(context.Response);
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        return Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Text(title)} · Lantern Tea</title><style>{Style}</style></head>
            <body><main><h1>{Text(title)}</h1>
            {body}
            </main></body></html>

            """,
            "text/html; charset=utf-8",
            statusCode: status);
    }

    /// <summary>What a link answers that was forged, truncated, or made elsewhere.</summary>
    public static IResult NotValid(HttpContext context)
        => Create(context, "This link is not valid", "<p>It may have been cut off or changed on the way. Open it again from the mail, as it stands there.</p>", StatusCodes.Status404NotFound);

    /// <summary>What a mail's page answers when the mail cannot be made again.</summary>
    public static IResult Gone(HttpContext context)
        => Create(context, "This mail can no longer be shown", "<p>What it was made of is no longer there.</p>", StatusCodes.Status410Gone);

    /// <summary>A mail as a page of its own.</summary>
    public static IResult Mail(HttpContext context, string html)
    {
        Protect(context.Response);
        context.Response.Headers.ContentSecurityPolicy = MailViews.ContentSecurityPolicy;
        return Results.Content(html, "text/html; charset=utf-8");
    }

    /// <summary>Text as HTML.</summary>
    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    /// <summary>Keeps the address out of caches, search engines and the logs of other sites.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
