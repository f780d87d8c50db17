namespace Automail.Architecture.Tests;

/// <summary>Finds cycles in "uses" relations.</summary>
internal static class Cycle
{
    /// <summary>A shortest cycle as the nodes on it, the first one again at the end; null when there is none.</summary>
    public static IReadOnlyList<string>? Find(IEnumerable<(string From, string To)> uses)
    {
        var next = uses.Where(use => use.From != use.To).ToLookup(use => use.From, use => use.To, StringComparer.Ordinal);
        return next.Select(group => group.Key).Order(StringComparer.Ordinal)
            .Select(start => Shortest(start, next))
            .Where(cycle => cycle is not null)
            .MinBy(cycle => cycle!.Count);
    }

    private static List<string>? Shortest(string start, ILookup<string, string> next)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var queue = new Queue<string>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var target in next[node])
            {
                if (target == start)
                {
                    return Path(start, node, cameFrom);
                }

                if (cameFrom.TryAdd(target, node))
                {
                    queue.Enqueue(target);
                }
            }
        }

        return null;
    }

    private static List<string> Path(string start, string last, Dictionary<string, string> cameFrom)
    {
        List<string> path = [start];
        for (var node = last; node != start; node = cameFrom[node])
        {
            path.Add(node);
        }

        path.Add(start);
        path.Reverse();
        return path;
    }
}
