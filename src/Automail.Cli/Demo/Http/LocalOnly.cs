using Microsoft.AspNetCore.Http;

namespace Automail.Cli.Demo.Http;

/// <summary>Answers nobody but this machine under its own name: a page of another site that resolves to the loopback address (DNS rebinding) gets nothing.</summary>
internal static class LocalOnly
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Host.Host is "127.0.0.1" or "localhost" or "[::1]")
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return context.Response.WriteAsync("The playground answers to 127.0.0.1 and localhost only.");
    }
}
