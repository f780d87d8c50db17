using Automail.Cli.Templates;
using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;

namespace Automail.Cli.Lint;

/// <summary>
/// Looks at files: templates, their own texts (<c>NAME.txt.liquid</c>), layouts (in a folder <c>layouts</c>) and the parts of a theme (in a folder <c>Views</c>).
/// </summary>
/// <param name="theme">The folder of the theme whose parts are laid over the built-in ones; null for none.</param>
internal sealed class FileLinter(string? theme)
{
    private readonly MailLinter _linter = new(new DotLiquidEngine());
    private readonly Lazy<MailTheme> _theme = new(() => theme is null ? ThemeFolder.Default : ThemeFolder.Read(ThemeFolder.Default, theme, null), isThreadSafe: false);
    private readonly Dictionary<string, MailTheme> _themes = new(StringComparer.Ordinal);

    /// <summary>What is wrong in these files, by file and place.</summary>
    public IReadOnlyList<FileFinding> Lint(IReadOnlyList<string> files)
    {
        var findings = new HashSet<FileFinding>();
        foreach (var file in files)
        {
            try
            {
                findings.UnionWith(LintFile(file));
            }
            catch (TemplateException error)
            {
                findings.Add(Unreadable(file, error));
            }
        }

        // A template tells of its own text, too, which may not have been asked for.
        var asked = files.ToHashSet(StringComparer.Ordinal);
        return [.. findings.Where(finding => asked.Contains(finding.File))
            .OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.Code, StringComparer.Ordinal)];
    }

    private IEnumerable<FileFinding> LintFile(string file)
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)));
        if (folder == "Views")
        {
            var name = MailTheme.PartName(Path.GetFileNameWithoutExtension(file));
            return Places(file, _linter.LintPart(name, TemplateFile.Read(file), new LintOptions { Theme = ThemeAround(file) }));
        }

        if (folder == "layouts")
        {
            return Places(file, _linter.LintLayout(TemplateFile.Read(file), new LintOptions { Theme = _theme.Value }));
        }

        if (file.EndsWith(".txt.liquid", StringComparison.Ordinal))
        {
            var of = file[..^".txt.liquid".Length];
            file = File.Exists(of + ".liquid") ? of + ".liquid" : File.Exists(of + ".md.liquid") ? of + ".md.liquid" : throw FileError.At(file, 1, 1, "There is no template that this is the text of.");
        }

        var template = LintedTemplate.Read(file, _theme.Value);
        return [.. _linter.Lint(template.Template, template.Options).Select(template.Place).OfType<FileFinding>()];
    }

    // A part speaks of the other parts of its own theme.
    private MailTheme ThemeAround(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(file))!)!;
        if (!_themes.TryGetValue(folder, out var found))
        {
            try
            {
                found = ThemeFolder.Read(_theme.Value, folder, null);
            }
            catch (TemplateException)
            {
                // Another of its files cannot be read; it is told there.
                found = _theme.Value;
            }

            _themes[folder] = found;
        }

        return found;
    }

    private static IEnumerable<FileFinding> Places(string file, IEnumerable<LintFinding> findings)
        => findings.Select(finding => new FileFinding(file, Math.Max(finding.Line, 1), Math.Max(finding.Column, 1), finding.Severity, finding.Code, finding.Message));

    /// <summary>The finding about a file that cannot be read.</summary>
    public static FileFinding Unreadable(string file, TemplateException error)
    {
        var (line, column) = (Math.Max(error.Line, 1), Math.Max(error.Column, 1));
        var at = error.Message.IndexOf($":{line}:{column}: ", StringComparison.Ordinal);
        var path = at < 0 ? file : error.Message[..at];
        var message = at < 0 ? error.Message : error.Message[(at + $":{line}:{column}: ".Length)..];
        return new FileFinding(path == Path.GetFullPath(file) ? file : path, line, column, LintSeverity.Error, LintRules.UnreadableFile.Code, message);
    }
}
