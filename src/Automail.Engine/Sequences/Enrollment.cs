using System.Text.Json;
using Automail.Engine.Sequences.Migration;

namespace Automail.Engine.Sequences;

/// <summary>How far an enrollment is.</summary>
public enum EnrollmentStatus
{
    /// <summary>On its way.</summary>
    Active,

    /// <summary>Came to the end.</summary>
    Completed,

    /// <summary>Ended by an exit event or condition.</summary>
    Exited,

    /// <summary>Ended because the goal was reached.</summary>
    GoalReached,

    /// <summary>Taken out by an operator, a workflow or a change of the journey.</summary>
    Removed,

    /// <summary>Could not go on; the reason is recorded.</summary>
    Failed,

    /// <summary>Held out by chance, to compare with those who go on.</summary>
    HeldOut,
}

/// <summary>The event that started an enrollment, kept because conditions and templates speak of it later.</summary>
/// <param name="Type">The event's type.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Data">Its data.</param>
public sealed record EnteringEvent(string Type, DateTimeOffset Time, JsonElement Data);

/// <summary>
/// One passage of a contact through a journey. A journey is a sequence, or an Orchard workflow, for which only entry, end and
/// re-entry are kept here.
/// </summary>
public sealed record Enrollment
{
    /// <summary>Derived: journey, contact and <see cref="Number"/>; see <see cref="MakeId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The sequence's id, or <c>workflow:</c> and the workflow type's id.</summary>
    public required string JourneyId { get; init; }

    /// <summary>The version on which it runs: the one that was entered, unless somebody moved it (design, invariant 6).</summary>
    public required int Version { get; init; }

    /// <summary>The version that was entered, of a passage that was moved; null for one that never was. It stays part of the send keys, so that no step's mail can go out twice.</summary>
    public int? EnteredVersion { get; init; }

    /// <summary>Who.</summary>
    public required string ContactId { get; init; }

    /// <summary>The how-manieth entry of this contact into this journey, from 1.</summary>
    public int Number { get; init; } = 1;

    /// <summary>When it was entered, UTC.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>What started it.</summary>
    public EnteringEvent? EnteredBy { get; init; }

    /// <summary>How far it is.</summary>
    public EnrollmentStatus Status { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended.</summary>
    public string? EndReason { get; init; }

    /// <summary>The step that it is in: the one that waits, or the send whose moment is awaited.</summary>
    public string? StepId { get; init; }

    /// <summary>When that step began, UTC.</summary>
    public DateTimeOffset StepStartedAt { get; init; }

    /// <summary>When to go on, UTC; null when nothing but an event will wake it.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>When the send that is awaited was due after its window was applied, UTC; the overdue policy counts from here.</summary>
    public DateTimeOffset? SendDueAt { get; init; }

    /// <summary>A name for the instance elsewhere: the workflow instance's id.</summary>
    public string? Instance { get; init; }

    /// <summary>Since when it is paused, UTC; null when it is not. A paused passage is an active one: nobody enters beside it, and exits and the goal end it.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Who paused it, and why.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Of a paused one: when it would have gone on, UTC.</summary>
    public DateTimeOffset? PausedWakeAt { get; init; }

    /// <summary>Every decision that was made, to be read with <see cref="TraceLog.Read"/>; null where none are kept. It holds values of the contact.</summary>
    public string? Trace { get; init; }

    /// <summary>The id of a contact's nth entry.</summary>
    public static string MakeId(string journeyId, string contactId, int number) => $"{journeyId}/{contactId}/{number}";
}

/// <summary>Keeps enrollments.</summary>
public interface IEnrollmentStore
{
    /// <summary>Those with these ids; unknown ones are left out.</summary>
    Task<IReadOnlyDictionary<string, Enrollment>> GetAsync(IReadOnlyCollection<string> ids);

    /// <summary>The active enrollments of a contact, by id.</summary>
    Task<IReadOnlyList<Enrollment>> ActiveAsync(string contactId);

    /// <summary>The latest entry of a contact into a journey, by number, or null.</summary>
    Task<Enrollment?> LatestAsync(string journeyId, string contactId);

    /// <summary>All enrollments of a contact, newest entry first.</summary>
    Task<IReadOnlyList<Enrollment>> ForContactAsync(string contactId);

