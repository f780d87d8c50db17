using System.Security.Claims;
using System.Text.Encodings.Web;
using Automail.Engine.Templates.Lint;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Templates.Preview;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrchardCore.Admin;
using OrchardCore.ContentManagement;
using OrchardCore.Contents;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>What the editor of a sequence asks while it is written. Nothing is saved.</summary>
public sealed class SequenceEditorController(IContentManager contents, IAuthorizationService authorization, IStringLocalizer<SequenceEditorController> localizer) : Controller
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly IStringLocalizer S = localizer;

    /// <summary>A definition in plain words, step by step and as a whole, and what is wrong with it and where.</summary>
    [HttpPost]
    [Admin("Automail/SequenceEditor/Check", "AutomailSequenceCheck")]
    public async Task<IActionResult> Check(SequenceForm form)
    {
        var item = await FindAsync(form.ContentItemId);
        if (!await authorization.AuthorizeAsync(User, CommonPermissions.EditContent, item))
        {
            return Forbid();
        }

        var services = HttpContext.RequestServices;
        var json = form.Definition ?? "";
        if (json.Length <= DefinitionText.MaxLength && DefinitionText.HasNo(json, "id"))
        {
            // It is given one when it is saved.
            json = DefinitionText.With(json, "id", await services.GetRequiredService<SequenceItemStore>().IdForAsync(item.ContentItemId, form.Title));
        }

        var draft = json.Length > DefinitionText.MaxLength ? null : SequenceDraft.Read(json);
        var problems = await services.GetRequiredService<SequenceGate>().ProblemsAsync(item, json);
        var steps = services.GetRequiredService<StepWords>();
        return Json(new
        {
            lines = draft is null ? [] : services.GetRequiredService<SequenceWords>().Of(draft),
            steps = (draft?.AllSteps() ?? []).Where(step => step.Step is not null).ToDictionary(step => step.Path, step => steps.Of(step.Step!)),
            problems = problems.Select(problem => new
            {
                path = problem.Path,
                severity = problem.Severity.ToString().ToLowerInvariant(),
                name = Name(problem.Severity),
                text = problem.Text,
                code = problem.Code,
            }),
        });
    }

    /// <summary>The mail of a template's latest version for a sample contact, as a page for a frame. Who may edit sequences may see what they send.</summary>
    [HttpGet]
    [Admin("Automail/SequenceEditor/Mail/{id}", "AutomailSequenceMail")]
    public async Task<IActionResult> Mail(string id, string? type)
    {
        if (!await authorization.AuthorizeAsync(User, CommonPermissions.EditContent, await FindAsync(null)))
        {
            return Forbid();
        }

        if (await contents.GetAsync(id, VersionOptions.Latest) is not { ContentType: TemplateTypes.Template } item || !item.TryGet<EmailTemplatePart>(out var part))
        {
            return NotFound();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted);
        limit.CancelAfter(Patience);
        string? html = null;
        try
        {
            html = (await HttpContext.RequestServices.GetRequiredService<TemplatePreview>().MakeAsync(part, null, string.IsNullOrWhiteSpace(type) ? null : type, limit.Token)).Mail?.Html;
        }
        catch (OperationCanceledException) when (!HttpContext.RequestAborted.IsCancellationRequested)
        {
        }

        // Nothing in the mail may run, and its links lead nowhere.
        Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; font-src https: data:; frame-ancestors 'self'";
        return Content(html ?? $"<p>{HtmlEncoder.Default.Encode(S["The mail cannot be made; see the problems."])}</p>", "text/html; charset=utf-8");
    }

    private string Name(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => S["Error"],
        LintSeverity.Warning => S["Warning"],
        _ => S["Note"],
    };

    private async Task<ContentItem> FindAsync(string? id)
    {
        if (!string.IsNullOrEmpty(id) && await contents.GetAsync(id, VersionOptions.Latest) is { ContentType: SequenceTypes.Sequence } known)
        {
            return known;
        }

        var item = await contents.NewAsync(SequenceTypes.Sequence);
        item.Owner = User.FindFirstValue(ClaimTypes.NameIdentifier);
        return item;
    }
}
