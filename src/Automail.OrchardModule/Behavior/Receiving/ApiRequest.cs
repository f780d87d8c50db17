using System.Data.Common;
using System.Security.Claims;
using Automail.Engine;
using Automail.Engine.Behavior;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrchardCore.Modules;
using OrchardCore.Security.Permissions;

namespace Automail.OrchardModule.Behavior.Receiving;

/// <summary>What all of Automail's endpoints for other programs have in common: who may, how often, how large, and problem details by field.</summary>
internal static class ApiRequest
{
    /// <summary>The scheme of OpenID tokens and of other keys of the site.</summary>
    public const string Scheme = "Api";

    /// <summary>Runs a request of somebody who has a permission, as far as the limit allows.</summary>
    public static async Task<IResult> RunAsync(HttpContext context, Permission permission, Func<Task<IResult>> work)
    {
        var services = context.RequestServices;
        if (!await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, permission))
        {
            return context.ChallengeOrForbid(Scheme);
        }

        if (services.GetRequiredService<EventRateLimit>().TryTake(Who(context)) is { } wait)
        {
            context.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
            return Problem(StatusCodes.Status429TooManyRequests, "Too many requests", "Send several at once in one request, and try again later.");
        }

        try
        {
            return await work();
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
            services.GetRequiredService<ILogger<EventRateLimit>>().LogError(e, "What was sent could not be stored");
            context.Response.Headers.RetryAfter = "5";
            return Problem(StatusCodes.Status503ServiceUnavailable, "It could not be stored", "Try again later.");
        }
    }

    /// <summary>The same for a request with a body, which is read within the limit.</summary>
    public static Task<IResult> RunAsync(HttpContext context, Permission permission, Func<ReadOnlyMemory<byte>, Task<IResult>> work)
        => RunAsync(context, permission, async () => await ReadBodyAsync(context.Request, context.RequestAborted) is { } body
            ? await work(body)
            : Problem(StatusCodes.Status413PayloadTooLarge, "The body is too large", $"A body has at most {CloudEventReader.MaxBodyBytes} bytes; send it in smaller parts."));

    /// <summary>Who asks: the account's name, for the record.</summary>
    public static string NameOf(HttpContext context) => context.User.Identity?.Name ?? Who(context);

    public static IResult Problem(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);

    private static string Who(HttpContext context)
        => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "";

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
            title: "Nothing was taken: the input is not valid.");
}
