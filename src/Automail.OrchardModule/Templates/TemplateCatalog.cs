using System.Security.Cryptography;
using System.Text;
using Automail.Engine.Templates;
using Automail.OrchardModule.Templates.Theme;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using OrchardCore.Environment.Cache;
using OrchardCore.Environment.Shell.Scope;
using YesSql;
using ISite = Automail.Engine.ISite;

namespace Automail.OrchardModule.Templates;

/// <summary>
/// The published e-mail templates, by name. They are few and asked for at every mail, so all of them are kept in memory until one is published, unpublished
/// or removed, the site's mail theme changes, or the site's language.
/// </summary>
internal sealed class TemplateCatalog(ISignal signal, ISite site, SiteMailTheme themes) : ITemplateSource
{
    /// <summary>The signal that says that templates changed.</summary>
    public const string Signal = "Automail.Templates";

    private volatile Published? _published;

    /// <inheritdoc/>
    public async Task<MailTemplate?> FindAsync(string name, string? locale, CancellationToken cancellationToken = default)
    {
        var published = await LoadAsync(cancellationToken);
        if (!published.Templates.TryGetValue(name, out var variants))
        {
            return null;
        }

        var fallback = (await site.GetProfileAsync()).Locale;
        foreach (var wanted in Candidates(locale).Append("").Concat(Candidates(fallback)))
        {
            if (variants.TryGetValue(wanted, out var found))
            {
                return published.Broken.GetValueOrDefault(found.Version) is { } problem ? throw new TemplateException(problem) : found;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    /// <remarks>The body as it was, in the layout and theme as they are.</remarks>
    public async Task<MailTemplate?> FindVersionAsync(MailTemplate current, string version, CancellationToken cancellationToken = default)
    {
        var id = ItemVersion(version);
        if (id == ItemVersion(current.Version))
        {
            return current;
        }

        var published = await LoadAsync(cancellationToken);
        var item = await ShellScope.Services.GetRequiredService<ISession>()
            .Query<ContentItem, ContentItemIndex>(index => index.ContentItemVersionId == id && index.ContentType == TemplateTypes.Template).FirstOrDefaultAsync(cancellationToken);
        return item is not null && item.TryGet<EmailTemplatePart>(out var part) && Read(item, part, published.Layouts, published.Theme, published.Locale) is (var found, null) ? found : null;
    }

    /// <summary>The names of the published templates, sorted.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync() => [.. (await LoadAsync(default)).Templates.Keys.Order(StringComparer.Ordinal)];

    /// <summary>nl-BE, then nl.</summary>
    private static IEnumerable<string> Candidates(string? locale)
    {
        for (var rest = locale ?? ""; rest.Length > 0; rest = rest[..Math.Max(rest.LastIndexOf('-'), 0)])
        {
            yield return rest;
        }
    }

    private async Task<Published> LoadAsync(CancellationToken cancellationToken)
    {
        var (theme, locale) = (await themes.GetAsync(), (await site.GetProfileAsync()).Locale);
        if (_published is { Changed.HasChanged: false } known && ReferenceEquals(known.Theme, theme) && known.Locale == locale)
        {
            return known;
        }

        // The token first: what changes while we read makes what we read worthless.
        var changed = signal.GetToken(Signal);
        var session = ShellScope.Services.GetRequiredService<ISession>();
        var items = (await session.Query<ContentItem, ContentItemIndex>(index => index.Published
                && (index.ContentType == TemplateTypes.Template || index.ContentType == TemplateTypes.Layout))
            .ListAsync(cancellationToken)).OrderBy(item => item.PublishedUtc).ThenBy(item => item.ContentItemId, StringComparer.Ordinal).ToList();
        return _published = Create(items, theme, locale, changed);
    }

    private static Published Create(List<ContentItem> items, MailTheme theme, string locale, IChangeToken changed)
    {
        var layouts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.TryGet<EmailLayoutPart>(out var layout))
            {
                layouts[layout.Name] = layout.Html;
            }
        }

        var templates = new Dictionary<string, Dictionary<string, MailTemplate>>(StringComparer.Ordinal);
        var broken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!item.TryGet<EmailTemplatePart>(out var part))
            {
                continue;
            }

            var (template, problem) = Read(item, part, layouts, theme, locale);
            if (problem is not null)
            {
                broken[template.Version] = problem;
            }

            if (!templates.TryGetValue(part.Name, out var variants))
            {
                templates[part.Name] = variants = new Dictionary<string, MailTemplate>(StringComparer.OrdinalIgnoreCase);
            }

            variants[TemplateLocale.Of(part) ?? ""] = template;
        }

        return new Published(templates, layouts, broken, theme, locale, changed);
    }

    /// <summary>A version of a content item as a template, and why it cannot be used, or null.</summary>
    private static (MailTemplate Template, string? Problem) Read(
        ContentItem item, EmailTemplatePart part, Dictionary<string, string> layouts, MailTheme theme, string locale)
    {
        var name = Text(part.Layout);
        var (html, unreadable) = Body(part);
        var template = ToTemplate(part, name is null ? null : layouts.GetValueOrDefault(name) ?? theme.FindLayout(name, TemplateLocale.Of(part) ?? locale), html) with { Theme = theme };
        return (
            template with { Version = $"{item.ContentItemVersionId}:{Hash(template)}" },
            unreadable is not null ? $"{part.Name}: {unreadable}"
            : name is not null && template.Layout is null ? $"{part.Name}: there is no published layout '{name}', and none in the theme."
            : null);
    }

    private static string ItemVersion(string version) => version[..Math.Max(version.IndexOf(':'), 0)];

    /// <summary>A part as the engine takes it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="layout">The layout's HTML, or null.</param>
    /// <param name="html">The body, HTML.</param>
    internal static MailTemplate ToTemplate(EmailTemplatePart part, string? layout, string html) => new()
    {
        Name = part.Name,
        Version = "",
        Locale = TemplateLocale.Of(part),
        Subject = part.Subject ?? "",
        Preheader = Text(part.Preheader),
        Purpose = part.Purpose ?? "",
        Html = html,
        Text = Text(part.Text),
        Layout = layout,
        From = Text(part.From),
    };

    /// <summary>The body as HTML: once per version, since what is published is kept.</summary>
    private static (string Html, string? Problem) Body(EmailTemplatePart part)
    {
        if (part.Format != BodyFormat.Markdown)
        {
            return (part.Html ?? "", null);
        }

        try
        {
            return (MarkdownBody.ToHtml(part.Html ?? ""), null);
        }
        catch (TemplateException e)
        {
            return ("", e.Message);
        }
    }

    // An import can put other contents under a version id that is known already.
    private static string Hash(MailTemplate template)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', template.Subject, template.Preheader, template.Html, template.Text, template.Layout, template.From)))
            .AsSpan(0, 8));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private sealed record Published(
        Dictionary<string, Dictionary<string, MailTemplate>> Templates,
        Dictionary<string, string> Layouts,
        Dictionary<string, string> Broken,
        MailTheme Theme,
        string Locale,
        IChangeToken Changed);
}
