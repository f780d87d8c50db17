using System.Globalization;
using System.Text;
using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Flow;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Automail.Cli.Demo.Http;

/// <summary>What recipients do: follow links, look at a mail in a browser, unsubscribe, choose. The token in the address is the permission: neither login nor cookie is needed.</summary>
internal static class RecipientEndpoints
{
    private const int MaxForm = 16 * 1024;
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes, Responses responses, MailViews views, DemoWorker worker, ILogger logger)
    {
        routes.MapMethods("/automail/c/{token}", Reading, (HttpContext context, string token) => FollowAsync(context, token, responses, worker, logger));
        routes.MapMethods("/automail/view/{token}", Reading, async (HttpContext context, string token) =>
            await views.FindAsync(token, context.RequestAborted) is not { } view ? HtmlPage.NotValid(context)
            : view.Html is { } html ? HtmlPage.Mail(context, html)
            : HtmlPage.Gone(context));
        routes.MapMethods("/automail/unsubscribe/{token}", Reading, async (HttpContext context, string token) =>
            await responses.WhoseAsync(token, context.RequestAborted) is { } owner
                ? HtmlPage.Create(context, "Unsubscribe", Question(token, owner))
                : HtmlPage.NotValid(context));
        routes.MapPost("/automail/unsubscribe/{token}", (HttpContext context, string token) => Answers.TryAsync(context, () => UnsubscribeAsync(context, token, responses, worker)));
        routes.MapMethods("/automail/preferences/{token}", Reading, (HttpContext context, string token) => ShowPreferencesAsync(context, token, responses, saved: false));
        routes.MapPost("/automail/preferences/{token}", (HttpContext context, string token) => Answers.TryAsync(context, async () =>
        {
            var granted = (await ReadFormAsync(context))?["granted"].OfType<string>() ?? [];
            if (!await responses.SetPreferencesAsync(token, granted.ToHashSet(StringComparer.Ordinal), CancellationToken.None))
            {
                return HtmlPage.NotValid(context);
            }

            worker.Wake();
            return await ShowPreferencesAsync(context, token, responses, saved: true);
        }));
    }

    private static async Task<IResult> FollowAsync(HttpContext context, string token, Responses responses, DemoWorker worker, ILogger logger)
    {
        if (responses.Target(token) is not { } target)
        {
            return HtmlPage.NotValid(context);
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            try
            {
                // Not to be given up when the reader's browser does.
                await responses.ClickAsync(token, CancellationToken.None);
                worker.Wake();
            }
            catch (Exception e) when (e is StoreUnavailableException or StoreConflictException)
            {
                // The reader is led on all the same.
                logger.LogError("A click could not be recorded: {Message}", e.Message);
            }
        }

        HtmlPage.Protect(context.Response);

        // A header is ASCII.
        return Results.Redirect(Ascii.IsValid(target) ? target : new Uri(target).AbsoluteUri);
    }

    private static async Task<IResult> UnsubscribeAsync(HttpContext context, string token, Responses responses, DemoWorker worker)
    {
        // RFC 8058 section 3.2: mail programs post List-Unsubscribe=One-Click; our page posts a field of its own.
        var form = await ReadFormAsync(context);
        var fromPage = form is not null && form["page"].ToString() == "1" && form["List-Unsubscribe"].ToString() != "One-Click";
        var known = await responses.UnsubscribeAsync(token, fromPage ? "page" : "one-click", CancellationToken.None);
        worker.Wake();
        if (fromPage)
        {
            return known
                ? HtmlPage.Create(context, "You are unsubscribed", $"<p>It takes effect at once.</p><p><a href=\"/automail/preferences/{HtmlPage.Text(token)}\">All preferences</a></p>")
                : HtmlPage.NotValid(context);
        }

        HtmlPage.Protect(context.Response);
        return known
            ? Results.Text("You are unsubscribed.")
            : Results.Text("This link is not valid.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ShowPreferencesAsync(HttpContext context, string token, Responses responses, bool saved)
    {
        if (await responses.PreferencesAsync(token, context.RequestAborted) is not { } preferences)
        {
            return HtmlPage.NotValid(context);
        }

        var body = new StringBuilder(saved ? "<p role=\"status\">Your preferences are saved.</p>" : "");
        if (preferences.Count == 0)
        {
            body.Append("<p>There is nothing to choose: we no longer know this address.</p>");
        }
        else
        {
            body.Append("<form method=\"post\">");
            foreach (var preference in preferences)
            {
                var label = preference.Purpose == Purposes.Marketing ? "News and offers" : preference.Purpose;
                body.Append(CultureInfo.InvariantCulture, $"<label><input type=\"checkbox\" name=\"granted\" value=\"{HtmlPage.Text(preference.Purpose)}\"{(preference.Granted ? " checked" : "")}> {HtmlPage.Text(label)}</label>");
            }

            body.Append("<button>Save</button></form>");
        }

        return HtmlPage.Create(context, "Your mail preferences", body.ToString());
    }

    private static string Question(string token, TokenOwner owner)
    {
        var what = owner.Purpose == Purposes.Marketing ? "news and offers" : $"mail about “{HtmlPage.Text(owner.Purpose)}”";
        var who = owner.Contact?.Email is { } email ? $" sent to <b>{HtmlPage.Text(email)}</b>" : "";
        return $"""
            <p>Do you want no more {what}{who}?</p>
            <form method="post"><input type="hidden" name="page" value="1"><p><button>Unsubscribe</button></p></form>
            <p class="quiet"><a href="/automail/preferences/{HtmlPage.Text(token)}">All preferences</a></p>
            """;
    }

    /// <summary>The form, urlencoded or multipart; null when there is none or it cannot be read: whoever posts here wants out.</summary>
    private static async Task<IFormCollection?> ReadFormAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength > MaxForm)
        {
            return null;
        }

        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }
}
