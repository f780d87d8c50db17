using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;
using Fluid;
using Microsoft.Extensions.Options;
using OrchardCore.DisplayManagement.Liquid;

namespace Automail.OrchardModule.Templates.Lint;

/// <summary>The engine's linter with what this site has: its layouts, filters and tags.</summary>
internal sealed class TemplateLinter(LayoutStore layouts, ILiquid liquid, LiquidViewParser parser, IOptions<TemplateOptions> site)
{
    private readonly MailLinter _linter = new(liquid);

    /// <summary>What is wrong with a template as it is written.</summary>
    /// <param name="part">The template.</param>
    /// <param name="rendered">The mail that was made of it, if one was.</param>
    public async Task<IReadOnlyList<LintFinding>> LintAsync(EmailTemplatePart part, RenderedMail? rendered = null)
    {
        var layout = await layouts.FindAsync(part.Layout);
        var options = Options with { Format = part.Format, MissingLayout = !string.IsNullOrWhiteSpace(part.Layout) && layout is null ? part.Layout : null, Rendered = rendered };
        return _linter.Lint(TemplateCatalog.ToTemplate(part, layout, part.Html ?? ""), options);
    }

    /// <summary>What is wrong with a layout.</summary>
    public Task<IReadOnlyList<LintFinding>> LintAsync(EmailLayoutPart part) => Task.FromResult(_linter.LintLayout(part.Html ?? "", Options));

    private LintOptions Options => new()
    {
        KnownFilters = [.. MailLiquidOptions.Create(site.Value).Filters.Select(filter => filter.Key)],
        KnownTags = [.. parser.RegisteredTags.Keys],
        KnownVariables = [.. site.Value.Scope.Properties],
    };
}
