namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Suggestion
{
    private const int MaxLength = 40;

    /// <summary>The nearest of the names: another case, or one letter in three that differs; null when none is near.</summary>
    public static string? Find(string written, IEnumerable<string> names) => Find(written, names, (written.Length + 2) / 3);

    /// <summary>The nearest of the names: another case, or at most <paramref name="most"/> letters that differ; null when none is near.</summary>
    public static string? Find(string written, IEnumerable<string> names, int most)
    {
        if (written.Length is 0 or > MaxLength)
        {
            return null;
        }

        var (best, least) = (default(string), most + 1);
        foreach (var name in names)
        {
            var distance = Plain(name) == Plain(written) ? 0 : Distance(written.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < least || (distance == least && best is not null && string.CompareOrdinal(name, best) < 0))
            {
                (best, least) = (name, distance);
            }
        }

        return best;
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    // Damerau-Levenshtein, restricted: two letters that changed places are one mistake.
    private static int Distance(string a, string b)
    {
        if (b.Length > MaxLength)
        {
            return int.MaxValue;
        }

        var costs = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                costs[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1,
                    costs[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
                }
            }
        }

        return costs[a.Length, b.Length];
    }
}
