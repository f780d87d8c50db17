using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Automail.Engine.Flow;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>How far work on many people is.</summary>
internal enum WorkState
{
    /// <summary>Goes on, a stretch at a time.</summary>
    Running,

    /// <summary>Came to its end.</summary>
    Done,

    /// <summary>Somebody stopped it, or it lost its point; the note says why.</summary>
    Stopped,

    /// <summary>Could not go on; the note says why.</summary>
    Failed,
}

/// <summary>Something that an operator does to many people of a sequence. It is too long for a request: a due item does it in stretches, and it goes on after a restart.</summary>
internal sealed record PeopleWork
{
    public required string Id { get; init; }

    public required string SequenceId { get; init; }

    /// <summary>What is done, to whom, by whom and why.</summary>
    public PassageOrder? Order { get; init; }

    public WorkState State { get; init; }

    /// <summary>Why it stopped or failed.</summary>
    public string? Note { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many it was about when it began.</summary>
    public int Total { get; init; }

    /// <summary>How many it has come to.</summary>
    public int Seen { get; init; }

    /// <summary>For how many it was done.</summary>
    public int Changed { get; init; }

    /// <summary>Where it goes on.</summary>
    public string? Cursor { get; init; }

    /// <summary>How far it is, of a hundred.</summary>
    [JsonIgnore]
    public int Percent => State == WorkState.Done ? 100 : Total == 0 ? 0 : Math.Min(100, (int)(100L * Seen / Total));

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
}
