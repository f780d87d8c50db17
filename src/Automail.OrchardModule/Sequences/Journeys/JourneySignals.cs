using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Behavior;
using Automail.OrchardModule.Storage;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>Takes note of the events that workflows may care about, in the transaction that accepts the event. The workflows run after it.</summary>
internal sealed class JourneySignals(JourneyCatalog catalog, OrchardTimeProvider clock) : IEventListener
{
    private const string EventPrefix = "workflow-event:";
    private const string TypePrefix = "workflow-type:";
    private const string GonePrefix = "workflow-gone:";

    /// <summary>The kind of the due items.</summary>
    public const string DueKind = "workflow";

    /// <inheritdoc/>
    public Task OnEventAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact contact)
        => catalog.MayCare(behaviorEvent.Type)
            ? unit.Due.ScheduleAsync(ForEvent(behaviorEvent, clock.Now()))
            : Task.CompletedTask;

    /// <summary>Of events that came at one moment the earlier is heard first: keys are in the order of time.</summary>
    public static DueItem ForEvent(BehaviorEvent behaviorEvent, DateTimeOffset now)
        => new($"{EventPrefix}{behaviorEvent.Time.ToUnixTimeMilliseconds():D15}:{EventLogStore.KeyOf(behaviorEvent)}", DueKind, now);

    /// <summary>A workflow type was changed: steps may be gone at which instances wait.</summary>
    public static DueItem ForChangedType(string workflowTypeId, DateTimeOffset now) => new(TypePrefix + workflowTypeId, DueKind, now);

    /// <summary>A workflow type was deleted, and its instances with it: contacts may still seem to be on the journey.</summary>
    public static DueItem ForDeletedType(string workflowTypeId, DateTimeOffset now) => new(GonePrefix + workflowTypeId, DueKind, now);

    /// <summary>The key of the event that an item is about; null when it is about something else.</summary>
    public static string? EventKey(DueItem item)
        => item.Key.StartsWith(EventPrefix, StringComparison.Ordinal) ? item.Key[^Keys.Length..] : null;

    /// <summary>The changed workflow type that an item is about; null when it is about something else.</summary>
    public static string? ChangedType(DueItem item)
        => item.Key.StartsWith(TypePrefix, StringComparison.Ordinal) ? item.Key[TypePrefix.Length..] : null;

    /// <summary>The deleted workflow type that an item is about; null when it is about something else.</summary>
    public static string? DeletedType(DueItem item)
        => item.Key.StartsWith(GonePrefix, StringComparison.Ordinal) ? item.Key[GonePrefix.Length..] : null;
}
