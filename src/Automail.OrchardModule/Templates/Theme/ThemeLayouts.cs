using Automail.Engine.Templates;

namespace Automail.OrchardModule.Templates.Theme;

/// <summary>The layouts that a theme has for templates to name.</summary>
internal static class ThemeLayouts
{
    /// <summary><c>default</c> and the names behind <c>EmailLayout-</c>, sorted; what is there for a language only is no layout of its own.</summary>
    /// <param name="theme">The theme.</param>
    /// <param name="cultures">The site's languages.</param>
    public static IEnumerable<string> NamesIn(MailTheme theme, IEnumerable<string> cultures)
    {
        const string Variant = MailTheme.LayoutPart + "__";
        var languages = cultures.SelectMany(culture => (string[])[culture, culture.Split('-')[0]]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return theme.Parts.Keys.Where(name => name.StartsWith(Variant, StringComparison.OrdinalIgnoreCase))
            .Select(name => name[Variant.Length..].Replace("__", "-", StringComparison.Ordinal).ToLowerInvariant())
            .Where(name => !languages.Any(language => name.Equals(language, StringComparison.OrdinalIgnoreCase) || name.EndsWith("-" + language, StringComparison.OrdinalIgnoreCase)))
            .Append("default").Where(name => theme.FindLayout(name, null) is not null)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }
}