    /// <summary>
    /// A stretch of the active enrollments in a journey, in an order of the store's own. Who goes on after each stretch until there is no next one sees every enrollment once that was active from
    /// beginning to end, even when those of a stretch are changed in between.
    /// </summary>
    /// <param name="journeyId">The journey.</param>
    /// <param name="after">The <see cref="EnrollmentStretch.Next"/> of the stretch before; null for the first.</param>
    /// <param name="max">At most this many, from 1.</param>
    Task<EnrollmentStretch> ActiveInAsync(string journeyId, string? after, int max);

    /// <summary>As <see cref="ActiveInAsync"/>, for one version of the journey.</summary>
    /// <param name="journeyId">The journey.</param>
    /// <param name="version">The version.</param>
    /// <param name="completed">Those who came to the end, <see cref="EnrollmentStatus.Completed"/>, and not those who are active.</param>
    /// <param name="after">The <see cref="EnrollmentStretch.Next"/> of the stretch before; null for the first.</param>
    /// <param name="max">At most this many, from 1.</param>
    Task<EnrollmentStretch> InVersionAsync(string journeyId, int version, bool completed, string? after, int max);

    /// <summary>How many enrollments of a journey there are, by version and by the step at which they are, or waited last; in that order.</summary>
    /// <param name="journeyId">The journey.</param>
    /// <param name="completed">Those who came to the end, <see cref="EnrollmentStatus.Completed"/>, and not those who are active.</param>
    Task<IReadOnlyList<StepCount>> CountAsync(string journeyId, bool completed);

    /// <summary>Inserts or replaces.</summary>
    Task SaveAsync(Enrollment enrollment);

    /// <summary>Gives all enrollments of one contact to another; ids stay.</summary>
    Task ReassignAsync(string fromContactId, string toContactId);
}

/// <summary>A stretch of enrollments.</summary>
/// <param name="Enrollments">The enrollments.</param>
/// <param name="Next">What the next stretch comes after; null when there is none.</param>
public sealed record EnrollmentStretch(IReadOnlyList<Enrollment> Enrollments, string? Next);

/// <summary>People at a step of a version.</summary>
/// <param name="Version">The version.</param>
/// <param name="StepId">The step; null for none.</param>
/// <param name="People">How many.</param>
public sealed record StepCount(int Version, string? StepId, int People);

/// <summary>A version of a sequence's definition, as stored.</summary>
/// <param name="SequenceId">The sequence.</param>
/// <param name="Version">From 1, one more with every change.</param>
/// <param name="Json">The definition.</param>
/// <param name="AddedAt">When this version came, UTC.</param>
public sealed record StoredSequence(string SequenceId, int Version, string Json, DateTimeOffset AddedAt)
{
    /// <summary>Whether it lets people in while it is the latest version. Who is inside goes on to the end either way.</summary>
    public bool Admits { get; init; } = true;
}

/// <summary>Keeps every version of every sequence.</summary>
public interface ISequenceStore
{
    /// <summary>The latest version of each sequence, by id.</summary>
    Task<IReadOnlyList<StoredSequence>> LatestAsync();

    /// <summary>
    /// A number that rises whenever a version was added, or the latest one closed or opened, by whatever process: by it others see, at next to no cost, whether what they know of
    /// <see cref="LatestAsync"/> still holds. Null in a unit that itself did so, since that may yet be undone.
    /// </summary>
    Task<long?> StampAsync();

    /// <summary>One version, or null.</summary>
    Task<StoredSequence?> GetAsync(string sequenceId, int version);

    /// <summary>Adds a version.</summary>
    /// <exception cref="InvalidOperationException">The version exists.</exception>
    Task AddAsync(StoredSequence sequence);

    /// <summary>Says whether the latest version of a sequence lets people in, the one thing of a version that changes.</summary>
    /// <returns>False when there is no such sequence.</returns>
    Task<bool> SetAdmitsAsync(string sequenceId, bool admits);

    /// <summary>A move of people between versions, or null.</summary>
    Task<SequenceMigration?> FindMigrationAsync(string migrationId);

    /// <summary>The latest move of people of a sequence, by number, or null.</summary>
    Task<SequenceMigration?> LatestMigrationAsync(string sequenceId);

    /// <summary>Inserts or replaces.</summary>
    Task SaveMigrationAsync(SequenceMigration migration);
}
