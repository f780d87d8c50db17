namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>The parts of the theme that texts print, directly and through other parts.</summary>
internal sealed class UsedParts
{
    private readonly Dictionary<string, LintSource> _sources = new(StringComparer.OrdinalIgnoreCase);

    private readonly LintOptions _options;
    private readonly string? _locale;

    private UsedParts(LintOptions options, string? locale) => (_options, _locale) = (options, locale);

    /// <summary>Those whose source is known, by name.</summary>
    public IReadOnlyCollection<LintSource> Sources => _sources.Values;

    /// <summary>Whether there is one whose source is not known.</summary>
    public bool HasUnknown { get; private set; }

    /// <summary>The source of a part that is printed by this name; null when it is not known.</summary>
    public LintSource? Find(string name) => _options.Theme?.FindPart(name, _locale) is { } found ? _sources.GetValueOrDefault(found) : null;

    /// <summary>Finds the parts that <paramref name="texts"/> print in a language.</summary>
    public static UsedParts Of(LintOptions options, string? locale, IEnumerable<LintSource> texts)
    {
        var parts = new UsedParts(options, locale);
        var left = new Queue<LintSource>(texts);
        while (left.TryDequeue(out var text))
        {
            foreach (var use in text.Liquid.Parts)
            {
                if (use.Name is null || options.Theme is null)
                {
                    parts.HasUnknown = true;
                    continue;
                }

                if (options.Theme.FindPart(use.Name, locale) is not { } name || options.Theme.Parts[name] is not { Length: <= MailLinter.MaxSource } source)
                {
                    parts.HasUnknown = true;
                }
                else if (!parts._sources.ContainsKey(name))
                {
                    var part = new LintSource(LintSourceKind.Part, name, source, options);
                    parts._sources.Add(name, part);
                    left.Enqueue(part);
                }
            }
        }

        return parts;
    }
}
