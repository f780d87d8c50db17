using Automail.Engine.Templates;

namespace Automail.Cli.Templates;

/// <summary>The e-mail theme: the built-in one, and laid over it the Liquid files of a theme's folder (<c>Views/*.liquid</c>).</summary>
internal static class ThemeFolder
{
    private const string Resources = "theme/";

    private static readonly Lazy<MailTheme> BuiltIn = new(() => MailTheme.Create(ReadResources()));

    /// <summary>The theme that comes with the product.</summary>
    public static MailTheme Default => BuiltIn.Value;

    /// <summary>Where a theme's parts are: its folder <c>Views</c>, as in Orchard.</summary>
    public static string PartsOf(string folder) => Path.Combine(folder, "Views");

    /// <summary>The built-in theme with the parts of a folder in the place of its own.</summary>
    /// <exception cref="TemplateException">A file is wrong; the message begins with <c>file:line:column</c>.</exception>
    public static MailTheme Read(string folder, ILiquid liquid) => Read(Default, folder, liquid);

    /// <summary>A theme with the parts of a folder in the place of its own.</summary>
    /// <param name="below">The theme.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="liquid">What the parts are checked with; null to take them as they are.</param>
    /// <exception cref="TemplateException">A file is wrong; the message begins with <c>file:line:column</c>.</exception>
    public static MailTheme Read(MailTheme below, string folder, ILiquid? liquid)
    {
        var parts = new Dictionary<string, string>(below.Parts, StringComparer.OrdinalIgnoreCase);
        var views = new DirectoryInfo(PartsOf(folder));
        FileInfo[] files = views.Exists ? views.GetFiles("*.liquid") : [];
        foreach (var file in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var name = MailTheme.PartName(Path.GetFileNameWithoutExtension(file.Name));
            var source = TemplateFile.Read(file.FullName);
            if (liquid is not null && !name.Equals(MailTheme.StylesPart, StringComparison.OrdinalIgnoreCase))
            {
                TemplateFile.Check(liquid, file.FullName, 1, 1, source, LiquidEncoding.Html);
            }

            parts[name] = source;
        }

        return MailTheme.Create(parts);
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadResources()
    {
        var assembly = typeof(ThemeFolder).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return new(MailTheme.PartName(Path.GetFileNameWithoutExtension(name[Resources.Length..])), reader.ReadToEnd().ReplaceLineEndings("\n"));
        }
    }
}
