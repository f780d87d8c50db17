using System.Security.Claims;
using System.Text;
using Automail.Engine.Contacts;
using Automail.Engine.Templates.Lint;
using Automail.OrchardModule.Templates.Lint;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrchardCore.Admin;
using OrchardCore.ContentManagement;
using OrchardCore.Contents;
using OrchardCore.Email;

namespace Automail.OrchardModule.Templates.Preview;

/// <summary>Shows the mail that a template would become while it, or its layout, is written, and sends it to who writes it. It saves nothing.</summary>
public sealed class TemplatePreviewController(
    IContentManager contents, IAuthorizationService authorization, IEmailService email, IStringLocalizer<TemplatePreviewController> localizer) : Controller
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly IStringLocalizer S = localizer;

    private TemplatePreview Preview => HttpContext.RequestServices.GetRequiredService<TemplatePreview>();

    /// <summary>The mail, and what is wrong with it.</summary>
    [HttpPost]
    [Admin("Automail/TemplatePreview", "AutomailTemplatePreview")]
    public async Task<IActionResult> Render(PreviewForm form)
    {
        var item = await FindAsync(form);
        if (!await MayEditAsync(item))
        {
            return Forbid();
        }

        var (contact, problem) = await FindContactAsync(form.Contact);
        var (result, refusal) = await MakeAsync(form, item, contact);
        var texts = HttpContext.RequestServices.GetRequiredService<FindingTexts>();
        return Json(new
        {
            subject = result?.Mail?.Subject,
            from = result?.Mail?.From,
            html = result?.Mail?.Html,
            text = result?.Mail?.Text,
            size = result?.Mail is { } mail ? S["{0} KB", Math.Ceiling(Encoding.UTF8.GetByteCount(mail.Html) / 1024.0)].Value : null,
            contact = problem ?? Describe(contact),
            happened = result is not { HasEvent: true } ? S["Without an event."].Value : result.IsRealEvent ? S["With the contact's latest event of this type."].Value : S["With a sample event."].Value,
            problems = refusal is not null
                ? [new { field = nameof(PreviewForm.Html), severity = "error", name = S["Error"].Value, line = 0, column = 0, text = refusal, beside = refusal }]
                : (result?.Findings ?? []).OrderByDescending(finding => finding.Severity).Select(finding => new
                {
                    field = FindingTexts.Field(finding, form.IsLayout),
                    severity = finding.Severity.ToString().ToLowerInvariant(),
                    name = Name(finding.Severity),
                    line = finding.Line,
                    column = finding.Column,
                    text = texts.Text(finding),
                    beside = texts.Beside(finding),
                }),
        });
    }

    /// <summary>Sends the mail to who is logged in.</summary>
    [HttpPost]
    [Admin("Automail/TemplatePreview/Send", "AutomailTemplatePreviewSend")]
    public async Task<IActionResult> Send(PreviewForm form)
    {
        var item = await FindAsync(form);
        if (!await MayEditAsync(item))
        {
            return Forbid();
        }

        if (!EmailAddress.TryNormalize(User.FindFirstValue("email") ?? User.FindFirstValue(ClaimTypes.Email), out var to, out _))
        {
            return Json(new { sent = false, message = S["Your account has no e-mail address."].Value });
        }

        var (contact, _) = await FindContactAsync(form.Contact);
        var (result, refusal) = await MakeAsync(form, item, contact);
        if (result?.Mail is not { } mail)
        {
            return Json(new { sent = false, message = refusal ?? S["The mail cannot be made; see the problems."].Value });
        }

        var answer = await email.SendAsync(
            new MailMessage { To = to, From = mail.From, Subject = mail.Subject, HtmlBody = mail.Html, TextBody = mail.Text }, cancellationToken: HttpContext.RequestAborted);
        return Json(new
        {
            sent = answer.Succeeded,
            message = answer.Succeeded ? S["Sent to {0}.", to].Value : S["It could not be sent: {0}", string.Join(" ", answer.Errors.Select(error => error.Message.Value))].Value,
        });
    }

    /// <summary>Contacts to choose from.</summary>
    [HttpGet]
    [Admin("Automail/TemplatePreview/Contacts", "AutomailTemplatePreviewContacts")]
    public async Task<IActionResult> Contacts(string? q)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        var found = string.IsNullOrWhiteSpace(q) || q.Length > 200 ? [] : await Preview.SearchAsync(q.Trim(), HttpContext.RequestAborted);
        return Json(found.Where(contact => contact.Email is not null).Select(contact => new { email = contact.Email, name = contact.Name }));
    }

    // A mail that takes longer than any is given up; what is printed without encoding needs its permission here, too.
    private async Task<(PreviewResult? Result, string? Refusal)> MakeAsync(PreviewForm form, ContentItem item, Contact? contact)
    {
        if (!ModelState.IsValid)
        {
            return (null, S["The form cannot be read."]);
        }

        var raw = HttpContext.RequestServices.GetRequiredService<RawOutput>();
        if (RawOutput.Find(form.Html ?? "") is var (filter, line) && !await raw.IsAllowedAsync(item))
        {
            return (null, S["Line {0}: '{1}' writes without encoding, for which the permission “Use raw output in e-mail templates” is needed.", line, filter]);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted);
        limit.CancelAfter(Patience);
        try
        {
            var eventType = string.IsNullOrWhiteSpace(form.Event) ? null : form.Event;
            return (form.IsLayout
                ? await Preview.MakeLayoutAsync(new EmailLayoutPart { ContentItem = item, Name = form.Name ?? "", Html = form.Html ?? "" }, contact, eventType, limit.Token)
                : await Preview.MakeAsync(form.ToPart(item), contact, eventType, limit.Token), null);
        }
        catch (OperationCanceledException) when (!HttpContext.RequestAborted.IsCancellationRequested)
        {
            return (null, S["The mail takes too long to make."]);
        }
    }

    private async Task<(Contact? Contact, string? Problem)> FindContactAsync(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return (null, null);
        }

        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return (null, S["You may not see contacts. This is a sample contact."]);
        }

        if (!EmailAddress.TryNormalize(address, out var normalized, out _))
        {
            return (null, S["This is not an e-mail address. This is a sample contact."]);
        }

        return await Preview.FindAsync(normalized, HttpContext.RequestAborted) is { } contact ? (contact, null) : (null, S["There is no contact with this address. This is a sample contact."]);
    }

    private string Describe(Contact? contact)
        => contact is null ? S["For a sample contact."] : S["For {0}.", string.IsNullOrWhiteSpace(contact.Name) ? contact.Email! : $"{contact.Name} <{contact.Email}>"];

    private string Name(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => S["Error"],
        LintSeverity.Warning => S["Warning"],
        _ => S["Note"],
    };

    private async Task<ContentItem> FindAsync(PreviewForm form)
    {
        var type = form.IsLayout ? TemplateTypes.Layout : TemplateTypes.Template;
        if (!string.IsNullOrEmpty(form.ContentItemId) && await contents.GetAsync(form.ContentItemId, VersionOptions.Latest) is { } known && known.ContentType == type)
        {
            return known;
        }

        var item = await contents.NewAsync(type);
        item.Owner = User.FindFirstValue(ClaimTypes.NameIdentifier);
        return item;
    }

    private Task<bool> MayEditAsync(ContentItem item) => authorization.AuthorizeAsync(User, CommonPermissions.EditContent, item);
}
