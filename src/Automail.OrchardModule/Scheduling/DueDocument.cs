using System.Text.Json.Serialization;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Scheduling;

/// <summary>An item of the due queue, with the lease that somebody may have on it.</summary>
internal sealed record DueEntry
{
    public required string Key { get; init; }

    public required string Kind { get; init; }

    /// <summary>See <see cref="DueTime"/>.</summary>
    public required long DueAt { get; init; }

    /// <summary>Until when it is held, see <see cref="DueTime"/>; null while nobody holds it.</summary>
    public long? LeaseEnd { get; init; }

    /// <summary>The token of the last claim.</summary>
    public long Token { get; init; }

    public int Attempts { get; init; }

    /// <summary>Why it was given back, the last time.</summary>
    public string? Error { get; init; }

    /// <summary>When it can be claimed: at its due time, or when the lease on it ends.</summary>
    [JsonIgnore]
    public long AvailableAt => LeaseEnd ?? DueAt;

    public bool IsHeldBy(DueLease lease) => LeaseEnd is not null && Token == lease.Token;
}

/// <summary>An item of the due queue as YesSql keeps it.</summary>
[SimplifiedTypeName("Due")]
internal sealed class DueDocument : RecordDocument<DueEntry>;

/// <summary>Finds what can be claimed: first what nobody holds, by due time; then what is held, by the end of the lease.</summary>
internal sealed class DueIndex : MapIndex
{
    public long DocumentId { get; set; }

    public string DueKey { get; set; } = "";

    public bool Held { get; set; }

    /// <summary>See <see cref="DueEntry.AvailableAt"/>.</summary>
    public long AvailableAt { get; set; }

    public string KeyOrder { get; set; } = "";

    public string KindKey { get; set; } = "";

    /// <summary>See <see cref="DueTime"/>.</summary>
    public long DueAt { get; set; }
}

internal sealed class DueIndexProvider : IndexProvider<DueDocument>
{
    public DueIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<DueDocument> context)
        => context.For<DueIndex>().Map(document => new DueIndex
        {
            DueKey = Keys.Of(document.Record.Key),
            Held = document.Record.LeaseEnd is not null,
            AvailableAt = document.Record.AvailableAt,
            KeyOrder = Keys.Ordered(document.Record.Key),
            KindKey = Keys.Of(document.Record.Kind),
            DueAt = document.Record.DueAt,
        });
}
