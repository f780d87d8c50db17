using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Automail.Engine.Delivery;
using Automail.Engine.Templates.Html;
using Automail.Engine.Templates.Inlining;
using Automail.Engine.Tracking;

namespace Automail.Engine.Templates;

/// <summary>
/// Renders a template for one recipient: subject, preheader, body, layout, links, text part. Every part sees the model and, beside it,
/// <c>unsubscribe_url</c>, <c>preferences_url</c>, <c>view_url</c>, <c>purpose</c>, <c>language</c> and <c>direction</c> (<c>ltr</c> or <c>rtl</c>); from the body on <c>subject</c> and <c>preheader</c> too;
/// the layout has <c>content</c> and <c>styles</c>.
/// Each version of a template and its theme is parsed once, and the stylesheets' plain rules are then written into the elements. Thread-safe.
/// </summary>
public sealed partial class MailRenderer
{
    /// <summary>The largest HTML document or text part, in characters.</summary>
    public const int MaxLength = 5 * 1024 * 1024;

    private readonly TemplateCache<ParsedMail> _cache = new(capacity: 256);
    private readonly ConcurrentDictionary<string, ThemeSources> _themes = new(StringComparer.Ordinal);

    private readonly ILiquid _liquid;
    private readonly ITokenProtector _tokens;
    private readonly Func<MailTemplate, ParsedMail> _parse;

    /// <summary>Renders with the host's Liquid.</summary>
    public MailRenderer(ILiquid liquid, ITokenProtector tokens)
    {
        (_liquid, _tokens) = (liquid, tokens);
        _parse = template => ParsedMail.Parse(template, liquid, FindTheme);
    }

    /// <summary>The names that mails of a template need a look-up for; known once per version of it and its theme.</summary>
    /// <exception cref="TemplateException">A part cannot be parsed.</exception>
    public PersonalNames FindPersonalNames(MailTemplate template) => _cache.GetOrAdd(template, _parse).Personal;

    /// <summary>Renders for one recipient.</summary>
    /// <exception cref="TemplateException">A part cannot be parsed or rendered, or the mail is larger than <see cref="MaxLength"/>.</exception>
    /// <exception cref="FieldException">The site's address in the options is not one.</exception>
    public async Task<RenderedMail> RenderAsync(
        MailTemplate template, IReadOnlyDictionary<string, object?> model, MailRenderOptions options, CancellationToken ct = default)
    {
        var parsed = _cache.GetOrAdd(template, _parse);
        var urls = new MailUrls(_tokens, options);
        var language = Language(template, options);
        var values = new Dictionary<string, object?>(model)
        {
            ["unsubscribe_url"] = urls.Unsubscribe,
            ["preferences_url"] = urls.Preferences,
            ["view_url"] = urls.View,
            ["purpose"] = template.Purpose,
            ["language"] = language,
            ["direction"] = Direction(language),
        };

        var context = options.Liquid with { Parts = null };
        var subject = MailDocument.OneLine(await RenderPartAsync("subject", parsed.Subject));
        values["subject"] = subject;
        var preheader = parsed.Preheader is null ? "" : MailDocument.OneLine(await RenderPartAsync("preheader", parsed.Preheader));
        values["preheader"] = preheader;

        context = options.Liquid with { Parts = parsed.Parts?.In(language) };
        values["styles"] = MailDocument.Styles;
        var body = await RenderPartAsync("html", parsed.Html);
        var layout = "";
        if (parsed.Layout is not null)
        {
            values["content"] = MailDocument.Content;
            layout = await RenderPartAsync("layout", parsed.Layout);
        }

        var hidden = parsed.PrintsPreheader || preheader.Length == 0 ? null : preheader;
        var lines = parsed.Text is null ? new TextPart(layout.Length + body.Length) : null;
        string html;
        if (MailDocument.TryCompose(layout, body, parsed.Styles, out var document, out var length))
        {
            html = LinkRewriter.Rewrite(document.AsSpan(0, length), urls, hidden, lines);
            ArrayPool<char>.Shared.Return(document);
        }
        else
        {
            html = LinkRewriter.Rewrite(Compose(layout, body), urls, hidden, lines);
        }

        html = Limit(template, "html", html);
        values.Remove("content");
        values.Remove("styles");
        context = options.Liquid with { Parts = null };
        var text = lines is not null ? lines.Finish() : (await RenderPartAsync("text", parsed.Text!)).ReplaceLineEndings("\n");
        return new RenderedMail(subject, html, text, template.From);

        string Compose(string layout, string body)
        {
            var html = parsed.Layout is null ? body : MailDocument.InsertContent(layout, body)
                ?? throw new TemplateException($"{template.Name}, layout: the layout does not print {{{{ content }}}}.");
            html = MailDocument.InsertStyles(MailDocument.Complete(html, subject, language), parsed.Styles);
            return hidden is null || html.Contains("<body", StringComparison.OrdinalIgnoreCase) ? html
                : throw new TemplateException($"{template.Name}, {(parsed.Layout is null ? "html" : "layout")}: there is no <body> to put the preheader in.");
        }

        async ValueTask<string> RenderPartAsync(string part, ILiquidTemplate source)
        {
            string text;
            try
            {
                text = await source.RenderAsync(values, context, ct);
            }
            catch (TemplateException error)
            {
                throw At(template, part, parsed.Locate(part, error));
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
        foreach (var (part, source, encoding) in ParsedMail.Sources(template))
        {
            try
            {
                _liquid.Parse(source, encoding);
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

    // A theme is read once; the few versions that were in use before a change need not be kept.
    private ThemeSources FindTheme(MailTheme theme)
    {
        if (_themes.Count >= 16)
        {
            _themes.Clear();
        }

        return _themes.GetOrAdd(theme.Version, _ => new ThemeSources(theme, ParsePart));
    }

    private ILiquidTemplate ParsePart(string name, string inlined, string source)
    {
        try
        {
            return ParsedMail.ParseInlined(_liquid, inlined, source, LiquidEncoding.Html);
        }
        catch (TemplateException error)
        {
            throw new TemplateException($"{name}, line {error.Line}, column {error.Column}: {error.Message}", error);
        }
    }

    private static string Limit(MailTemplate template, string part, string text)
        => text.Length <= MaxLength ? text : throw new TemplateException($"{template.Name}, {part}: the result is larger than {MaxLength / (1024 * 1024)} MB.");

    internal static TemplateException At(MailTemplate template, string part, TemplateException error)
    {
        var line = error.Line > 0 ? $", line {error.Line}" : "";
        var column = error.Column > 0 ? $", column {error.Column}" : "";
        return new TemplateException($"{template.Name}, {part}{line}{column}: {error.Message}", error.Line, error.Column, error);
    }

    [GeneratedRegex(@"\{\{-?\s*content\b")]
    private static partial Regex ContentOutput();
}
