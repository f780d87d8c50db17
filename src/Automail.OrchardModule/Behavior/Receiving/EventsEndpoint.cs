using System.Data.Common;
using System.Security.Claims;
using Automail.Engine;
using Automail.Engine.Behavior;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Behavior.Receiving;

/// <summary>
/// <c>POST /automail/events</c>: one CloudEvent 1.0 or a batch. 202 when all are durable; 400 names the fields, and then none was taken; 401, 403, 413, 429;
/// 503 when the store cannot be written, and then the sender tries again.
/// </summary>
internal static class EventsEndpoint
{
    private const string Api = "Api";

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapPost("automail/events", HandleAsync).AllowAnonymous().DisableAntiforgery();

    [Authorize(AuthenticationSchemes = Api)]
    private static async Task<IResult> HandleAsync(
        HttpContext context, IAuthorizationService authorization, EventRateLimit limit, Engine.Flow.Intake intake, OrchardTimeProvider clock, ILogger<EventRateLimit> logger)
    {
        if (!await authorization.AuthorizeAsync(context.User, AutomailPermissions.ReceiveEvents))
        {
            return context.ChallengeOrForbid(Api);
        }

        var who = context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (limit.TryTake(who) is { } wait)
        {
            context.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
            return Problem(StatusCodes.Status429TooManyRequests, "Too many requests", "Send several events in one batch, and try again later.");
        }

        if (await ReadBodyAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return Problem(
                StatusCodes.Status413PayloadTooLarge, "The body is too large", $"A body has at most {CloudEventReader.MaxBodyBytes} bytes; send the events in smaller batches.");
        }

        try
        {
            var result = await intake.AcceptAsync(CloudEventReader.Read(body, clock.GetUtcNow()), context.RequestAborted);
            return Results.Json(new { accepted = result.Accepted, duplicates = result.Duplicates }, statusCode: StatusCodes.Status202Accepted);
        }
        catch (InvalidEventsException e)
        {
            return Invalid(e.Problems);
        }
        catch (FieldException e)
        {
            return Invalid([new EventProblem(e.Field.Length > 0 ? e.Field : "body", e.Message)]);
        }
        catch (Exception e) when (e is StoreConflictException or StoreUnavailableException or DbException)
        {
            logger.LogError(e, "Events could not be stored");
            context.Response.Headers.RetryAfter = "5";
            return Problem(StatusCodes.Status503ServiceUnavailable, "The events could not be stored", "Nothing was taken; try again later.");
        }
    }

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

    private static IResult Invalid(IEnumerable<EventProblem> problems)
        => Results.ValidationProblem(
            problems.GroupBy(problem => problem.Field).ToDictionary(field => field.Key, field => field.Select(problem => problem.Problem).ToArray()),
            title: "Nothing was taken: an event is not valid.");

    private static IResult Problem(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);
}
