using System.Security.Cryptography;
using System.Text;
using Automail.Engine.Templates;

namespace Automail.Cli.Templates;

/// <summary>Reads one template from its files, on disk or among the ready templates; a layout that the folder does not have comes from the theme.</summary>
internal sealed class TemplateFolder(ITemplateFiles source, string folder, ILiquid liquid)
{
    /// <summary>The files that make up a template, whether they exist or not; null for a name that no template can have.</summary>
    public TemplateFiles? Locate(string name, string? locale)
    {
        if (!TemplateName.IsValid(name))
        {
            return null;
        }

        var locales = TemplateName.Fallbacks(locale);
        return new TemplateFiles(
            [.. locales.SelectMany(found => ((string[])[".liquid", ".md.liquid"]).Select(ending => (found, InFolder(name + TemplateName.Infix(found) + ending))))],
            [.. locales.Select(found => (found, InFolder($"{name}{TemplateName.Infix(found)}.txt.liquid")))],
            locales);
    }

    /// <summary>Reads a template; null when there is none of these files.</summary>
    /// <exception cref="TemplateException">Something is wrong; the message begins with <c>file:line:column</c>.</exception>
    public MailTemplate? Read(string name, TemplateFiles files, MailTheme theme)
    {
        var found = files.Html.Where(file => source.Exists(file.Path)).ToList();
        if (found.Count == 0)
        {
            return null;
        }

        // A translation says what differs: subject and text; purpose, layout and sender come from the template that it translates.
        var matters = found.Select(file => FrontMatter.Parse(file.Path, source.Read(file.Path))).ToList();
        var (locale, path) = found[0];
        var html = matters[0];
        Check(path, html.BodyLine, 1, html.Body, LiquidEncoding.Html);
        var subject = Find(matters, "subject") ?? throw FileError.At(path, 1, 1, "The front matter has no subject.");
        var purpose = Find(matters, "purpose") ?? throw FileError.At(path, 1, 1, "The front matter has no purpose.");
        if (purpose.Trim().Length == 0)
        {
            throw FileError.At(path, 1, 1, "The purpose is empty.");
        }

        var template = new MailTemplate
        {
            Name = name,
            Version = "",
            Locale = locale,
            Subject = subject,
            Preheader = Find(matters, "preheader"),
            Purpose = purpose.Trim(),
            Html = IsMarkdown(html) ? MarkdownBody.ToHtml(html.Body) : html.Body,
            Text = ReadOwnText(files, locale),
            Layout = ReadLayout(matters, files.Locales, theme),
            Theme = theme,
            From = Find(matters, "from"),
        };
        return template with { Version = VersionOf(template) };
    }

    private static bool IsMarkdown(FrontMatter matter)
        => !matter.TryGet("format", out var format) ? matter.File.EndsWith(".md.liquid", StringComparison.Ordinal)
            : Enum.TryParse<BodyFormat>(format.Text, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known == BodyFormat.Markdown
            : throw FileError.At(matter.File, format.Line, format.Column, $"'{format.Text}' is no format; there are html and markdown.");

    private string InFolder(string file) => Path.Combine(folder, file);

    private string? Find(List<FrontMatter> matters, string key)
    {
        foreach (var matter in matters)
        {
            if (matter.TryGet(key, out var entry))
            {
                if (key is "subject" or "preheader")
                {
                    Check(matter.File, entry.Line, entry.Column, entry.Text, LiquidEncoding.None);
                }

                return entry.Text;
            }
        }

        return null;
    }

    // An own text in another language than the body would be a worse text than the one made from the body.
    private string? ReadOwnText(TemplateFiles files, string? locale)
    {
        var path = files.Text.First(file => file.Locale == locale).Path;
        if (!source.Exists(path))
        {
            return null;
        }

        var text = source.Read(path);
        Check(path, 1, 1, text, LiquidEncoding.None);
        return text;
    }

    private string? ReadLayout(List<FrontMatter> matters, IReadOnlyList<string?> locales, MailTheme theme)
    {
        var matter = matters.Find(matter => matter.TryGet("layout", out _));
        if (matter is null || !matter.TryGet("layout", out var entry) || entry.Text.Length == 0)
        {
            return null;
        }

        if (TemplateName.IsValid(entry.Text))
        {
            if (locales.Select(locale => InFolder($"layouts/{entry.Text}{TemplateName.Infix(locale)}.liquid")).FirstOrDefault(source.Exists) is { } path)
            {
                var layout = source.Read(path);
                Check(path, 1, 1, layout, LiquidEncoding.Html);
                return layout;
            }

            if (theme.FindLayout(entry.Text, locales[0]) is { } themed)
            {
                return themed;
            }
        }

        throw FileError.At(matter.File, entry.Line, entry.Column, $"There is no layout '{entry.Text}' in the folder layouts nor in the theme.");
    }

    private void Check(string file, int line, int column, string text, LiquidEncoding encoding)
        => TemplateFile.Check(liquid, file, line, column, text, encoding);

    /// <summary>What changes whenever one of a template's texts does.</summary>
    public static string VersionOf(MailTemplate template)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in (string?[])[template.Subject, template.Preheader, template.Purpose, template.Html, template.Text, template.Layout, template.From])
        {
            hash.AppendData(BitConverter.GetBytes(text?.Length ?? -1));
            hash.AppendData(Encoding.UTF8.GetBytes(text ?? ""));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}

/// <summary>Where the files of a template would be, the most special locale first.</summary>
/// <param name="Html">The templates.</param>
/// <param name="Text">The own text parts.</param>
/// <param name="Locales">The locales; null for the site's.</param>
internal sealed record TemplateFiles(
    IReadOnlyList<(string? Locale, string Path)> Html, IReadOnlyList<(string? Locale, string Path)> Text, IReadOnlyList<string?> Locales);
