using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;

namespace Automail.Engine.Flow;

/// <summary>A version of a sequence with the people in it.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Json">Its definition; null when it is gone or cannot be read.</param>
/// <param name="Inside">Who is inside, by step.</param>
/// <param name="Finished">Who came to its end, by the step at which they waited last.</param>
public sealed record VersionPeople(int Version, string? Json, IReadOnlyList<StepCount> Inside, IReadOnlyList<StepCount> Finished);

/// <summary>What would come of somebody's passage.</summary>
/// <param name="Contact">Who.</param>
/// <param name="Passage">The passage as it is.</param>
/// <param name="Outcome">What would happen to it.</param>
/// <param name="ToStepId">With which step it would go on; null when it would not.</param>
/// <param name="Mails">The mails that this passage would then bring, by time, those that would not go out with the reason.</param>
/// <param name="After">The passage as it would be in the end.</param>
public sealed record MigrationSample(Contact Contact, Enrollment Passage, MigrationOutcome Outcome, string? ToStepId, IReadOnlyList<DryMail> Mails, Enrollment After);

/// <summary>What a preview is asked.</summary>
/// <param name="Plan">Who would go where.</param>
/// <param name="Draft">The definition, JSON, that would be published as <see cref="MigrationPlan.ToVersion"/>; null when that is published.</param>
/// <param name="ContactId">Whom to show; null for the first of all whom it concerns.</param>
public sealed record MigrationPreview(MigrationPlan Plan, string? Draft = null, string? ContactId = null)
{
    /// <summary>At most so many people are shown.</summary>
    public int Max { get; init; } = 20;
}

/// <summary>Where people stand, what would come of moving them, and the decision to do so. Nobody is moved but by <see cref="StartAsync"/>.</summary>
/// <param name="store">Where state lives.</param>
/// <param name="catalog">The sequences.</param>
/// <param name="dryRun">Looks ahead.</param>
/// <param name="clock">The present.</param>
public sealed class MigrationDesk(IAutomailStore store, SequenceCatalog catalog, DryRun dryRun, TimeProvider clock)
{
    /// <summary>Every version, newest first, in which somebody is inside or came to the end. Counting reads an index; nobody is read one by one.</summary>
    /// <param name="unit">The unit in which it is read.</param>
    /// <param name="sequenceId">The sequence.</param>
    public async Task<IReadOnlyList<VersionPeople>> PeopleAsync(IUnitOfWork unit, string sequenceId)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var (inside, finished) = (await unit.Enrollments.CountAsync(sequenceId, completed: false), await unit.Enrollments.CountAsync(sequenceId, completed: true));
        var versions = new List<VersionPeople>();
        foreach (var version in inside.Concat(finished).Select(count => count.Version).Distinct().OrderDescending())
        {
            var stored = await catalog.FindAsync(unit, sequenceId, version) is null ? null : await unit.Sequences.GetAsync(sequenceId, version);
            versions.Add(new VersionPeople(version, stored?.Json, [.. inside.Where(count => count.Version == version)], [.. finished.Where(count => count.Version == version)]));
        }

