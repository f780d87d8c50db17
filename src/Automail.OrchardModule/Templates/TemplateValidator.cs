using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Templates;
using Automail.OrchardModule.Templates.Theme;
using Microsoft.Extensions.Localization;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using OrchardCore.Localization;
using YesSql;

namespace Automail.OrchardModule.Templates;

/// <summary>Checks templates and layouts before they are saved, whoever saves them: the editor, a recipe or the API. Every problem names its field.</summary>
internal sealed partial class TemplateValidator(
    ISession session, MailRenderer renderer, RawOutput raw, SiteMailTheme theme, ILocalizationService cultures, IStringLocalizer<TemplateValidator> localizer)
{
    private const int MaxSubject = 500;
    private readonly IStringLocalizer S = localizer;

    /// <summary>The problems of a template.</summary>
    public async Task<IReadOnlyList<ValidationResult>> CheckAsync(EmailTemplatePart part)
    {
        var problems = new List<ValidationResult>();
        CheckName(problems, part.Name);
        Require(problems, nameof(part.Subject), part.Subject, MaxSubject);
        Require(problems, nameof(part.Html), part.Html, MailRenderer.MaxLength);
        Check(problems, nameof(part.Purpose), () => Purposes.Check(part.Purpose, nameof(part.Purpose)));
        if (!string.IsNullOrWhiteSpace(part.Locale))
        {
            Check(problems, nameof(part.Locale), () => ProfileChange.CheckLocale(part.Locale, nameof(part.Locale)));
        }

        // Liquid as its author sees it, so that a problem's line is the line of the editor.
        AddProblems(problems, TemplateCatalog.ToTemplate(part, null, part.Html ?? ""), null);
        if (part.Format == BodyFormat.Markdown)
        {
            AddMarkdownProblem(problems, part.Html ?? "");
        }

        await AddRawProblemAsync(problems, part.ContentItem, part.Html ?? "");
        if (problems.Count == 0 && await IsTakenAsync<EmailTemplatePart>(
            TemplateTypes.Template, part.ContentItem, other => other.Name == part.Name && string.Equals(TemplateLocale.Of(other), TemplateLocale.Of(part), StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add(new ValidationResult(S["Another template has the name '{0}' for this locale.", part.Name], [nameof(part.Name)]));
        }

        return problems;
    }

    /// <summary>The problems of a layout.</summary>
    public async Task<IReadOnlyList<ValidationResult>> CheckAsync(EmailLayoutPart part)
    {
        var problems = new List<ValidationResult>();
        CheckName(problems, part.Name);
        Require(problems, nameof(part.Html), part.Html, MailRenderer.MaxLength);
        AddProblems(
            problems,
            new MailTemplate { Name = "layout", Version = "", Subject = "", Purpose = Purposes.Transactional, Html = "", Layout = part.Html ?? "" },
            nameof(part.Html));
        await AddRawProblemAsync(problems, part.ContentItem, part.Html ?? "");
        if (problems.Count == 0 && await IsTakenAsync<EmailLayoutPart>(TemplateTypes.Layout, part.ContentItem, other => other.Name == part.Name))
        {
            problems.Add(new ValidationResult(S["Another layout has the name '{0}'.", part.Name], [nameof(part.Name)]));
        }

        return problems;
    }

    /// <summary>The names of all layouts, drafts too, and of those in the theme, sorted.</summary>
    public async Task<IReadOnlyList<string>> LayoutNamesAsync()
        => [.. (await session.Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Layout && index.Latest).ListAsync())
            .Select(item => item.TryGet<EmailLayoutPart>(out var part) ? part.Name : "").Where(name => name.Length > 0)
            .Union(ThemeLayouts.NamesIn(await theme.GetAsync(), await cultures.GetSupportedCulturesAsync())).Order(StringComparer.Ordinal)];

    private void CheckName(List<ValidationResult> problems, string? name)
    {
        if (!NameForm().IsMatch(name ?? ""))
        {
            problems.Add(new ValidationResult(S["The name is made of lower-case letters, digits, hyphens and dots, begins with a letter or digit, and has at most 100 characters."], ["Name"]));
        }
    }

    private void Require(List<ValidationResult> problems, string field, string? text, int max)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(new ValidationResult(S["{0} is missing.", field], [field]));
        }
        else if (text.Length > max)
        {
            problems.Add(new ValidationResult(S["{0} is longer than {1} characters.", field, max], [field]));
        }
    }

    private static void Check(List<ValidationResult> problems, string field, Action check)
    {
        try
        {
            check();
        }
        catch (FieldException e)
        {
            problems.Add(new ValidationResult(e.Message, [field]));
        }
    }

    private void AddProblems(List<ValidationResult> problems, MailTemplate template, string? field)
    {
        foreach (var problem in renderer.Check(template))
        {
            var name = field ?? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(problem.Part);
            problems.Add(new ValidationResult(S["{0}: {1}", name, problem.Message], [name]));
        }
    }

    private static void AddMarkdownProblem(List<ValidationResult> problems, string markdown)
    {
        try
        {
            MarkdownBody.ToHtml(markdown);
        }
        catch (TemplateException e)
        {
            problems.Add(new ValidationResult(e.Message, [nameof(EmailTemplatePart.Html)]));
        }
    }

    private async Task AddRawProblemAsync(List<ValidationResult> problems, ContentItem item, string source)
    {
        if (RawOutput.Find(source) is var (filter, line) && !await raw.IsAllowedAsync(item))
        {
            problems.Add(new ValidationResult(
                S["Line {0}: '{1}' writes without encoding, for which the permission “Use raw output in e-mail templates” is needed.", line, filter], [nameof(EmailTemplatePart.Html)]));
        }
    }

    private async Task<bool> IsTakenAsync<TPart>(string contentType, ContentItem item, Func<TPart, bool> isSame)
        where TPart : ContentPart, new()
        => (await session.Query<ContentItem, ContentItemIndex>(index => index.ContentType == contentType && index.Latest && index.ContentItemId != item.ContentItemId).ListAsync())
            .Any(other => other.TryGet<TPart>(out var part) && isSame(part));

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
