using System.Collections.Concurrent;

namespace Automail.Engine.Flow;

/// <summary>
/// How often steps have put a contact into the same sequence again at one moment. Sequences that lead into each other and only wait until a time of the clock begin anew at the very moment at which they were woken, and where time
/// stands still until all that is due is done they would do so for ever. Nothing is kept of a moment that has passed.
/// </summary>
internal sealed class MomentRounds
{
    private readonly ConcurrentDictionary<(string SequenceId, string ContactId), int> _entries = new();
    private long _moment;

    /// <summary>Notes an entry.</summary>
    public void Count(string sequenceId, string contactId, DateTimeOffset now)
    {
        if (Interlocked.Exchange(ref _moment, now.UtcTicks) != now.UtcTicks)
        {
            _entries.Clear();
        }

        _entries.AddOrUpdate((sequenceId, contactId), 1, (_, entries) => entries + 1);
    }

    /// <summary>How many there were at this moment.</summary>
    public int Of(string sequenceId, string contactId, DateTimeOffset now)
        => Interlocked.Read(ref _moment) == now.UtcTicks ? _entries.GetValueOrDefault((sequenceId, contactId)) : 0;
}
