namespace Automail.Architecture.Tests;

/// <summary>The files of this repository as they lie on the disk, without what builds and sites leave there.</summary>
internal static class Repository
{
    private static readonly string[] Left = ["bin", "obj", ".git", ".vs", ".idea", "App_Data", "artifacts", "node_modules", "TestResults"];

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file's full path.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The files in a folder and below, relative to the root, with forward slashes, in order.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern = "*")
        => Directory.Exists(PathOf(folder)) ? [.. Walk(PathOf(folder), pattern).Order(StringComparer.Ordinal)] : [];

    private static IEnumerable<string> Walk(string folder, string pattern)
        => Directory.EnumerateFiles(folder, pattern)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Concat(Directory.EnumerateDirectories(folder)
                .Where(path => !Left.Contains(Path.GetFileName(path)))
                .SelectMany(path => Walk(path, pattern)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Automail.OrchardModule.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests read the repository's sources and have to run inside it.");
    }
}
