using System.Collections.Frozen;
using Automail.Engine.Templates;

namespace Automail.Cli.Templates;

/// <summary>The templates that come with the product, each in English and Dutch; Orchard has the same files.</summary>
internal static class ReadyTemplates
{
    /// <summary>What stands before their names in messages, as a folder would.</summary>
    public const string Folder = "ready";

    /// <summary>What those are written in that name no locale.</summary>
    public const string Locale = "en";

    private const string Prefix = Folder + "/";
    private const string Extension = ".liquid";

    private static readonly FrozenSet<string> Resources = typeof(ReadyTemplates).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The names of all.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Resources.Select(resource => resource[Prefix.Length..^Extension.Length].Split('.')[0]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Their files.</summary>
    public static ITemplateFiles Files { get; } = new Embedded();

    private sealed class Embedded : ITemplateFiles
    {
        public bool Exists(string path) => Resources.Contains(Resource(path));

        public string Read(string path)
        {
            using var reader = new StreamReader(typeof(ReadyTemplates).Assembly.GetManifestResourceStream(Resource(path))!);
            return reader.ReadToEnd().ReplaceLineEndings("\n");
        }

        private static string Resource(string path) => path.Replace(Path.DirectorySeparatorChar, '/');
    }
}
