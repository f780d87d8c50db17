using System.Text;
using Automail.Cli.Demo.Preview;
using Automail.Cli.Lint;
using Automail.Cli.Templates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Automail.Cli.Demo.Http;

/// <summary>What the page of the preview asks for: what there is to choose, and mails.</summary>
internal static class PreviewEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, PlaygroundPreview preview)
    {
        routes.MapGet("/demo/preview", Answers.Handler(async context => Results.Json(new
        {
            templates = ReadyTemplates.Names.Select(name => new { name, @event = PreviewSamples.EventOf(name) }),
            events = PreviewSamples.EventTypesInOrder,
            contacts = (await preview.ContactsAsync(context.RequestAborted)).Select(contact => new { email = contact.Email, name = contact.Name }),
        })));
        routes.MapGet("/demo/preview/{name}.{locale}", async (HttpContext context, string name, string locale) =>
            await preview.FindAsync(name, locale, context.RequestAborted) is { } found
                ? Results.Json(new { subject = found.Subject, preheader = found.Preheader ?? "", html = found.Html })
                : Results.NotFound());
        routes.MapPost("/demo/preview", Answers.Handler(async context =>
        {
            if (context.Request.ContentLength > PreviewForm.MaxBytes)
            {
                return Answers.Problem(StatusCodes.Status413PayloadTooLarge, "The template is too large", $"A template with its data has at most {PreviewForm.MaxBytes / 1024} KB.");
            }

            var form = await JsonBody.ReadAsync(context, PreviewForm.Read, PreviewForm.MaxBytes);
            var result = await preview.MakeAsync(form, context.RequestAborted);
            context.Response.Headers.CacheControl = "no-store";
            return Results.Json(new
            {
                subject = result.Mail?.Subject,
                html = result.Mail?.Html,
                text = result.Mail?.Text,
                bytes = result.Mail is { } mail ? Encoding.UTF8.GetByteCount(mail.Html) : (int?)null,
                model = result.Model,
                happened = result.Happened,
                problems = result.Problems.OrderByDescending(problem => problem.Severity).Select(problem => new
                {
                    field = problem.Part, line = problem.Line, column = problem.Column, severity = FileFinding.Name(problem.Severity), code = problem.Code, message = problem.Message,
                }),
            });
        }));
    }
}