        return versions;
    }

    /// <summary>What would come of a plan, for some people, by the rules that would move them. Nothing is changed.</summary>
    /// <returns>Who would be moved, taken out or taken on again. Asked for one contact, all passages of that contact which the plan names, also those that would be left alone.</returns>
    /// <exception cref="FieldException">The plan or the draft is wrong.</exception>
    public async Task<IReadOnlyList<MigrationSample>> PreviewAsync(MigrationPreview preview, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(preview);
        var passages = preview.ContactId is { } contactId
            ? [.. (await store.ReadAsync(unit => unit.Enrollments.ForContactAsync(contactId), cancellationToken)).Where(passage => Concerns(preview.Plan, passage))]
            : await store.ReadAsync(unit => FirstAsync(unit, preview), cancellationToken);
        var samples = new List<MigrationSample>();
        foreach (var passage in passages)
        {
            var told = await dryRun.RunAsync(new DryRunRequest { ContactId = passage.ContactId, Draft = preview.Draft, Migration = preview.Plan }, cancellationToken);
            if (told?.Migrated.FirstOrDefault(one => one.Before.Id == passage.Id) is { } migrated)
            {
                samples.Add(new MigrationSample(
                    migrated.Contact, passage, migrated.Outcome, migrated.ToStepId, [.. told.Mails.Where(mail => mail.EnrollmentId == passage.Id)],
                    told.Passages.FirstOrDefault(after => after.Id == passage.Id) ?? passage));
            }
        }

        return samples;
    }

    /// <summary>Decides that people move, as part of the caller's work. They are moved once that has committed, stretch by stretch.</summary>
    /// <param name="unit">The caller's unit.</param>
    /// <param name="plan">Who goes where. Its version has to be the latest: what was previewed is what happens, or nothing does.</param>
    /// <param name="by">Who decided: an account's name.</param>
    /// <param name="reason">Why, in the operator's words; may be empty.</param>
    /// <exception cref="FieldException">The plan is wrong, another version was published meanwhile, people of the sequence are being moved already, or the reason is too long.</exception>
    public async Task<SequenceMigration> StartAsync(IUnitOfWork unit, MigrationPlan plan, string by, string? reason)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(plan);
        var who = OperatorDesk.Source(by, OperatorDesk.Check(reason, required: false));
        var complete = await plan.CompleteAsync(version => catalog.FindAsync(unit, plan.SequenceId, version));
        if ((await unit.Sequences.LatestAsync()).FirstOrDefault(sequence => sequence.SequenceId == plan.SequenceId) is { } latest && latest.Version != plan.ToVersion)
        {
            throw new FieldException("toVersion", $"is {plan.ToVersion}, and version {latest.Version} was published meanwhile.");
        }

        var last = await unit.Sequences.LatestMigrationAsync(plan.SequenceId);
        if (last?.State == MigrationState.Running)
        {
            throw new FieldException("sequence", "its people are being moved already; wait until that is done.");
        }

        var number = (last?.Number ?? 0) + 1;
        var migration = new SequenceMigration
        {
            Id = SequenceMigration.MakeId(plan.SequenceId, number),
            Number = number,
            Plan = complete,
            By = who,
            StartedAt = clock.Now(),
            People = await CountAsync(unit, complete),
        };
        await unit.Sequences.SaveMigrationAsync(migration);
        await unit.Due.ScheduleAsync(new DueItem(MigrationRunner.DueKey(migration.Id), MigrationRunner.DueKind, migration.StartedAt));
        return migration;
    }

    /// <summary>Stops a move that is going on. Who was moved stays moved; the others stay on the version on which they are, and can be moved later.</summary>
    /// <param name="migrationId">Which one.</param>
    /// <param name="by">Who decided: an account's name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when it was not going on any more, or there is none.</returns>
    public Task<bool> StopAsync(string migrationId, string by, CancellationToken cancellationToken = default)
        => store.ExecuteAsync(
            async unit =>
            {
                if (await unit.Sequences.FindMigrationAsync(migrationId) is not { State: MigrationState.Running } migration)
                {
                    return false;
                }

                await unit.Sequences.SaveMigrationAsync(migration with { State = MigrationState.Stopped, EndedAt = clock.Now(), StoppedBy = OperatorDesk.Source(by, "") });
                await unit.Due.CancelAsync(MigrationRunner.DueKey(migrationId));
                return true;
            },
            cancellationToken);

    private static async Task<int> CountAsync(IUnitOfWork unit, MigrationPlan plan)
    {
        var (inside, finished) = (await unit.Enrollments.CountAsync(plan.SequenceId, completed: false), await unit.Enrollments.CountAsync(plan.SequenceId, completed: true));
        return inside.Where(count => plan.For(count.Version) is { Answer: not PeopleAnswer.Stay }).Sum(count => count.People)
            + finished.Where(count => plan.For(count.Version) is { OffersAdded: true }).Sum(count => count.People);
    }

    private static bool Concerns(MigrationPlan plan, Enrollment passage)
        => passage.JourneyId == plan.SequenceId && passage.Status is EnrollmentStatus.Active or EnrollmentStatus.Completed && plan.For(passage.Version) is not null;

    /// <summary>The first of all whom a plan concerns, some of each group.</summary>
    private static async Task<List<Enrollment>> FirstAsync(IUnitOfWork unit, MigrationPreview preview)
    {
        var plan = preview.Plan;
        var groups = plan.Versions.Where(answer => answer.Answer != PeopleAnswer.Stay).Select(answer => (answer.Version, Completed: false))
            .Concat(plan.Versions.Where(answer => answer.OffersAdded).Select(answer => (answer.Version, Completed: true))).ToList();
        var first = new List<Enrollment>();
        for (var i = 0; i < groups.Count; i++)
        {
            var share = (preview.Max - first.Count) / (groups.Count - i);
            if (share > 0)
            {
                first.AddRange((await unit.Enrollments.InVersionAsync(plan.SequenceId, groups[i].Version, groups[i].Completed, null, share)).Enrollments);
            }
        }

        return first;
    }
}
