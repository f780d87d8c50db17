using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Automail.Engine.Behavior;

namespace Automail.Engine.InMemory;

internal sealed class InMemoryEvents(UndoLog undo, bool keepEvents) : IEventLog
{
    private readonly HashSet<UInt128> _seen = [];
    private readonly Table<string, History> _histories = new(undo, StringComparer.Ordinal);

    public Task<bool> TryAppendAsync(BehaviorEvent behaviorEvent, string contactId)
    {
        undo.Writing();
        var fingerprint = Fingerprint(behaviorEvent.Source, behaviorEvent.Id);
        if (!_seen.Add(fingerprint))
        {
            return Task.FromResult(false);
        }

        undo.Add(() => _seen.Remove(fingerprint));
        if (!_histories.TryGet(contactId, out var history))
        {
            _histories.Set(contactId, history = new History());
        }

        history.Note(behaviorEvent.Type, behaviorEvent.Time.UtcTicks, undo);
        if (keepEvents)
        {
            history.Keep(new LoggedEvent(behaviorEvent with { Data = OwnJson.Copy(behaviorEvent.Data) }, contactId), undo);
        }

        return Task.FromResult(true);
    }

    public Task<bool> ContainsAsync(string source, string id)
    {
        undo.Reading();
        return Task.FromResult(_seen.Contains(Fingerprint(source, id)));
    }

    public Task<Page<LoggedEvent>> ForContactAsync(string contactId, int skip, int take)
    {
        var events = new List<LoggedEvent>(Kept(contactId));
        events.Reverse();
        return Task.FromResult(Paging.Cut(events, skip, take));
    }

    public Task<IReadOnlyList<LoggedEvent>> LatestAsync(string contactId, string type, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        var events = Kept(contactId);
        var found = new List<LoggedEvent>();
        for (var i = events.Count - 1; i >= 0 && found.Count < take; i--)
        {
            if (events[i].Event.Type == type)
            {
                found.Add(events[i]);
            }
        }

        return Task.FromResult<IReadOnlyList<LoggedEvent>>(found);
    }

    public Task<IReadOnlyList<LoggedEvent>> NewestBetweenAsync(DateTimeOffset from, DateTimeOffset to, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        undo.Reading();
        if (!keepEvents)
        {
            throw KeepsNone();
        }

        var events = _histories.Values.SelectMany(history => history.Events).Where(logged => logged.Event.Time >= from && logged.Event.Time < to)
            .OrderBy(logged => logged.Event.Time).ThenBy(logged => logged.ContactId, StringComparer.Ordinal).ToList();
        return Task.FromResult<IReadOnlyList<LoggedEvent>>(events[Math.Max(events.Count - take, 0)..]);
    }

    public Task<bool> AnySinceAsync(string contactId, IReadOnlyCollection<string> types, DateTimeOffset since)
    {
        undo.Reading();
        return Task.FromResult(_histories.TryGet(contactId, out var history) && history.AnySince(types, since.UtcTicks));
    }

    public Task ReassignAsync(string fromContactId, string toContactId)
    {
        undo.Writing();
        if (fromContactId != toContactId && _histories.TryGet(fromContactId, out var from))
        {
            // A new object: undoing puts the two old ones back.
            var merged = new History();
            foreach (var history in _histories.TryGet(toContactId, out var to) ? new[] { to, from } : [from])
            {
                merged.Take(history, toContactId);
            }

            _histories.Remove(fromContactId);
            _histories.Set(toContactId, merged);
        }

        return Task.CompletedTask;
    }

    /// <summary>A contact's events, oldest first.</summary>
    private List<LoggedEvent> Kept(string contactId)
    {
        undo.Reading();
        return !keepEvents ? throw KeepsNone()
            : _histories.TryGet(contactId, out var history) ? history.Events : [];
    }

    private static NotSupportedException KeepsNone() => new("This store was made to keep no events.");

    /// <summary>128 bits of SHA-256, so that a long run keeps 16 bytes per event, and nobody can make two of them meet.</summary>
    private static UInt128 Fingerprint(string source, string id)
    {
        var text = $"{source.Length}:{source}{id}";
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>What one contact did: the latest time per type, and the events by time if they are kept.</summary>
    private sealed class History
    {
        // A contact knows a handful of types, so a list is smaller than a dictionary, and no slower.
        private readonly List<(string Type, long Ticks)> _latest = new(2);

        public List<LoggedEvent> Events { get; } = new(0);

        public bool AnySince(IReadOnlyCollection<string> types, long since)
        {
            foreach (var (type, ticks) in _latest)
            {
                if (ticks >= since && types.Contains(type))
                {
                    return true;
                }
            }

            return false;
        }

        public void Note(string type, long ticks, UndoLog? undo)
        {
            for (var i = 0; i < _latest.Count; i++)
            {
                if (_latest[i].Type != type)
                {
                    continue;
                }

                if (_latest[i].Ticks < ticks)
                {
                    var (at, before) = (i, _latest[i]);
                    _latest[i] = (type, ticks);
                    undo?.Add(() => _latest[at] = before);
                }

                return;
            }

            _latest.Add((type, ticks));
            undo?.Add(() => _latest.RemoveAt(_latest.Count - 1));
        }

        public void Keep(LoggedEvent logged, UndoLog? undo)
        {
            var index = Events.Count;
            while (index > 0 && Events[index - 1].Event.Time > logged.Event.Time)
            {
                index--;
            }

            Events.Insert(index, logged);
            undo?.Add(() => Events.RemoveAt(index));
        }

        public void Take(History other, string contactId)
        {
            foreach (var (type, ticks) in other._latest)
            {
                Note(type, ticks, undo: null);
            }

            foreach (var logged in other.Events)
            {
                Keep(logged with { ContactId = contactId }, undo: null);
            }
        }
    }
}
