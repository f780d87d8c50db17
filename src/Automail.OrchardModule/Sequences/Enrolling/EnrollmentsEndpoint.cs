using Automail.Engine.Behavior;
using Automail.Engine.Flow;
using Automail.OrchardModule.Behavior.Receiving;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>
/// <c>POST /automail/sequences/{id}/enrollments</c>: one contact or up to 1,000 are put into a sequence; 202 with what came of each. <c>DELETE /automail/sequences/{id}/enrollments/{subject}</c> takes one out:
/// 200 with whether it was inside. 400 names the fields, 401, 403, 404, 413, 429, 503 as <c>POST /automail/events</c> has them.
/// </summary>
internal static class EnrollmentsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("automail/sequences/{id}/enrollments", PostAsync).AllowAnonymous().DisableAntiforgery();
        routes.MapDelete("automail/sequences/{id}/enrollments/{**subject}", DeleteAsync).AllowAnonymous().DisableAntiforgery();
    }

    [Authorize(AuthenticationSchemes = ApiRequest.Scheme)]
    private static Task<IResult> PostAsync(HttpContext context, string id, EnrollmentDesk desk)
        => ApiRequest.RunAsync(context, AutomailPermissions.EnrollByApi, async body =>
            await desk.EnrollAsync(id, EnrollmentRequests.Read(body), By(context), context.RequestAborted) is { } results
                ? Results.Json(new { results = results.Select(result => new { subject = result.Subject, result = result.Result }) }, statusCode: StatusCodes.Status202Accepted)
                : Unknown(id));

    [Authorize(AuthenticationSchemes = ApiRequest.Scheme)]
    private static Task<IResult> DeleteAsync(HttpContext context, string id, string subject, EnrollmentDesk desk)
        => ApiRequest.RunAsync(context, AutomailPermissions.EnrollByApi, async () =>
            await desk.RemoveAsync(id, subject, By(context), context.RequestAborted) is { } removed ? Results.Json(new { removed }) : Unknown(id));

    private static string By(HttpContext context) => $"by {ApiRequest.NameOf(context)} over the API";

    private static IResult Unknown(string id) => ApiRequest.Problem(StatusCodes.Status404NotFound, "Not found", $"There is no sequence '{id}', or nobody is known by this key.");
}
