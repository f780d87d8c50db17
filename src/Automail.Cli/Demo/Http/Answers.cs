using Automail.Engine;
using Automail.Engine.Behavior;
using Microsoft.AspNetCore.Http;

namespace Automail.Cli.Demo.Http;

/// <summary>What is answered when a request cannot be done: problem details (RFC 9457).</summary>
internal static class Answers
{
    /// <summary>A request handler that never throws for what its input or the disk does wrong.</summary>
    public static Delegate Handler(Func<HttpContext, Task<IResult>> request) => Task<IResult> (HttpContext context) => TryAsync(context, () => request(context));

    /// <summary>Runs a request, and turns what its input or the disk does wrong into an answer.</summary>
    public static async Task<IResult> TryAsync(HttpContext context, Func<Task<IResult>> request)
    {
        try
        {
            return await request();
        }
        catch (InvalidEventsException e)
        {
            return Invalid(e.Problems);
        }
        catch (FieldException e)
        {
            var prefix = e.Field + ": ";
            return Invalid([new EventProblem(e.Field.Length > 0 ? e.Field : "body", e.Message.StartsWith(prefix, StringComparison.Ordinal) ? e.Message[prefix.Length..] : e.Message)]);
        }
        catch (Exception e) when (e is StoreUnavailableException or StoreConflictException or IOException and not BadHttpRequestException)
        {
            context.Response.Headers.RetryAfter = "5";
            return Problem(StatusCodes.Status503ServiceUnavailable, "Nothing could be stored", e.Message);
        }
    }

    public static IResult Invalid(IEnumerable<EventProblem> problems) => Results.ValidationProblem(
        problems.GroupBy(problem => problem.Field).ToDictionary(field => field.Key, field => field.Select(problem => problem.Problem).ToArray()),
        title: "Nothing was taken: the input is not valid.");

    public static IResult Problem(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);
}
