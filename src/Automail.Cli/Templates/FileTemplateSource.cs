using System.Collections.Concurrent;
using Automail.Engine.Templates;

namespace Automail.Cli.Templates;

/// <summary>
/// Templates as files: <c>NAME.liquid</c> with a YAML front matter (subject, preheader, purpose, layout, from), <c>NAME.txt.liquid</c> for an own
/// text part, <c>NAME.nl.liquid</c> for a locale, <c>NAME.md.liquid</c> for a body in Markdown, <c>layouts/NAME.liquid</c>; parts and further layouts
/// come from the theme. Changes are seen within a second. Thread-safe.
/// </summary>
internal sealed class FileTemplateSource : ITemplateSource
{
    // Real time, also where journeys run in virtual time: people edit files in it.
    private const long TrustMilliseconds = 1000;

    private readonly TemplateFolder _folder;
    private readonly string? _theme;
    private readonly string[] _paths;
    private readonly ILiquid _liquid;
    private readonly ConcurrentDictionary<(string Name, string? Locale), Kept> _kept = new();

    /// <summary>Takes the folder, the Liquid with which files are checked, and a theme's folder, whose parts are laid over the built-in theme.</summary>
    public FileTemplateSource(string folder, ILiquid liquid, string? theme = null)
        : this(DiskFiles.Instance, Path.GetFullPath(folder), liquid, theme) => _paths = [Path.GetFullPath(folder), .. _paths];

    private FileTemplateSource(ITemplateFiles source, string folder, ILiquid liquid, string? theme)
    {
        _theme = theme is null ? null : Path.GetFullPath(theme);
        _paths = _theme is null ? [] : [ThemeFolder.PartsOf(_theme)];
        _folder = new TemplateFolder(source, folder, liquid);
        _liquid = liquid;
    }

    /// <summary>The templates that come with the product, with a theme's folder, whose parts are laid over the built-in theme.</summary>
    public static FileTemplateSource Ready(ILiquid liquid, string? theme = null) => new(ReadyTemplates.Files, ReadyTemplates.Folder, liquid, theme);

    /// <summary>How long what was read is taken for what is there, in milliseconds; 0 in tests.</summary>
    internal long Trust { get; init; } = TrustMilliseconds;

    /// <inheritdoc />
    /// <exception cref="TemplateException">A file is wrong; the message begins with <c>file:line:column</c>.</exception>
    public Task<MailTemplate?> FindAsync(string name, string? locale, CancellationToken cancellationToken = default)
    {
        var key = (name, string.IsNullOrEmpty(locale) ? null : locale);
        var now = Environment.TickCount64;
        if (_kept.TryGetValue(key, out var kept) && now - kept.CheckedAt < Trust)
        {
            return Task.FromResult(kept.Template);
        }

        if (_folder.Locate(name, locale) is not { } files)
        {
            return Task.FromResult<MailTemplate?>(null);
        }

        var stamp = Stamp();
        if (kept is null || kept.Stamp != stamp)
        {
            kept = new Kept(_folder.Read(name, files, _theme is null ? ThemeFolder.Default : ThemeFolder.Read(_theme, _liquid)), stamp, now);
        }

        if (_kept.Count >= 1000)
        {
            // Names and locales come from outside, too.
            _kept.Clear();
        }

        _kept[key] = kept with { CheckedAt = now };
        return Task.FromResult(kept.Template);
    }

    // Everything that can make a template differ: names, times and sizes of all files.
    private int Stamp()
    {
        var stamp = default(HashCode);
        foreach (var folder in _paths.Select(path => new DirectoryInfo(path)).Where(folder => folder.Exists))
        {
            foreach (var file in folder.EnumerateFiles("*.liquid", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                stamp.Add(file.FullName, StringComparer.Ordinal);
                stamp.Add(file.LastWriteTimeUtc);
                stamp.Add(file.Length);
            }
        }

        return stamp.ToHashCode();
    }

    private sealed record Kept(MailTemplate? Template, int Stamp, long CheckedAt);
}
