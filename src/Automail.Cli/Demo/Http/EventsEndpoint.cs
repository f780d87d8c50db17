using Automail.Engine.Behavior;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Automail.Cli.Demo.Http;

/// <summary>
/// <c>POST /automail/events</c>: one CloudEvent 1.0 or a batch. 202 when all are durable; 400 names the fields, and then none was taken; 401, 413, 415, 429; 503 when the
/// store cannot be written, and then the sender tries again.
/// </summary>
internal static class EventsEndpoint
{
    private static readonly string[] Types = ["application/cloudevents+json", "application/cloudevents-batch+json", "application/json"];

    public static void Map(IEndpointRouteBuilder routes, Intake intake, TimeProvider clock, DemoWorker worker, EventGuard guard)
        => routes.MapPost("/automail/events", Answers.Handler(async context =>
        {
            if (ApiCalls.Refuse(context, guard) is { } refused)
            {
                return refused;
            }

            if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
                || !Types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
                || !(type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)))
            {
                return Answers.Problem(StatusCodes.Status415UnsupportedMediaType, "Not an event", $"The content type is one of {string.Join(", ", Types)}, in UTF-8.");
            }

            if (await ApiCalls.ReadBodyAsync(context) is not { } body)
            {
                return ApiCalls.TooLarge();
            }

            var result = await intake.AcceptAsync(CloudEventReader.Read(body, clock.Now()), context.RequestAborted);
            worker.Wake();
            return Results.Json(new { accepted = result.Accepted, duplicates = result.Duplicates }, statusCode: StatusCodes.Status202Accepted);
        }));
}
