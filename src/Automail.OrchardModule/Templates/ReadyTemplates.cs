using System.Reflection;

namespace Automail.OrchardModule.Templates;

/// <summary>A template that comes with Automail, in one language.</summary>
/// <param name="Name">The template's name.</param>
/// <param name="Locale">The language; null for English, which stands in for every language that there is no other for.</param>
/// <param name="Subject">The subject line.</param>
/// <param name="Preheader">The line after the subject.</param>
/// <param name="Purpose">The purpose.</param>
/// <param name="Layout">The layout's name.</param>
/// <param name="Html">The body.</param>
internal sealed record ReadyTemplate(string Name, string? Locale, string Subject, string? Preheader, string Purpose, string? Layout, string Html);

/// <summary>The templates that come with Automail: the files of the folder ReadyTemplates, which the command line has too.</summary>
internal static class ReadyTemplates
{
    private const string Folder = "ReadyTemplates";
    private const string Extension = ".liquid";

    /// <summary>All of them, by name; the English one is the first of each.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ReadyTemplate>> All => field ??= Read(typeof(ReadyTemplates).Assembly);

    private static SortedDictionary<string, IReadOnlyList<ReadyTemplate>> Read(Assembly assembly)
    {
        var files = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var at = resource.LastIndexOf(Folder, StringComparison.Ordinal);
            if (at >= 0 && resource.EndsWith(Extension, StringComparison.Ordinal))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                files[resource[(at + Folder.Length + 1)..^Extension.Length]] = ReadFile(resource, reader.ReadToEnd().ReplaceLineEndings("\n"));
            }
        }

        var all = new SortedDictionary<string, IReadOnlyList<ReadyTemplate>>(StringComparer.Ordinal);
        foreach (var name in files.Keys.Select(file => file.Split('.')[0]).Distinct())
        {
            var english = files[name];
            all[name] = [.. files.Where(file => file.Key.Split('.')[0] == name).OrderBy(file => file.Key, StringComparer.Ordinal)
                .Select(file => Create(name, file.Key.Split('.').ElementAtOrDefault(1), file.Value, english))];
        }

        return all;
    }

    // A translation says what differs; the rest comes from the English one.
    private static ReadyTemplate Create(string name, string? locale, Dictionary<string, string> own, Dictionary<string, string> english)
        => new(
            name,
            locale,
            own["subject"],
            own.GetValueOrDefault("preheader") ?? english.GetValueOrDefault("preheader"),
            own.GetValueOrDefault("purpose") ?? english["purpose"],
            own.GetValueOrDefault("layout") ?? english.GetValueOrDefault("layout"),
            own["html"]);

    private static Dictionary<string, string> ReadFile(string file, string text)
    {
        var end = text.IndexOf("\n---\n", StringComparison.Ordinal);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) || end < 0)
        {
            throw new InvalidOperationException($"{file} does not begin with a front matter.");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["html"] = text[(end + "\n---\n".Length)..] };
        foreach (var line in text[4..end].Split('\n'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            values[line[..colon]] = line[(colon + 2)..].Trim();
        }

        return values;
    }
}
