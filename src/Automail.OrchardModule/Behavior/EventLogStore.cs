using System.Globalization;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.OrchardModule.Storage;

namespace Automail.OrchardModule.Behavior;

/// <summary>The event log in YesSql.</summary>
internal sealed class EventLogStore(SessionStore session) : IEventLog
{
    private static readonly PageOrder<EventIndex> NewestFirst = new(
        index => index.DocumentId,
        query => query.OrderByDescending(index => index.Time).ThenByDescending(index => index.DocumentId),
        query => query.OrderBy(index => index.Time).ThenBy(index => index.DocumentId),
        (x, y) => y.Time.CompareTo(x.Time) is not 0 and var byTime ? byTime : y.DocumentId.CompareTo(x.DocumentId));

    private readonly RecordStore<LoggedEvent, EventDocument, EventIndex> _events = new(
        session,
        logged => IdOf(logged.Event.Source, logged.Event.Id),
        logged => new EventDocument { Record = logged },
        nameof(EventIndex.EventKey),
        Keys.Of);

    /// <summary>Source and id as one; the length keeps them apart.</summary>
    public static string IdOf(string source, string id) => string.Create(CultureInfo.InvariantCulture, $"{source.Length}:{source}{id}");

    /// <summary>The identity in a form of fixed length.</summary>
    public static string KeyOf(BehaviorEvent behaviorEvent) => Keys.Of(IdOf(behaviorEvent.Source, behaviorEvent.Id));

    public async Task<bool> TryAppendAsync(BehaviorEvent behaviorEvent, string contactId)
    {
        if (await ContainsAsync(behaviorEvent.Source, behaviorEvent.Id))
        {
            return false;
        }

        await _events.SetAsync(new LoggedEvent(behaviorEvent, contactId));
        return true;
    }

    public async Task<bool> ContainsAsync(string source, string id) => await _events.GetAsync(IdOf(source, id)) is not null;

    /// <summary>The event whose identity has this key, see <see cref="KeyOf"/>; null when it is not in the log.</summary>
    public async Task<LoggedEvent?> FindAsync(string key)
        => (await _events.ListAsync<EventIndex>(query => query.Where(index => index.EventKey == key))).SingleOrDefault();

    public Task<Page<LoggedEvent>> ForContactAsync(string contactId, int skip, int take)
    {
        var contactKey = Keys.Of(contactId);
        return _events.PageAsync<EventIndex>(
            query => query.Where(index => index.ContactKey == contactKey),
            NewestFirst,
            skip,
            take);
    }

    public async Task<IReadOnlyList<LoggedEvent>> LatestAsync(string contactId, string type, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        if (take == 0)
        {
            return [];
        }

        var (contactKey, typeKey) = (Keys.Of(contactId), Keys.Of(type));
        var rows = await _events.RowsAsync<EventIndex>(query => NewestFirst
            .FromStart(query.Where(index => index.ContactKey == contactKey && index.TypeKey == typeKey))
            .Take(take));
        return await _events.OfDocumentsAsync(rows.Select(NewestFirst.DocumentId));
    }

    public async Task<IReadOnlyList<LoggedEvent>> NewestBetweenAsync(DateTimeOffset from, DateTimeOffset to, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        if (take == 0)
        {
            return [];
        }

        var (first, end) = (from.UtcTicks, to.UtcTicks);
        var rows = await _events.RowsAsync<EventIndex>(query => NewestFirst.FromStart(query.Where(index => index.Time >= first && index.Time < end)).Take(take));
        var events = new List<LoggedEvent>(rows.Count);
        foreach (var ids in rows.Select(NewestFirst.DocumentId).Chunk(KeyQueries.MaxValues))
        {
            events.AddRange(await _events.OfDocumentsAsync(ids));
        }

        events.Reverse();
        return events;
    }

    public async Task<bool> AnySinceAsync(string contactId, IReadOnlyCollection<string> types, DateTimeOffset since)
    {
        var contactKey = Keys.Of(contactId);
        var from = since.UtcTicks;
        foreach (var keys in types.Select(Keys.Of).Distinct().Chunk(KeyQueries.MaxValues))
        {
            var found = await _events.RowsAsync<EventIndex>(query => query
                .Where(index => index.ContactKey == contactKey && index.Time >= from)
                .WhereIn(nameof(EventIndex.TypeKey), keys)
                .Take(1));
            if (found.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    public Task ReassignAsync(string fromContactId, string toContactId)
    {
        var fromKey = Keys.Of(fromContactId);
        return _events.ChangeAllAsync<EventIndex>(
            query => query.Where(index => index.ContactKey == fromKey),
            index => index.DocumentId,
            logged => logged with { ContactId = toContactId });
    }
}
