using Automail.Engine.Flow;
using Microsoft.AspNetCore.Mvc.Filters;
using OrchardCore.Admin;

namespace Automail.OrchardModule.Sequences;

/// <summary>The pages of the admin show the sequences as they are, also what was published a moment ago on another node: where nothing changed, that is one small query a page.</summary>
internal sealed class FreshSequences(SequenceCatalog catalog) : IAsyncActionFilter
{
    /// <inheritdoc/>
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        if (AdminAttribute.IsApplied(context.HttpContext))
        {
            await catalog.RefreshAsync(context.HttpContext.RequestAborted);
        }

        await next();
    }
}
