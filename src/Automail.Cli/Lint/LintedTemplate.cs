using Automail.Cli.Templates;
using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;

namespace Automail.Cli.Lint;

/// <summary>A template as the linter takes it, and where each of its texts stands.</summary>
internal sealed class LintedTemplate
{
    private readonly string _file;
    private readonly FrontMatter _own;
    private readonly List<FrontMatter> _matters;
    private readonly string? _textFile;

    private LintedTemplate(string file, FrontMatter own, List<FrontMatter> matters, string? textFile, MailTemplate template, LintOptions options)
        => (_file, _own, _matters, _textFile, Template, Options) = (file, own, matters, textFile, template, options);

    public MailTemplate Template { get; }

    public LintOptions Options { get; }

    /// <summary>Reads a template with what a translation takes from the template that it translates.</summary>
    /// <exception cref="TemplateException">A file is wrong; the message begins with <c>file:line:column</c>.</exception>
    public static LintedTemplate Read(string file, MailTheme theme)
    {
        var own = FrontMatter.Parse(file, TemplateFile.Read(file));
        var folder = Path.GetDirectoryName(file) ?? "";
        var (name, locale) = TemplateName.Split(Path.GetFileName(file), other => File.Exists(Path.Combine(folder, other)));
        var matters = new List<FrontMatter> { own };
        foreach (var path in TemplateName.Fallbacks(locale).Skip(1)
            .SelectMany(rest => ((string[])[".liquid", ".md.liquid"]).Select(ending => Path.Combine(folder, name + TemplateName.Infix(rest) + ending))).Where(File.Exists))
        {
            try
            {
                matters.Add(FrontMatter.Parse(path, TemplateFile.Read(path)));
            }
            catch (TemplateException)
            {
                // It is told where that file is looked at.
            }
        }

        var textFile = Path.Combine(folder, name + TemplateName.Infix(locale) + ".txt.liquid");
        textFile = File.Exists(textFile) ? textFile : null;
        var layoutName = Find(matters, "layout")?.Text is { Length: > 0 } text ? text : null;
        var layout = layoutName is null ? null : FindLayout(folder, layoutName, locale, theme);
        var markdown = own.TryGet("format", out var format)
            ? format.Text.Equals(nameof(BodyFormat.Markdown), StringComparison.OrdinalIgnoreCase)
            : file.EndsWith(".md.liquid", StringComparison.Ordinal);
        return new LintedTemplate(
            file,
            own,
            matters,
            textFile,
            new MailTemplate
            {
                Name = name,
                Version = "",
                Locale = locale,
                Subject = Find(matters, "subject")?.Text ?? "",
                Preheader = Find(matters, "preheader")?.Text,
                Purpose = Find(matters, "purpose")?.Text.Trim() ?? "",
                Html = own.Body,
                Text = textFile is null ? null : TemplateFile.Read(textFile),
                Layout = layout,
                Theme = theme,
                From = Find(matters, "from")?.Text,
            },
            new LintOptions { Theme = theme, Format = markdown ? BodyFormat.Markdown : BodyFormat.Html, MissingLayout = layout is null ? layoutName : null });
    }

    /// <summary>Where a finding stands; null for one that is told about the template which this one translates.</summary>
    public FileFinding? Place(LintFinding finding)
    {
        switch (finding.Part)
        {
            case "html":
                return new FileFinding(_file, Math.Max(finding.Line, 1) + _own.BodyLine - 1, Math.Max(finding.Column, 1), finding.Severity, finding.Code, finding.Message);
            case "text":
                return new FileFinding(_textFile ?? _file, Math.Max(finding.Line, 1), Math.Max(finding.Column, 1), finding.Severity, finding.Code, finding.Message);
            default:
                if (_own.TryGet(finding.Part, out var entry))
                {
                    var (line, column) = entry.PlaceOf(Math.Max(finding.Line, 1), Math.Max(finding.Column, 1));
                    return new FileFinding(_file, line, column, finding.Severity, finding.Code, finding.Message);
                }

                return _matters.Count > 1 ? null : new FileFinding(_file, 1, 1, finding.Severity, finding.Code, finding.Message);
        }
    }

    private static FrontMatter.Entry? Find(List<FrontMatter> matters, string key)
        => matters.Select(matter => matter.TryGet(key, out var entry) ? entry : null).FirstOrDefault(entry => entry is not null);

    // What is wrong in the layout's own file is told there; here it only has to be known.
    private static string? FindLayout(string folder, string name, string? locale, MailTheme theme)
    {
        if (!TemplateName.IsValid(name))
        {
            return null;
        }

        var path = TemplateName.Fallbacks(locale).Select(rest => Path.Combine(folder, "layouts", $"{name}{TemplateName.Infix(rest)}.liquid")).FirstOrDefault(File.Exists);
        return path is null ? theme.FindLayout(name, locale) : TemplateFile.Read(path);
    }
}
