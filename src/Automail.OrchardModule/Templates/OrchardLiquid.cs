using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Automail.Engine.Templates;
using Automail.OrchardModule.Templates.Theme;
using Fluid;
using Fluid.Values;
using Microsoft.Extensions.Options;
using OrchardCore.DisplayManagement.Liquid;
using Parlot.Fluent;

namespace Automail.OrchardModule.Templates;

/// <summary>
/// Orchard's Liquid behind the engine's port: the site's tags and filters, and beside them the portable <c>money</c>. Names are compared as they are
/// written, so that <c>site</c> is the engine's and <c>Site</c> Orchard's. Its <c>shape</c> prints the parts of the site's <see cref="MailTheme"/>.
/// </summary>
internal sealed partial class OrchardLiquid(IOptions<LiquidViewOptions> views, IOptions<FluidParserOptions> parserOptions, IOptions<TemplateOptions> siteOptions) : ILiquid
{
    private readonly LiquidViewParser _parser = CreateParser(views, parserOptions);
    private readonly Lazy<TemplateOptions> _options = new(() => MailLiquidOptions.Create(siteOptions.Value));

    /// <inheritdoc/>
    public ILiquidTemplate Parse(string source, LiquidEncoding encoding)
    {
        // Fluid's own way to parse without throwing renders the error as output.
        if (!_parser.TryParse(source, out var template, out var error))
        {
            var place = Place().Match(error ?? "");
            throw place.Success
                ? new TemplateException(
                    $"{error![..place.Index].Trim()} (line {place.Groups["line"].Value}, column {place.Groups["column"].Value})",
                    int.Parse(place.Groups["line"].ValueSpan, CultureInfo.InvariantCulture),
                    int.Parse(place.Groups["column"].ValueSpan, CultureInfo.InvariantCulture))
                : new TemplateException(error ?? "The template cannot be parsed.");
        }

        // A null encoder would mean "do not encode" to some of Orchard's filters and an error to others.
        return new OrchardLiquidTemplate(RangeLimit.Apply(template, source), encoding == LiquidEncoding.Html ? MailHtml.Encoder : NullEncoder.Default, _options.Value);
    }

    // A parser of our own: in mail, shapes are the theme's parts; on pages they stay Orchard's.
    private static LiquidViewParser CreateParser(IOptions<LiquidViewOptions> views, IOptions<FluidParserOptions> options)
    {
        var parser = new LiquidViewParser(views, options);
        parser.RegisterParserTag(MailShapeTag.Name, parser.ArgumentsListParser, MailShapeTag.WriteAsync);
        foreach (var (name, tag) in parser.RegisteredTags.ToList())
        {
            // Fluid takes a tag that is written wrong, as with a forgotten comma, for the end of the template.
            parser.RegisteredTags[name] = tag.ElseError($"The tag '{name}' is not written as it should be");
        }

        return parser;
    }

    // Parlot's message ends with " at (line:column)" and, on lines of their own, the source.
    [GeneratedRegex(@"\s+at\s+\((?<line>\d{1,9}):(?<column>\d{1,9})\)", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
