using System.Text.RegularExpressions;

namespace Automail.Engine.Templates;

/// <summary>A template version, parsed: what can be done once and not for every mail.</summary>
internal sealed partial class ParsedMail
{
    private ParsedMail(MailTemplate template, ILiquid liquid, Func<MailTheme, ThemeParts> parts)
    {
        var sources = Sources(template).ToDictionary(source => source.Part, source => source);
        Subject = Parse("subject")!;
        Preheader = Parse("preheader");
        Html = Parse("html")!;
        Layout = Parse("layout");
        Text = Parse("text");
        Parts = template.Theme is { } theme ? parts(theme) : null;
        Styles = template.Theme?.Styles ?? "";
        PrintsPreheader = PreheaderOutput().IsMatch(template.Layout ?? template.Html);

        ILiquidTemplate? Parse(string part)
        {
            if (!sources.TryGetValue(part, out var source))
            {
                return null;
            }

            try
            {
                return liquid.Parse(source.Text, source.Encoding);
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
    public ThemeParts? Parts { get; }

    /// <summary>The rules that stay in the head; CSS.</summary>
    public string Styles { get; }

    /// <summary>Whether the author says where the preheader goes.</summary>
    public bool PrintsPreheader { get; }

    /// <summary>Parses every text of a template.</summary>
    /// <exception cref="TemplateException">One is wrong.</exception>
    public static ParsedMail Parse(MailTemplate template, ILiquid liquid, Func<MailTheme, ThemeParts> parts) => new(template, liquid, parts);

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
