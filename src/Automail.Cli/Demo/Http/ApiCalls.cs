using Automail.Engine.Behavior;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Automail.Cli.Demo.Http;

/// <summary>What the endpoints for other programs have in common: the key, the limit, the size of bodies.</summary>
internal static class ApiCalls
{
    /// <summary>The answer to a request without the key, or one too many; null when it may go on.</summary>
    public static IResult? Refuse(HttpContext context, EventGuard guard)
    {
        if (!guard.IsAllowed(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Answers.Problem(StatusCodes.Status401Unauthorized, "The API key is missing or wrong", "Send it as Authorization: Bearer KEY.");
        }

        if (guard.TryTake() is not { } wait)
        {
            return null;
        }

        context.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
        return Answers.Problem(StatusCodes.Status429TooManyRequests, "Too many requests", "Send several at once in one request, and try again later.");
    }

    public static IResult TooLarge() => Answers.Problem(
        StatusCodes.Status413PayloadTooLarge, "The body is too large", $"A body has at most {CloudEventReader.MaxBodyBytes} bytes; send it in smaller parts.");

    /// <summary>The body, or null when it is too large: told before it is read, or found out at the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > CloudEventReader.MaxBodyBytes)
        {
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            // Ours is the lower limit, and answers in our words.
            feature.MaxRequestBodySize = null;
        }

        var buffer = new byte[CloudEventReader.MaxBodyBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);

        // Not without the cast: a bare null would become an empty body.
        return length > CloudEventReader.MaxBodyBytes ? (ReadOnlyMemory<byte>?)null : buffer.AsMemory(0, length);
    }
}
