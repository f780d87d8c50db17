using Automail.Engine.Behavior;
using Automail.Engine.Flow;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Automail.Cli.Demo.Http;

/// <summary>
/// <c>POST /automail/sequences/{id}/enrollments</c>: one contact or up to 1,000 are put into a sequence; 202 with what came of each. <c>DELETE /automail/sequences/{id}/enrollments/{subject}</c> takes one
/// out. As in Orchard; the key is that of the events.
/// </summary>
internal static class EnrollmentsEndpoint
{
    private const string By = "over the API";

    public static void Map(IEndpointRouteBuilder routes, EnrollmentDesk desk, DemoWorker worker, EventGuard guard)
    {
        routes.MapPost("/automail/sequences/{id}/enrollments", Answers.Handler(async context =>
        {
            if (ApiCalls.Refuse(context, guard) is { } refused)
            {
                return refused;
            }

            // Other sites' pages cannot send this type unasked.
            if (!context.Request.HasJsonContentType())
            {
                return Answers.Problem(StatusCodes.Status415UnsupportedMediaType, "Not JSON", "The content type is application/json.");
            }

            if (await ApiCalls.ReadBodyAsync(context) is not { } body)
            {
                return ApiCalls.TooLarge();
            }

            if (await desk.EnrollAsync(Id(context), EnrollmentRequests.Read(body), By, context.RequestAborted) is not { } results)
            {
                return Unknown(context);
            }

            worker.Wake();
            return Results.Json(new { results = results.Select(result => new { subject = result.Subject, result = result.Result }) }, statusCode: StatusCodes.Status202Accepted);
        }));
        routes.MapDelete("/automail/sequences/{id}/enrollments/{**subject}", Answers.Handler(async context =>
        {
            if (ApiCalls.Refuse(context, guard) is { } refused)
            {
                return refused;
            }

            return await desk.RemoveAsync(Id(context), context.GetRouteValue("subject") as string ?? "", By, context.RequestAborted) is { } removed ? Results.Json(new { removed }) : Unknown(context);
        }));
    }

    private static string Id(HttpContext context) => context.GetRouteValue("id") as string ?? "";

    private static IResult Unknown(HttpContext context)
        => Answers.Problem(StatusCodes.Status404NotFound, "Not found", $"There is no sequence '{Id(context)}', or nobody is known by this key.");
}
