using Automail.Engine.Behavior;
using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Behavior;

/// <summary>A logged event as YesSql keeps it.</summary>
[SimplifiedTypeName("Event")]
internal sealed class EventDocument : RecordDocument<LoggedEvent>;

/// <summary>Finds events by their identity, which is unique, and by contact and time.</summary>
internal sealed class EventIndex : MapIndex
{
    public long DocumentId { get; set; }

    public string EventKey { get; set; } = "";

    public string ContactKey { get; set; } = "";

    /// <summary>UTC ticks.</summary>
    public long Time { get; set; }

    public string TypeKey { get; set; } = "";
}

internal sealed class EventIndexProvider : IndexProvider<EventDocument>
{
    public EventIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<EventDocument> context)
        => context.For<EventIndex>().Map(document => new EventIndex
        {
            EventKey = Keys.Of(EventLogStore.IdOf(document.Record.Event.Source, document.Record.Event.Id)),
            ContactKey = Keys.Of(document.Record.ContactId),
            Time = document.Record.Event.Time.UtcTicks,
            TypeKey = Keys.Of(document.Record.Event.Type),
        });
}
