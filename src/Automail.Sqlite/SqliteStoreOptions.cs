namespace Automail.Sqlite;

/// <summary>How a <see cref="SqliteStore"/> treats its file.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>
    /// Whether a commit waits until the disk has it. False (SQLite's <c>synchronous=NORMAL</c>): a crash of the process loses nothing, a crash of the
    /// machine or its power can lose the last commits, and never leaves half of one. True (<c>FULL</c>): it loses nothing either, and each commit
    /// costs a flush of the disk.
    /// </summary>
    public bool SurvivePowerLoss { get; init; }

    /// <summary>How long a unit waits for another process that is writing to the same file, before it gives up.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most that the file may take, in bytes, rounded down to pages of 4 KB; null for the disk's limit.</summary>
    public long? MaxSize { get; init; }
}
