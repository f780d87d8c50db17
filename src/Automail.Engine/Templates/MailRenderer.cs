using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Automail.Engine.Delivery;
using Automail.Engine.Templates.Html;
using Automail.Engine.Tracking;

namespace Automail.Engine.Templates;

/// <summary>
/// Renders a template for one recipient: subject, preheader, body, layout, links, text part. Every part sees the model and, beside it,
/// <c>unsubscribe_url</c>, <c>preferences_url</c>, <c>purpose</c>, <c>language</c> and <c>direction</c> (<c>ltr</c> or <c>rtl</c>); from the body on <c>subject</c> and <c>preheader</c> too; the layout has <c>content</c>.
/// Each template version is parsed once. Thread-safe.
/// </summary>
public sealed partial class MailRenderer(ILiquid liquid, ITokenProtector tokens)
{
    /// <summary>The largest HTML document or text part, in characters.</summary>
    public const int MaxLength = 5 * 1024 * 1024;

    // What the layout prints for the body: letters and digits, which no encoding changes. Nobody outside can know it.
    private static readonly string Content = "content" + RandomNumberGenerator.GetHexString(32);

    private readonly TemplateCache<ParsedMail> _cache = new(capacity: 256);

    /// <summary>Renders for one recipient.</summary>
    /// <exception cref="TemplateException">A part cannot be parsed or rendered, or the mail is larger than <see cref="MaxLength"/>.</exception>
    /// <exception cref="FieldException">The site's address in the options is not one.</exception>
    public async Task<RenderedMail> RenderAsync(
        MailTemplate template, IReadOnlyDictionary<string, object?> model, MailRenderOptions options, CancellationToken ct = default)
    {
        var parsed = _cache.GetOrAdd(template, Parse);
        var urls = new MailUrls(tokens, options);
        var values = new Dictionary<string, object?>(model)
        {
            ["unsubscribe_url"] = urls.Unsubscribe,
            ["preferences_url"] = urls.Preferences,
            ["purpose"] = template.Purpose,
            ["language"] = Language(template, options),
            ["direction"] = Direction(Language(template, options)),
        };

        var subject = OneLine(await RenderPartAsync("subject", parsed.Subject));
        values["subject"] = subject;
        var preheader = parsed.Preheader is null ? "" : OneLine(await RenderPartAsync("preheader", parsed.Preheader));
        values["preheader"] = preheader;

        var html = await RenderPartAsync("html", parsed.Html);
        if (parsed.Layout is not null)
        {
            values["content"] = Content;
            html = InsertContent(template, await RenderPartAsync("layout", parsed.Layout), html);
        }

        html = ToDocument(html, subject, Language(template, options));
        var hidden = parsed.PrintsPreheader || preheader.Length == 0 ? null : preheader;
        if (hidden is not null && !html.Contains("<body", StringComparison.OrdinalIgnoreCase))
        {
            throw new TemplateException($"{template.Name}, {(parsed.Layout is null ? "html" : "layout")}: there is no <body> to put the preheader in.");
        }

        html = Limit(template, "html", LinkRewriter.Rewrite(html, urls, hidden));
        values.Remove("content");
        var text = parsed.Text is null ? TextPart.FromHtml(html) : (await RenderPartAsync("text", parsed.Text)).ReplaceLineEndings("\n");
        return new RenderedMail(subject, html, text, template.From);

        async ValueTask<string> RenderPartAsync(string part, ILiquidTemplate source)
        {
            string text;
            try
            {
                text = await source.RenderAsync(values, options.Liquid, ct);
            }
            catch (TemplateException error)
            {
                throw At(template, part, error);
            }

            return Limit(template, part, text);
        }
    }

    // What the text is written in, which is not the reader's language where there is no template in it.
    private static string Language(MailTemplate template, MailRenderOptions options) => template.Locale ?? options.SiteLocale ?? options.Liquid.Locale;

