using Automail.Engine.Sequences;
using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Sequences;

/// <summary>An enrollment as YesSql keeps it.</summary>
[SimplifiedTypeName("Enrollment")]
internal sealed class EnrollmentDocument : RecordDocument<Enrollment>;

/// <summary>Finds enrollments by id, which is unique, and by contact and journey.</summary>
internal sealed class EnrollmentIndex : MapIndex
{
    public long DocumentId { get; set; }

    public string EnrollmentKey { get; set; } = "";

    public string ContactKey { get; set; } = "";

    public string JourneyKey { get; set; } = "";

    public int Number { get; set; }

    /// <summary>UTC ticks.</summary>
    public long EnteredAt { get; set; }

    public bool Active { get; set; }

    public int JourneyVersion { get; set; }

    /// <summary>Where the contact is, or ended.</summary>
    public string? StepId { get; set; }

    /// <summary>A <see cref="People.PassageState"/>; -1 where nobody knows, for what had ended before this was kept.</summary>
    public int PassageState { get; set; }
}

internal sealed class EnrollmentIndexProvider : IndexProvider<EnrollmentDocument>
{
    public EnrollmentIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<EnrollmentDocument> context)
        => context.For<EnrollmentIndex>().Map(document => new EnrollmentIndex
        {
            EnrollmentKey = Keys.Of(document.Record.Id),
            ContactKey = Keys.Of(document.Record.ContactId),
            JourneyKey = Keys.Of(document.Record.JourneyId),
            Number = document.Record.Number,
            EnteredAt = document.Record.EnteredAt.UtcTicks,
            Active = document.Record.Status == EnrollmentStatus.Active,
            JourneyVersion = document.Record.Version,
            StepId = document.Record.StepId,
            PassageState = (int)People.PassageStates.Of(document.Record),
        });
}
