using Automail.Engine.Behavior;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
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
            if (!guard.IsAllowed(context.Request))
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return Answers.Problem(StatusCodes.Status401Unauthorized, "The API key is missing or wrong", "Send it as Authorization: Bearer KEY.");
            }

            if (guard.TryTake() is { } wait)
            {
                context.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
                return Answers.Problem(StatusCodes.Status429TooManyRequests, "Too many requests", "Send several events in one batch, and try again later.");
            }

            if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
                || !Types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
                || !(type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)))
            {
                return Answers.Problem(StatusCodes.Status415UnsupportedMediaType, "Not an event", $"The content type is one of {string.Join(", ", Types)}, in UTF-8.");
            }

            if (await ReadBodyAsync(context.Request, context.RequestAborted) is not { } body)
            {
                return Answers.Problem(
                    StatusCodes.Status413PayloadTooLarge, "The body is too large", $"A body has at most {CloudEventReader.MaxBodyBytes} bytes; send the events in smaller batches.");
            }

            var result = await intake.AcceptAsync(CloudEventReader.Read(body, clock.Now()), context.RequestAborted);
            worker.Wake();
            return Results.Json(new { accepted = result.Accepted, duplicates = result.Duplicates }, statusCode: StatusCodes.Status202Accepted);
        }));

    /// <summary>The body, or null when it is too large: told before it is read, or found out at the limit.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > CloudEventReader.MaxBodyBytes)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            // Ours is the lower limit, and answers in our words.
            feature.MaxRequestBodySize = null;
        }

        var buffer = new byte[CloudEventReader.MaxBodyBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        
        // Not without the cast: a bare null would become an empty body.
        return length > CloudEventReader.MaxBodyBytes ? (ReadOnlyMemory<byte>?)null : buffer.AsMemory(0, length);
    }
}
