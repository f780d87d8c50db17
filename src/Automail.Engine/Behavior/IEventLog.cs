namespace Automail.Engine.Behavior;

/// <summary>Every accepted event, once per (source, id).</summary>
public interface IEventLog
{
    /// <summary>Adds an event, or returns false when (source, id) is there already.</summary>
    Task<bool> TryAppendAsync(BehaviorEvent behaviorEvent, string contactId);

    /// <summary>Whether an event with this source and id is there.</summary>
    Task<bool> ContainsAsync(string source, string id);

    /// <summary>A contact's events, newest first by event time.</summary>
    Task<Page<LoggedEvent>> ForContactAsync(string contactId, int skip, int take);

    /// <summary>
    /// A contact's newest events of one type, newest first by event time, at most <paramref name="take"/>. Costs no more than it returns, however many events the contact has.
    /// </summary>
    Task<IReadOnlyList<LoggedEvent>> LatestAsync(string contactId, string type, int take);

    /// <summary>
    /// The newest events of all contacts with <paramref name="from"/> ≤ time &lt; <paramref name="to"/>, at most <paramref name="take"/>, oldest first. May go over the whole log: it is for questions that
    /// people ask, not for work on every event.
    /// </summary>
    Task<IReadOnlyList<LoggedEvent>> NewestBetweenAsync(DateTimeOffset from, DateTimeOffset to, int take);

    /// <summary>Whether the contact has an event of one of these types at or after <paramref name="since"/>.</summary>
    Task<bool> AnySinceAsync(string contactId, IReadOnlyCollection<string> types, DateTimeOffset since);

    /// <summary>Gives all events of one contact to another, when two turn out to be one person.</summary>
    Task ReassignAsync(string fromContactId, string toContactId);
}
