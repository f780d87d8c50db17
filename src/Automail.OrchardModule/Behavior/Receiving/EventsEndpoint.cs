using Automail.Engine.Behavior;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Automail.OrchardModule.Behavior.Receiving;

/// <summary>
/// <c>POST /automail/events</c>: one CloudEvent 1.0 or a batch. 202 when all are durable; 400 names the fields, and then none was taken; 401, 403, 413, 429;
/// 503 when the store cannot be written, and then the sender tries again.
/// </summary>
internal static class EventsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapPost("automail/events", HandleAsync).AllowAnonymous().DisableAntiforgery();

    [Authorize(AuthenticationSchemes = ApiRequest.Scheme)]
    private static Task<IResult> HandleAsync(HttpContext context, Engine.Flow.Intake intake, OrchardTimeProvider clock)
        => ApiRequest.RunAsync(context, AutomailPermissions.ReceiveEvents, async body =>
        {
            var result = await intake.AcceptAsync(CloudEventReader.Read(body, clock.GetUtcNow()), context.RequestAborted);
            return Results.Json(new { accepted = result.Accepted, duplicates = result.Duplicates }, statusCode: StatusCodes.Status202Accepted);
        });
}
