using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Localization;
using OrchardCore.DisplayManagement.Notify;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>
/// Tells whoever imports a recipe in the admin what is wrong with a sequence in it. Orchard's step for content shows no more than that there was an error, and runs in a scope of its own, whose messages nobody sees.
/// </summary>
internal sealed class ImportMessages(INotifier notifier) : IAsyncActionFilter
{
    /// <summary>Inside of Orchard's own filter, which gathers the messages.</summary>
    public const int Order = 1_000;

    private static readonly object Key = new();

    /// <summary>Keeps messages for the page that answers a request.</summary>
    public static void Keep(HttpContext http, IEnumerable<string> messages)
    {
        if (http.Items[Key] is not List<string> kept)
        {
            http.Items[Key] = kept = [];
        }

        kept.AddRange(messages);
    }

    /// <inheritdoc/>
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        await next();
        foreach (var message in context.HttpContext.Items[Key] as List<string> ?? [])
        {
            await notifier.ErrorAsync(new LocalizedHtmlString(nameof(ImportMessages), "{0}", isResourceNotFound: false, message));
        }
    }
}
