namespace Automail.Engine.InMemory;

internal static class Paging
{
    public static Page<T> Cut<T>(List<T> all, int skip, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        var from = Math.Min(skip, all.Count);
        return new Page<T>(all.GetRange(from, Math.Min(take, all.Count - from)), all.Count);
    }
}
