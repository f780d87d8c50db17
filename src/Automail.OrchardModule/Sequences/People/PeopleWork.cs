using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Enrolling;

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

    /// <summary>Counts whom it is about.</summary>
    Counting,

    /// <summary>Has counted, and waits to be confirmed.</summary>
    Ready,
}

/// <summary>Something that an operator does to many people of a sequence. It is too long for a request: a due item does it in stretches, and it goes on after a restart.</summary>
internal sealed record PeopleWork
{
    public required string Id { get; init; }

    public required string SequenceId { get; init; }

    /// <summary>What is done to those who are inside, by whom and why; null where people are put in.</summary>
    public PassageOrder? Order { get; init; }

    /// <summary>Who is put in, by whom and why; null where something is done to those who are inside.</summary>
    public EnrollOrder? Enroll { get; init; }

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

    /// <summary>Whether its due item has a stretch to do.</summary>
    [JsonIgnore]
    public bool HasStretch => State == WorkState.Counting || (State == WorkState.Running && Enroll?.IsPlanned != true);

    /// <summary>Whether it has not ended.</summary>
    [JsonIgnore]
    public bool IsOpen => State is WorkState.Running or WorkState.Counting or WorkState.Ready;

    [JsonIgnore]
    public string By => Order?.By ?? Enroll!.By;

    [JsonIgnore]
    public string? Reason => Order?.Reason ?? Enroll?.Reason;

    /// <summary>How far it is, of a hundred.</summary>
    [JsonIgnore]
    public int Percent => State == WorkState.Done ? 100 : Total == 0 ? 0 : Math.Min(100, (int)(100L * Seen / Total));

    public PeopleWork End(WorkState state, string? note, DateTimeOffset now) => this with { State = state, Note = note, EndedAt = now };

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
}
