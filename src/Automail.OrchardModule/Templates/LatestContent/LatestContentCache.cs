using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;
using OrchardCore.Environment.Cache;

namespace Automail.OrchardModule.Templates.LatestContent;

/// <summary>What was asked for.</summary>
/// <param name="Type">The content type.</param>
/// <param name="Limit">How many.</param>
/// <param name="Culture">The reader's culture.</param>
/// <param name="Rights">The reader's roles and permissions, as a text.</param>
internal sealed record LatestContentKey(string Type, int Limit, string Culture, string Rights);

/// <summary>
/// Keeps what was found for a minute, or until content changes, so that a mailing asks once for each culture and set of rights and not for each mail. The minute is for what no signal
/// tells: a role that changed, another node.
/// </summary>
internal sealed class LatestContentCache(ISignal signal, OrchardTimeProvider clock)
{
    /// <summary>The signal that says that content changed.</summary>
    public const string Signal = "Automail.LatestContent";

    private const int MaxEntries = 500;
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<LatestContentKey, Entry> _entries = new();

    public async Task<IReadOnlyList<object?>> GetAsync(LatestContentKey key, Func<Task<IReadOnlyList<object?>>> read)
    {
        var now = clock.GetUtcNow();
        if (_entries.TryGetValue(key, out var known) && !known.Changed.HasChanged && now - known.ReadAt < Keep)
        {
            return known.Items;
        }

        // The token first: what changes while we read makes what we read worthless.
        var changed = signal.GetToken(Signal);
        var items = await read();
        if (_entries.Count >= MaxEntries)
        {
            _entries.Clear();
        }

        _entries[key] = new Entry(items, changed, now);
        return items;
    }

    private sealed record Entry(IReadOnlyList<object?> Items, IChangeToken Changed, DateTimeOffset ReadAt);
}
