namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>The parts of the theme that texts print, directly and through other parts.</summary>
internal sealed class UsedParts
{
    private readonly Dictionary<string, LintSource> _sources = new(StringComparer.OrdinalIgnoreCase);

    private UsedParts()
    {
    }

    /// <summary>Those whose source is known, by name.</summary>
    public IReadOnlyCollection<LintSource> Sources => _sources.Values;

    /// <summary>Whether there is one whose source is not known.</summary>
    public bool HasUnknown { get; private set; }

    /// <summary>Finds the parts that <paramref name="texts"/> print.</summary>
    public static UsedParts Of(LintOptions options, IEnumerable<LintSource> texts)
    {
        var parts = new UsedParts();
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

                var found = options.Theme.Parts.Where(part => part.Key.Split("__")[0].Equals(use.Name, StringComparison.OrdinalIgnoreCase)).ToList();
                parts.HasUnknown |= found.Count == 0;
                foreach (var (name, source) in found)
                {
                    if (!parts._sources.ContainsKey(name) && source.Length <= MailLinter.MaxSource)
                    {
                        var part = new LintSource(LintSourceKind.Part, name, source, options);
                        parts._sources.Add(name, part);
                        left.Enqueue(part);
                    }
                }
            }
        }

        return parts;
    }
}
