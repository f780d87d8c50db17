using System.Text.RegularExpressions;
using Automail.Engine.Templates.Inlining;

namespace Automail.Engine.Templates;

/// <summary>A template version, parsed: what can be done once and not for every mail.</summary>
internal sealed partial class ParsedMail
{
    private readonly InlinedMail _inlined;

    private ParsedMail(MailTemplate template, ILiquid liquid, Func<MailTheme, ThemeSources> theme)
    {
        var sources = Sources(template).ToDictionary(source => source.Part, source => source);
        _inlined = InlinedMail.Create(template.Html, template.Layout, template.Theme is { } named ? theme(named) : null);
        Subject = Parse("subject")!;
        Preheader = Parse("preheader");
        Html = Parse("html", _inlined.Html.Text)!;
        Layout = Parse("layout", _inlined.Layout?.Text);
        Text = Parse("text");
        Personal = PersonalNameFinder.Find(template);
        PrintsPreheader = PreheaderOutput().IsMatch(template.Layout ?? template.Html);

        ILiquidTemplate? Parse(string part, string? inlined = null)
        {
            if (!sources.TryGetValue(part, out var source))
            {
                return null;
            }

            try
            {
                return ParseInlined(liquid, inlined ?? source.Text, source.Text, source.Encoding);
            }
            catch (TemplateException error)
            {
                throw MailRenderer.At(template, part, error);
            }
        }
    }

    public ILiquidTemplate Subject { get; }

    public ILiquidTemplate? Preheader { get; }

    public ILiquidTemplate Html { get; }

    public ILiquidTemplate? Layout { get; }

    public ILiquidTemplate? Text { get; }

    /// <summary>The theme's parts, or null.</summary>
    public ThemeParts? Parts => _inlined.Parts;

    /// <summary>The rules that stay in the head; CSS.</summary>
    public string Styles => _inlined.Styles;

    /// <summary>What has to be looked up for it.</summary>
    public PersonalNames Personal { get; }

    /// <summary>Whether the author says where the preheader goes.</summary>
    public bool PrintsPreheader { get; }

    /// <summary>Parses every text of a template.</summary>
    /// <exception cref="TemplateException">One is wrong.</exception>
    public static ParsedMail Parse(MailTemplate template, ILiquid liquid, Func<MailTheme, ThemeSources> theme) => new(template, liquid, theme);

    /// <summary>Parses a source with styles in it; its errors are those of the source that the author knows.</summary>
    /// <exception cref="TemplateException">It is wrong.</exception>
    public static ILiquidTemplate ParseInlined(ILiquid liquid, string inlined, string source, LiquidEncoding encoding)
    {
        try
        {
            return liquid.Parse(inlined, encoding);
        }
        catch (TemplateException) when (inlined != source)
        {
            return liquid.Parse(source, encoding);
        }
    }

    /// <summary>An error while rendering, at the place where the author finds it.</summary>
    public TemplateException Locate(string part, TemplateException error)
    {
        var source = part == "html" ? _inlined.Html : part == "layout" ? _inlined.Layout : null;
        return source?.Original(error.Line, error.Column) is var (line, column) ? new TemplateException(error.Message, line, column, error) : error;
    }

    /// <summary>The texts of a template, and whether they are HTML.</summary>
    public static IEnumerable<(string Part, string Text, LiquidEncoding Encoding)> Sources(MailTemplate template)
    {
        yield return ("subject", template.Subject, LiquidEncoding.None);
        if (template.Preheader is not null)
        {
            yield return ("preheader", template.Preheader, LiquidEncoding.None);
        }

        yield return ("html", template.Html, LiquidEncoding.Html);
        if (template.Layout is not null)
        {
            yield return ("layout", template.Layout, LiquidEncoding.Html);
        }

        if (template.Text is not null)
        {
            yield return ("text", template.Text, LiquidEncoding.None);
        }
    }

    [GeneratedRegex(@"\{[{%][^}]*\bpreheader\b")]
    private static partial Regex PreheaderOutput();
}
