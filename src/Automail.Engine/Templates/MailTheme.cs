using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Automail.Engine.Templates.Inlining;

namespace Automail.Engine.Templates;

/// <summary>
/// The parts that mails are put together from: Liquid sources by shape type, such as <c>EmailButton</c>. A variant for a locale or a layout's name has it
/// behind two underscores, <c>EmailFooter__nl</c>, <c>EmailLayout__plain</c>, as the file names <c>EmailFooter-nl.liquid</c> and
/// <c>EmailLayout-plain.liquid</c> say. Names are compared without regard to case, as Orchard compares them.
/// </summary>
public sealed record MailTheme
{
    /// <summary>The part that holds the stylesheet.</summary>
    public const string StylesPart = "EmailStyles";

    /// <summary>The part that holds what a theme adds to the stylesheet, its colours for example; its rules come after the others.</summary>
    public const string BrandPart = "EmailBrand";

    /// <summary>The part that is the layout of mails that ask for <c>default</c>.</summary>
    public const string LayoutPart = "EmailLayout";

    internal const string Variant = "__";

    private MailTheme(string version, IReadOnlyDictionary<string, string> parts) => (Version, Parts) = (version, parts);

    /// <summary>Changes whenever a part does; caches are keyed by it.</summary>
    public string Version { get; }

    /// <summary>The Liquid sources by name.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; }

    /// <summary>The stylesheet, CSS without Liquid: its plain rules are inlined, the others stay in <c>{{ styles }}</c>.</summary>
    public string Styles => Parts.TryGetValue(BrandPart, out var brand) ? $"{Parts.GetValueOrDefault(StylesPart)}\n{brand}" : Parts.GetValueOrDefault(StylesPart, "");

    /// <summary>Themes of one version are the same.</summary>
    public bool Equals(MailTheme? other) => other?.Version == Version;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Version);

    /// <summary>A theme of these parts.</summary>
    public static MailTheme Create(IEnumerable<KeyValuePair<string, string>> parts)
    {
        var sources = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, source) in parts)
        {
            sources[name] = source;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in sources.OrderBy(part => part.Key, StringComparer.OrdinalIgnoreCase).SelectMany(part => (string[])[part.Key.ToLowerInvariant(), part.Value]))
        {
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }

        return new MailTheme(Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8)), sources);
    }

    /// <summary>The shape type of a file's name without its extension: <c>EmailFooter-nl</c> is <c>EmailFooter__nl</c>.</summary>
    public static string PartName(string fileName)
        => fileName.Replace("--", Variant, StringComparison.Ordinal).Replace("-", Variant, StringComparison.Ordinal).Replace('.', '_');

    /// <summary>The name under which a part is found for a locale, its language, or any: for <c>nl-BE</c> EmailFooter__nl__BE, EmailFooter__nl, EmailFooter. Null when there is none.</summary>
    public string? FindPart(string name, string? locale)
    {
        for (var rest = locale ?? ""; rest.Length > 0; rest = rest[..Math.Max(rest.LastIndexOf('-'), 0)])
        {
            if (Parts.ContainsKey(name + Variant + PartName(rest)))
            {
                return name + Variant + PartName(rest);
            }
        }

        return Parts.ContainsKey(name) ? name : null;
    }

    /// <summary>
    /// The source of the layout that templates know by a name: <c>EmailLayout-NAME</c>, and for <c>default</c> also <c>EmailLayout</c>; null when there is none.
    /// </summary>
    public string? FindLayout(string name, string? locale)
        => (FindPart(LayoutPart + Variant + PartName(name), locale) ?? (name == "default" ? FindPart(LayoutPart, locale) : null)) is { } part ? Parts[part] : null;
}

/// <summary>The parsed parts that one rendering can print with <c>{% shape "EmailButton" %}</c>, in the language that its template is written in.</summary>
public interface IMailParts
{
    /// <summary>A part; null when the theme has none of this name.</summary>
    /// <exception cref="TemplateException">The part's source is wrong.</exception>
    ILiquidTemplate? Find(string name);

    /// <summary>The place in a part as its author wrote it, for one in what <see cref="Find"/> gave, into which styles were written; from 1, 0 when unknown.</summary>
    (int Line, int Column) Locate(string name, int line, int column) => (line, column);
}

/// <summary>The parts of one theme, each parsed when it is first asked for.</summary>
/// <param name="theme">The theme.</param>
/// <param name="sources">Its parts with styles in them, by name.</param>
/// <param name="parse">Parses a part: its name, its source with styles, and the one that the author knows.</param>
internal sealed class ThemeParts(MailTheme theme, IReadOnlyDictionary<string, InlinedSource> sources, Func<string, string, string, ILiquidTemplate> parse)
{
    private readonly ConcurrentDictionary<string, ILiquidTemplate> _parsed = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Language> _languages = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The parts in a language.</summary>
    public IMailParts In(string language)
    {
        if (_languages.Count >= 100)
        {
            // Locales come from outside.
            _languages.Clear();
        }

        return _languages.GetOrAdd(language, static (name, parts) => new Language(parts, name), this);
    }

    private ILiquidTemplate? Find(string name, string language)
        => theme.FindPart(name, language) is { } part ? _parsed.GetOrAdd(part, key => parse(key, sources.GetValueOrDefault(key)?.Text ?? theme.Parts[key], theme.Parts[key])) : null;

    private (int Line, int Column) Locate(string name, string language, int line, int column)
        => theme.FindPart(name, language) is { } part && sources.GetValueOrDefault(part) is { } source ? source.Original(line, column) : (line, column);

    private sealed class Language(ThemeParts parts, string language) : IMailParts
    {
        private readonly ConcurrentDictionary<string, ILiquidTemplate> _found = new(StringComparer.OrdinalIgnoreCase);

        public ILiquidTemplate? Find(string name)
        {
            if (_found.TryGetValue(name, out var found))
            {
                return found;
            }

            found = parts.Find(name, language);
            return found is null ? null : _found.GetOrAdd(name, found);
        }

        public (int Line, int Column) Locate(string name, int line, int column) => parts.Locate(name, language, line, column);
    }
}
