using System.Collections.Frozen;

namespace Automail.Engine.Sequences;

/// <summary>The sequences that come with Automail: the files of the folder <c>Sequences/Ready</c>. The templates that they send are the ready ones.</summary>
public static class ReadySequences
{
    private const string Prefix = "sequences/";

    private static readonly Lazy<FrozenDictionary<string, string>> Read = new(() =>
    {
        var assembly = typeof(ReadySequences).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(
            name => name[Prefix.Length..],
            name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd().ReplaceLineEndings("\n");
            },
            StringComparer.Ordinal);
    });

    /// <summary>The ids, in order.</summary>
    public static IReadOnlyList<string> Ids => field ??= [.. Read.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The definition with this id, JSON; null when none comes with Automail.</summary>
    public static string? Find(string id) => Read.Value.GetValueOrDefault(id);
}
