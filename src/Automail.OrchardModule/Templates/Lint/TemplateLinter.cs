using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;
using Automail.OrchardModule.Templates.Theme;
using Fluid;
using Microsoft.Extensions.Options;
using OrchardCore.DisplayManagement.Liquid;
using ISite = Automail.Engine.ISite;

namespace Automail.OrchardModule.Templates.Lint;

/// <summary>The engine's linter with what this site has: its layouts, parts, filters and tags.</summary>
internal sealed class TemplateLinter(LayoutStore layouts, SiteMailTheme themes, ISite settings, ILiquid liquid, LiquidViewParser parser, IOptions<TemplateOptions> site)
{
    private readonly MailLinter _linter = new(liquid);

    /// <summary>What is wrong with a template as it is written.</summary>
    /// <param name="part">The template.</param>
    /// <param name="rendered">The mail that was made of it, if one was.</param>
    public async Task<IReadOnlyList<LintFinding>> LintAsync(EmailTemplatePart part, RenderedMail? rendered = null)
    {
        var theme = await themes.GetAsync();
        var layout = await FindLayoutAsync(part, theme);
        var options = await OptionsAsync(theme) with { Format = part.Format, MissingLayout = !string.IsNullOrWhiteSpace(part.Layout) && layout is null ? part.Layout : null, Rendered = rendered };
        return _linter.Lint(TemplateCatalog.ToTemplate(part, layout, part.Html ?? ""), options);
    }

    /// <summary>A template as it is written as the engine takes it, Markdown made HTML.</summary>
    /// <exception cref="TemplateException">It names a layout that does not exist, or the Markdown cannot be read.</exception>
    public async Task<MailTemplate> ToTemplateAsync(EmailTemplatePart part)
    {
        var theme = await themes.GetAsync();
        var layout = await FindLayoutAsync(part, theme);
        if (layout is null && !string.IsNullOrWhiteSpace(part.Layout))
        {
            throw new TemplateException($"There is no layout '{part.Layout}'.");
        }

        var html = part.Format == BodyFormat.Markdown ? MarkdownBody.ToHtml(part.Html) : part.Html;
        return TemplateCatalog.ToTemplate(part, layout, html) with { Version = "preview", Theme = theme };
    }

    /// <summary>What is wrong with a layout.</summary>
    public async Task<IReadOnlyList<LintFinding>> LintAsync(EmailLayoutPart part) => _linter.LintLayout(part.Html ?? "", await OptionsAsync(await themes.GetAsync()));

    private async Task<string?> FindLayoutAsync(EmailTemplatePart part, MailTheme theme)
        => string.IsNullOrWhiteSpace(part.Layout) ? null
            : await layouts.FindAsync(part.Layout) ?? theme.FindLayout(part.Layout, TemplateLocale.Of(part) ?? (await settings.GetProfileAsync()).Locale);

    private async Task<LintOptions> OptionsAsync(MailTheme theme) => new()
    {
        Theme = theme,
        KnownParts = await themes.ShapesAsync(),
        KnownFilters = [.. MailLiquidOptions.Create(site.Value).Filters.Select(filter => filter.Key)],
        KnownTags = [.. parser.RegisteredTags.Keys],
        KnownVariables = [.. site.Value.Scope.Properties],
    };
}
