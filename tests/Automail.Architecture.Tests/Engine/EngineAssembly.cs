using Automail.Engine;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Automail.Architecture.Tests.Engine;

/// <summary>The engine as ArchUnitNET reads it from its IL, method bodies included.</summary>
internal static class EngineAssembly
{
    private const string Root = "Automail.Engine";

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Loaded = new(() => new ArchLoader().LoadAssemblies(Assembly).Build());

    public static System.Reflection.Assembly Assembly => typeof(Pipeline).Assembly;

    /// <summary>The engine's own types.</summary>
    public static IReadOnlyList<IType> Types { get; } =
        [.. Loaded.Value.Types.Where(type => type.Namespace.FullName == Root || type.Namespace.FullName.StartsWith(Root + ".", StringComparison.Ordinal))];

    /// <summary>The names of the types at the root.</summary>
    public static IReadOnlySet<string> RootTypes { get; } =
        Types.Where(type => type.Namespace.FullName == Root).Select(PartOf).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// The part that a type belongs to: its slice, or for a type at the root that type itself. Errors and pages are at the root
    /// for all slices to use, <see cref="IAutomailStore"/> is there and uses all slices; as one part they would look like a cycle.
    /// </summary>
    public static string PartOf(IType type)
    {
        var space = type.Namespace.FullName;
        if (space != Root)
        {
            return space[(Root.Length + 1)..].Split('.')[0];
        }

        return type.FullName[(Root.Length + 1)..].Split('+', '/', '`')[0];
    }

    /// <summary>Which part uses which, with one use of each pair as evidence.</summary>
    public static Dictionary<(string From, string To), string> Uses()
    {
        var own = Types.Select(type => type.FullName).ToHashSet(StringComparer.Ordinal);
        var uses = new Dictionary<(string, string), string>();
        foreach (var type in Types)
        {
            foreach (var target in type.Dependencies.Select(dependency => dependency.Target).Where(target => own.Contains(target.FullName)))
            {
                if (PartOf(type) != PartOf(target))
                {
                    uses.TryAdd((PartOf(type), PartOf(target)), $"{type.FullName} uses {target.FullName}");
                }
            }
        }

        return uses;
    }
}
