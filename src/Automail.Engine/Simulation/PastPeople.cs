using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;

namespace Automail.Engine.Simulation;

/// <summary>
/// What happened on a site in a period, and the people to whom it happened, as far as it is known how they were when it began: orders of the period are taken off, statements of consent and suppressions
/// that came later are left out. Name, tags and attributes are those of the present.
/// </summary>
public sealed class PastPeople
{
    private readonly List<ConsentRecord> _consents = [];
    private readonly List<Suppression> _suppressions = [];

    private PastPeople(DateTimeOffset from, IReadOnlyList<BehaviorEvent> events) => (From, Events) = (from, events);

    /// <summary>When the period begins, UTC: later than asked for when there were more events than wanted.</summary>
    public DateTimeOffset From { get; }

    /// <summary>What happened, by time. What the engine raises by its own rules is left out, since it will raise it again.</summary>
    public IReadOnlyList<BehaviorEvent> Events { get; }

    /// <summary>Who was known when it began.</summary>
    public IReadOnlyList<Contact> Contacts { get; private set; } = [];

    /// <summary>Takes it from a store, which is only read.</summary>
    /// <param name="unit">Reads.</param>
    /// <param name="from">The beginning, UTC.</param>
    /// <param name="to">The end, UTC, not included.</param>
    /// <param name="most">At most so many events, the newest.</param>
    public static async Task<PastPeople> TakeAsync(IUnitOfWork unit, DateTimeOffset from, DateTimeOffset to, int most)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var logged = await unit.Events.NewestBetweenAsync(from, to, most);
        var start = logged.Count == most && most > 0 ? logged[0].Event.Time : from;
        var past = new PastPeople(start, [.. logged.Select(one => one.Event).Where(one => one.Type is not (EventTypes.CartAbandoned or EventTypes.EmailSettled))]);
        var contacts = new List<Contact>();
        foreach (var ids in logged.Select(one => one.ContactId).Distinct(StringComparer.Ordinal).Chunk(500))
        {
            foreach (var contact in (await unit.Contacts.GetAsync(ids)).Values.Where(contact => contact.CreatedAt < start).OrderBy(contact => contact.Id, StringComparer.Ordinal))
            {
                contacts.Add(contact);
                past._consents.AddRange((await unit.Consents.HistoryAsync(contact.Id)).Where(statement => statement.Time < start));
            }
        }

        foreach (var hashes in contacts.Where(contact => contact.Email is not null).Select(contact => Suppression.Hash(contact.Email!)).Chunk(500))
        {
            past._suppressions.AddRange((await unit.Suppressions.FindAsync(hashes)).Values.Where(suppression => suppression.Time < start));
        }

        var orders = logged.Where(one => one.Event.Type == EventTypes.OrderPlaced).ToLookup(one => one.ContactId, one => OrderPlaced.Read(one.Event.Data), StringComparer.Ordinal);
        var before = new List<Contact>(contacts.Count);
        foreach (var contact in contacts)
        {
            before.Add(orders.Contains(contact.Id) ? await WithoutAsync(unit, contact, [.. orders[contact.Id]], start) : contact);
        }

        past.Contacts = before;
        return past;
    }

    /// <summary>Brings those who were known into a simulation's store.</summary>
    public async Task PutAsync(IUnitOfWork unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        foreach (var contact in Contacts)
        {
            await unit.Contacts.SaveAsync(contact);
        }

        foreach (var consent in _consents)
        {
            await unit.Consents.AddAsync(consent);
        }

        foreach (var suppression in _suppressions)
        {
            await unit.Suppressions.TryAddAsync(suppression);
        }
    }

    private static async Task<Contact> WithoutAsync(IUnitOfWork unit, Contact contact, List<OrderPlaced> orders, DateTimeOffset start) => contact with
    {
        OrderCount = Math.Max(contact.OrderCount - orders.Count, 0),
        OrderTotal = Math.Max(contact.OrderTotal - orders.Sum(order => order.Total), 0),
        LastOrderTime = (await unit.Events.LatestAsync(contact.Id, EventTypes.OrderPlaced, orders.Count + 1)).FirstOrDefault(one => one.Event.Time < start)?.Event.Time,
    };
}
