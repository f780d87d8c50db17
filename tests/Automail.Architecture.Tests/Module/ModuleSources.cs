using Automail.Architecture.Tests.Sources;

namespace Automail.Architecture.Tests.Module;

/// <summary>The sources of the Orchard module, its manifest among them.</summary>
internal static class ModuleSources
{
    public const string Folder = "src/Automail.OrchardModule";

    public static IReadOnlyList<SourceFile> Files { get; } = SourceFile.In(Folder);

    public static IReadOnlyList<SourceType> Types { get; } = [.. Files.SelectMany(file => file.Types)];

    public static SourceFile Manifest { get; } = new("Manifest.cs", File.ReadAllText(Repository.PathOf("Manifest.cs")));

    /// <summary>Whether a type derives from a class of one of these names, through classes of the module too.</summary>
    public static bool Derives(SourceType type, params string[] names)
        => type.Bases.Select(SourceType.NameOf).Any(name => names.Contains(name)
            || Types.Any(other => other.Name == name && other != type && Derives(other, names)));
}
