using System.Text.Json;
using Automail.Cli.Demo.Calls;
using Automail.Engine;
using Automail.Engine.Scheduling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Automail.Cli.Demo.Http;

/// <summary>What only a playground has: a clock that can be moved, an inbox, the calls that were kept, and a look at the journeys.</summary>
internal static class DemoEndpoints
{
    private static readonly TimeSpan FarthestAdvance = TimeSpan.FromDays(366);

    public static void Map(IEndpointRouteBuilder routes, Inbox inbox, DemoWorker worker, Overview overview, CallBook calls)
    {
        routes.MapPost("/demo/clock", Answers.Handler(async context =>
        {
            var advance = await JsonBody.ReadAsync(context, body => JsonBody.Text(body, "advance", 40));
            var now = advance == "next"
                ? await worker.AdvanceToNextAsync(context.RequestAborted)
                : await worker.AdvanceAsync(ReadDuration(advance), context.RequestAborted);
            return Results.Json(new { now = OutputJson.Time(now) });
        }));
        routes.MapGet("/demo/state", Answers.Handler(async context => Results.Json(await overview.CreateAsync(context.RequestAborted))));
        routes.MapGet("/demo/inbox", Answers.Handler(async context => Results.Json(await inbox.ListAsync(context.RequestAborted))));
        routes.MapGet("/demo/inbox/{id}.eml", (string id) =>
            inbox.Find(id) is { } path ? Results.File(path, "message/rfc822", Path.GetFileName(path)) : Results.NotFound());
        routes.MapGet("/demo/inbox/{id}.json", async (HttpContext context, string id) =>
            await inbox.OpenAsync(id, context.RequestAborted) is { } mail
                ? Results.Json(new { mail.From, mail.To, mail.Subject, mail.Time, headers = mail.Headers.Select(header => new { name = header.Key, value = header.Value }), mail.Text })
                : Results.NotFound());
        routes.MapGet("/demo/inbox/{id}.html", async (HttpContext context, string id) =>
            await inbox.OpenAsync(id, context.RequestAborted) is { } mail ? Show(context, mail) : Results.NotFound());
        routes.MapGet("/demo/webhooks", Answers.Handler(async context => Results.Json(await calls.ListAsync(context.RequestAborted))));
        routes.MapGet("/demo/webhooks/{id}", async (HttpContext context, string id) =>
            await calls.FindAsync(id, context.RequestAborted) is { } call ? Results.Json(call) : Results.NotFound());
    }

    private static WaitDuration ReadDuration(string text)
    {
        var duration = WaitDuration.Parse(text, "advance");
        return duration.Approximate() <= FarthestAdvance ? duration : throw new FieldException("advance", "is more than a year; go step by step.");
    }

    /// <summary>A mail's own HTML. It runs no script and can do nothing but show itself and open links in another tab.</summary>
    private static IResult Show(HttpContext context, OpenedMail mail)
    {
        HtmlPage.Protect(context.Response);
        context.Response.Headers.ContentSecurityPolicy =
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'; frame-ancestors 'self'";
        const string Target = "<base target=\"_blank\">";
        var head = mail.Html.IndexOf("<head>", StringComparison.OrdinalIgnoreCase);
        return Results.Content(head < 0 ? Target + mail.Html : mail.Html.Insert(head + "<head>".Length, Target), "text/html; charset=utf-8");
    }
}
