namespace Automail.Cli.Lint;

/// <summary>Finds the files that are to be looked at.</summary>
internal static class LintFiles
{
    private const string Extension = ".liquid";

    /// <summary>The Liquid files that were named and those in the folders that were, each once.</summary>
    /// <exception cref="UsageException">There is no such file or folder, or nothing to look at in it.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        var found = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            foreach (var file in FindIn(path).Where(file => known.Add(Path.GetFullPath(file))))
            {
                found.Add(file);
            }
        }

        return found;
    }

    private static string[] FindIn(string path)
    {
        if (File.Exists(path))
        {
            return path.EndsWith(Extension, StringComparison.Ordinal) ? [path] : throw new UsageException($"{path} is no {Extension} file.");
        }

        if (!Directory.Exists(path))
        {
            throw new UsageException($"there is no file or folder {path}.");
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };
        string[] files = [.. Directory.EnumerateFiles(path, "*" + Extension, options).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new UsageException($"there is no {Extension} file in {path}.");
    }
}
