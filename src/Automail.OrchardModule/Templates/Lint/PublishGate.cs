using System.ComponentModel.DataAnnotations;
using Automail.Engine.Templates.Lint;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Localization;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Handlers;
using OrchardCore.DisplayManagement.Notify;

namespace Automail.OrchardModule.Templates.Lint;

/// <summary>
/// Refuses to publish a template or layout about which the linter reports an error, whether it is published in the editor, in the list or by the content API. Drafts may have errors. What recipes and
/// deployment plans bring is checked when it is validated; code outside of these publishes what it likes.
/// </summary>
internal sealed class PublishGate(
    TemplateLinter linter, FindingTexts texts, IHttpContextAccessor contexts, INotifier notifier, IHtmlLocalizer<PublishGate> localizer) : ContentHandlerBase
{
    private const string ContentsArea = "OrchardCore.Contents";

    private readonly IHtmlLocalizer H = localizer;

    /// <summary>Whether the editor's form is sent to be published, and not to be kept as a draft.</summary>
    public bool IsPublishing => contexts.HttpContext?.Request is { HasFormContentType: true } request && request.Form.ContainsKey("submit.Publish");

    /// <summary>What forbids to publish an item; nothing for items of other types.</summary>
    public async Task<IReadOnlyList<ValidationResult>> ErrorsAsync(ContentItem item)
        => item.ContentType == TemplateTypes.Template && item.TryGet<EmailTemplatePart>(out var template) ? [.. texts.Errors(await linter.LintAsync(template))]
            : item.ContentType == TemplateTypes.Layout && item.TryGet<EmailLayoutPart>(out var layout) ? [.. texts.Errors(await linter.LintAsync(layout), isLayout: true)]
            : [];

    /// <summary>
    /// What forbids to take in an item that is to be published: by a recipe or deployment plan, where the layout that a template names may come after it, or by a request to the content API that asks
    /// for more than a draft.
    /// </summary>
    public async Task<IReadOnlyList<ValidationResult>> ErrorsOnArrivalAsync(ContentItem item)
    {
        if (IsApiPublishing)
        {
            return await ErrorsAsync(item);
        }

        return !item.Published ? []
            : item.TryGet<EmailTemplatePart>(out var template)
                ? [.. texts.Errors((await linter.LintAsync(template)).Where(finding => finding.Code != LintRules.MissingLayout.Code))]
                : await ErrorsAsync(item);
    }

    /// <inheritdoc/>
    public override async Task PublishingAsync(PublishContentContext context)
    {
        if (!TemplateTypes.Includes(context.ContentItem.ContentType) || contexts.HttpContext is not { } http || !IsContents(http))
        {
            return;
        }

        foreach (var error in await ErrorsAsync(context.ContentItem))
        {
            context.Cancel = true;
            await notifier.ErrorAsync(H["'{0}' cannot be published. {1}", context.ContentItem.DisplayText ?? "", error.ErrorMessage ?? ""]);
        }
    }

    // The API publishes unless it is asked for a draft: POST /api/content?draft=true.
    private bool IsApiPublishing
        => contexts.HttpContext?.Request is { } request && IsApi(request) && !(bool.TryParse(request.Query["draft"], out var isDraft) && isDraft);

    private static bool IsContents(HttpContext http) => http.Request.RouteValues.TryGetValue("area", out var area) && area is ContentsArea || IsApi(http.Request);

    private static bool IsApi(HttpRequest request) => request.Path.StartsWithSegments("/api/content", StringComparison.OrdinalIgnoreCase);
}
