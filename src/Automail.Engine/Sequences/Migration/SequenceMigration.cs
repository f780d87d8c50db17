namespace Automail.Engine.Sequences.Migration;

/// <summary>How far a move of people is.</summary>
public enum MigrationState
{
    /// <summary>People are being moved, stretch by stretch.</summary>
    Running,

    /// <summary>All of them were.</summary>
    Done,

    /// <summary>It could not go on; the error is recorded. Who was moved stays moved.</summary>
    Failed,

    /// <summary>Somebody stopped it. Who was moved stays moved, and the others stay where they are.</summary>
    Stopped,
}

/// <summary>A move of people between versions of a sequence, as somebody decided it, and how far it is.</summary>
public sealed record SequenceMigration
{
    /// <summary>Derived: sequence and <see cref="Number"/>; see <see cref="MakeId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The how-manieth of this sequence, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Who goes where, with a place for every step.</summary>
    public required MigrationPlan Plan { get; init; }

    /// <summary>Who decided, and why, as it stands in the passages' traces.</summary>
    public required string By { get; init; }

    /// <summary>When it was decided, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How many people it was about when it was decided.</summary>
    public required int People { get; init; }

    /// <summary>How far it is.</summary>
    public MigrationState State { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it could not go on.</summary>
    public string? Error { get; init; }

    /// <summary>Who stopped it, and why; null when nobody did.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>How many were moved.</summary>
    public int Moved { get; init; }

    /// <summary>How many were taken out.</summary>
    public int Exited { get; init; }

    /// <summary>How many had finished and go on.</summary>
    public int Continued { get; init; }

    /// <summary>How many were left as they are: gone, ended or on another version meanwhile, in again, or past an exit.</summary>
    public int LeftAlone { get; init; }

    /// <summary>Which group of people it is at: for each version of the plan those inside, then those who finished.</summary>
    public int Group { get; init; }

    /// <summary>After whom it goes on in that group; null for its beginning.</summary>
    public string? After { get; init; }

    /// <summary>The sequence.</summary>
    public string SequenceId => Plan.SequenceId;

    /// <summary>The id of a sequence's nth move.</summary>
    public static string MakeId(string sequenceId, int number) => $"{sequenceId}/{number}";
}
