using System.Text.RegularExpressions;

namespace Automail.Cli.Templates;

/// <summary>What the name of a template's file says: <c>cart-reminder.nl.liquid</c> is the Dutch <c>cart-reminder</c>.</summary>
internal static partial class TemplateName
{
    /// <summary>Whether a template, layout or locale can have this name.</summary>
    public static bool IsValid(string name) => Form().IsMatch(name);

    /// <summary>The locale, its language, and none: <c>nl-BE</c>, <c>nl</c>, null.</summary>
    public static List<string?> Fallbacks(string? locale)
    {
        var locales = new List<string?>();
        for (var rest = locale; !string.IsNullOrEmpty(rest) && IsValid(rest.ToLowerInvariant()); rest = rest.Contains('-', StringComparison.Ordinal) ? rest[..rest.LastIndexOf('-')] : null)
        {
            locales.Add(rest);
        }

        locales.Add(null);
        return locales;
    }

    /// <summary>What stands in a file's name for a locale.</summary>
    public static string Infix(string? locale) => locale is null ? "" : "." + locale;

    /// <summary>Name and locale of a file; only the first part can be the name of a template that has translations, since names may have dots, too.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="exists">Whether there is a file of a name beside it.</param>
    public static (string Name, string? Locale) Split(string file, Func<string, bool> exists)
    {
        foreach (var ending in (string[])[".liquid", ".md", ".txt"])
        {
            file = file.EndsWith(ending, StringComparison.Ordinal) ? file[..^ending.Length] : file;
        }

        var dot = file.LastIndexOf('.');
        return dot > 0 && (exists(file[..dot] + ".liquid") || exists(file[..dot] + ".md.liquid")) ? (file[..dot], file[(dot + 1)..]) : (file, null);
    }

    [GeneratedRegex(@"\A[a-z0-9]+([.-][a-z0-9]+)*\z")]
    private static partial Regex Form();
}
