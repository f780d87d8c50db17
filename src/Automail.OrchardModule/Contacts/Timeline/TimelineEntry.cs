using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;

namespace Automail.OrchardModule.Contacts.Timeline;

/// <summary>One line of a contact's history.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Order">At one moment: an event comes first, then who entered, then who left, then the mail.</param>
internal abstract record TimelineEntry(DateTimeOffset Time, int Order)
{
    /// <summary>Something that the contact did.</summary>
    public sealed record Happened(BehaviorEvent Event) : TimelineEntry(Event.Time, 0);

    /// <summary>The contact entered a journey.</summary>
    public sealed record Entered(Enrollment Enrollment) : TimelineEntry(Enrollment.EnteredAt, 1);

    /// <summary>A journey ended for the contact.</summary>
    public sealed record Ended(Enrollment Enrollment) : TimelineEntry(Enrollment.EndedAt ?? Enrollment.EnteredAt, 2);

    /// <summary>A mail, sent or not; the time is that of its last change.</summary>
    public sealed record Mail(SendRecord Record) : TimelineEntry(Record.UpdatedAt, 3);
}
