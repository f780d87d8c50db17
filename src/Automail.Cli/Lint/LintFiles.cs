using System.Text.Json;

namespace Automail.Cli.Lint;

/// <summary>The files that are to be looked at.</summary>
/// <param name="Templates">Templates, layouts, parts and own texts: Liquid.</param>
/// <param name="Sequences">Sequences: JSON.</param>
/// <param name="HasFolder">Whether a folder was asked for, so that what belongs together is there.</param>
internal sealed record LintFiles(IReadOnlyList<string> Templates, IReadOnlyList<string> Sequences, bool HasFolder)
{
    private const string Liquid = ".liquid";
    private const string Json = ".json";

    // Nobody writes a sequence as large as this; sample data may well be.
    private const long MaxBytes = 2 * 1024 * 1024;

    /// <summary>How many there are.</summary>
    public int Count => Templates.Count + Sequences.Count;

    /// <summary>The files that were named and those in the folders that were, each once. Of JSON in a folder only what is meant to be a sequence.</summary>
    /// <exception cref="UsageException">There is no such file or folder, or nothing to look at in it.</exception>
    public static LintFiles Find(IEnumerable<string> paths)
    {
        var found = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var hasFolder = false;
        foreach (var path in paths)
        {
            hasFolder |= Directory.Exists(path);
            found.AddRange(FindIn(path).Where(file => known.Add(Path.GetFullPath(file))));
        }

        return new LintFiles([.. found.Where(IsLiquid)], [.. found.Where(file => !IsLiquid(file))], hasFolder);
    }

    private static bool IsLiquid(string file) => file.EndsWith(Liquid, StringComparison.Ordinal);

    private static string[] FindIn(string path)
    {
        if (File.Exists(path))
        {
            return IsLiquid(path) || path.EndsWith(Json, StringComparison.OrdinalIgnoreCase) || IsSequence(path)
                ? [path]
                : throw new UsageException($"{path} is neither a {Liquid} file nor a sequence ({Json}).");
        }

        if (!Directory.Exists(path))
        {
            throw new UsageException($"there is no file or folder {path}.");
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };
        string[] files =
        [
            .. Directory.EnumerateFiles(path, "*", options)
                .Where(file => IsLiquid(file) || (file.EndsWith(Json, StringComparison.OrdinalIgnoreCase) && IsSequence(file)))
                .Order(StringComparer.Ordinal),
        ];
        return files.Length > 0 ? files : throw new UsageException($"there is no {Liquid} file and no sequence ({Json}) in {path}.");
    }

    /// <summary>Whether this is meant to be a sequence: an object with a trigger, or with steps that have ids, which those of a recipe have not.</summary>
    private static bool IsSequence(string path)
    {
        var text = "";
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                return false;
            }

            text = File.ReadAllText(path);
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && (document.RootElement.TryGetProperty("trigger", out _)
                    || (document.RootElement.TryGetProperty("steps", out var steps) && steps.ValueKind == JsonValueKind.Array
                        && steps.EnumerateArray().Any(step => step.ValueKind == JsonValueKind.Object && step.TryGetProperty("id", out _))));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // What is broken is told, if it looks like one.
            return text.Contains("\"trigger\"", StringComparison.Ordinal) && text.Contains("\"steps\"", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it tells why it cannot be read; left out, it would pass for clean.
            return true;
        }
    }
}