    private static string Direction(string language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(language).TextInfo.IsRightToLeft ? "rtl" : "ltr";
        }
        catch (CultureNotFoundException)
        {
            return "ltr";
        }
    }

    /// <summary>Parses every part and tells what is wrong; empty when the template can be used.</summary>
    public IReadOnlyList<TemplateProblem> Check(MailTemplate template)
    {
        var problems = new List<TemplateProblem>();
        foreach (var (part, source, encoding) in Parts(template))
        {
            try
            {
                liquid.Parse(source, encoding);
            }
            catch (TemplateException error)
            {
                problems.Add(new TemplateProblem(part, error.Line, error.Column, error.Message));
            }
        }

        if (template.Layout is not null && !ContentOutput().IsMatch(template.Layout))
        {
            problems.Add(new TemplateProblem("layout", 0, 0, "The layout does not print {{ content }}."));
        }

        if (template.From is not null && Mailbox.Parse(template.From) is null)
        {
            problems.Add(new TemplateProblem("from", 0, 0, "The sender is not of the form Name <address>."));
        }

        return problems;
    }

    private static IEnumerable<(string Part, string Source, LiquidEncoding Encoding)> Parts(MailTemplate template)
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

    private ParsedMail Parse(MailTemplate template)
    {
        var parts = new Dictionary<string, ILiquidTemplate>();
        foreach (var (part, source, encoding) in Parts(template))
        {
            try
            {
                parts[part] = liquid.Parse(source, encoding);
            }
            catch (TemplateException error)
            {
                throw At(template, part, error);
            }
        }

        return new ParsedMail(
            parts["subject"],
            parts.GetValueOrDefault("preheader"),
            parts["html"],
            parts.GetValueOrDefault("layout"),
            parts.GetValueOrDefault("text"),
            PreheaderOutput().IsMatch(template.Layout ?? template.Html));
    }

    private static string InsertContent(MailTemplate template, string layout, string content)
        => layout.Contains(Content, StringComparison.Ordinal)
            ? layout.Replace(Content, content, StringComparison.Ordinal)
            : throw new TemplateException($"{template.Name}, layout: the layout does not print {{{{ content }}}}.");

    // A fragment gets the least that makes a document; a document is the author's affair.
    private static string ToDocument(string html, string subject, string locale)
    {
        if (html.Contains("<body", StringComparison.OrdinalIgnoreCase) || html.Contains("<html", StringComparison.OrdinalIgnoreCase))
        {
            return html;
        }

        var language = locale.Length > 0 ? $" lang=\"{WebUtility.HtmlEncode(locale)}\"" : "";
        return $"""
            <!DOCTYPE html>
            <html{language}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{WebUtility.HtmlEncode(subject)}</title></head>
            <body>
            {html}
            </body></html>

            """;
    }

    // Line breaks and other control characters, with the white space around them, become one space.
    private static string OneLine(string text)
    {
        text = text.Trim();
        if (!text.Any(IsBreak))
        {
            return text;
        }

        var line = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            var breaks = false;
            while (i < text.Length && (char.IsWhiteSpace(text[i]) || IsBreak(text[i])))
            {
                breaks |= IsBreak(text[i++]);
            }

            _ = breaks ? line.Append(' ') : line.Append(text, start, i - start);
            if (i < text.Length)
            {
                line.Append(text[i++]);
            }
        }

        return line.ToString().Trim();

        static bool IsBreak(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
    }

    private static string Limit(MailTemplate template, string part, string text)
        => text.Length <= MaxLength ? text : throw new TemplateException($"{template.Name}, {part}: the result is larger than {MaxLength / (1024 * 1024)} MB.");

    private static TemplateException At(MailTemplate template, string part, TemplateException error)
    {
        var line = error.Line > 0 ? $", line {error.Line}" : "";
        var column = error.Column > 0 ? $", column {error.Column}" : "";
        return new TemplateException($"{template.Name}, {part}{line}{column}: {error.Message}", error.Line, error.Column, error);
    }

    [GeneratedRegex(@"\{\{-?\s*content\b")]
    private static partial Regex ContentOutput();

    [GeneratedRegex(@"\{[{%][^}]*\bpreheader\b")]
    private static partial Regex PreheaderOutput();

    private sealed record ParsedMail(
        ILiquidTemplate Subject, ILiquidTemplate? Preheader, ILiquidTemplate Html, ILiquidTemplate? Layout, ILiquidTemplate? Text, bool PrintsPreheader);
}
