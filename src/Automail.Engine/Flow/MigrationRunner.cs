using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;

namespace Automail.Engine.Flow;

/// <summary>
/// Moves people between versions, stretch by stretch, as work that is due: each stretch is one transaction with the note of how far it is, so that whoever goes on after a crash moves nobody twice
/// and leaves nobody out.
/// </summary>
/// <param name="store">Where state lives.</param>
/// <param name="site">The site.</param>
/// <param name="catalog">The sequences.</param>
/// <param name="mails">Where mails are asked for.</param>
/// <param name="conditions">Evaluates conditions.</param>
/// <param name="clock">The present.</param>
/// <param name="workflows">The host's workflows, which hear of ends; null where there are none.</param>
public sealed class MigrationRunner(IAutomailStore store, ISite site, SequenceCatalog catalog, MailQueue mails, IConditions conditions, TimeProvider clock, IWorkflows? workflows = null) : IDueHandler
{
    internal const string DueKind = "migration";

    /// <summary>So many passages are moved in one transaction.</summary>
    public const int Stretch = 200;

    private const string Prefix = DueKind + ":";

    private readonly PassageMover _mover = new(site, catalog, mails, conditions, clock, traces: true, workflows);

    /// <inheritdoc/>
    public string Kind => DueKind;

    internal static string DueKey(string migrationId) => Prefix + migrationId;

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        foreach (var lease in leases)
        {
            await store.ExecuteAsync(unit => GoOnAsync(unit, lease), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(async unit =>
        {
            if (await unit.Due.CompleteAsync(lease) && await unit.Sequences.FindMigrationAsync(MigrationId(lease)) is { State: MigrationState.Running } migration)
            {
                await unit.Sequences.SaveMigrationAsync(migration with { State = MigrationState.Failed, EndedAt = clock.Now(), Error = error });
            }
        }, cancellationToken);

    private static string MigrationId(DueLease lease) => lease.Item.Key[Prefix.Length..];

    private async Task GoOnAsync(IUnitOfWork unit, DueLease lease)
    {
        if (!await unit.Due.CompleteAsync(lease) || await unit.Sequences.FindMigrationAsync(MigrationId(lease)) is not { State: MigrationState.Running } migration)
        {
            return;
        }

        var run = await _mover.BeginAsync(unit);
        migration = await StretchAsync(run, migration);
        var isOver = migration.Group >= 2 * migration.Plan.Versions.Count;
        await unit.Sequences.SaveMigrationAsync(isOver ? migration with { State = MigrationState.Done, EndedAt = run.Now } : migration);
        if (!isOver)
        {
            await unit.Due.ScheduleAsync(new DueItem(lease.Item.Key, DueKind, run.Now));
        }
    }

    /// <summary>Moves the next stretch of people, of the groups that the plan moves.</summary>
    private async Task<SequenceMigration> StretchAsync(PassageRun run, SequenceMigration migration)
    {
        var plan = migration.Plan;
        var left = Stretch;
        for (; migration.Group < 2 * plan.Versions.Count && left > 0; migration = migration with { Group = migration.Group + 1, After = null })
        {
            // First all who are inside: whoever comes to the end while others are moved has not finished the earlier version.
            var completed = migration.Group >= plan.Versions.Count;
            var answer = plan.Versions[migration.Group % plan.Versions.Count];
            if (completed ? !answer.OffersAdded : answer.Answer == PeopleAnswer.Stay)
            {
                continue;
            }

            var (passages, next) = await run.Unit.Enrollments.InVersionAsync(plan.SequenceId, answer.Version, completed, migration.After, left);
            migration = await ApplyAsync(run, migration, passages);
            left -= passages.Count;
            if (next is not null)
            {
                return migration with { After = next };
            }
        }

        return migration;
    }

    private async Task<SequenceMigration> ApplyAsync(PassageRun run, SequenceMigration migration, IReadOnlyList<Enrollment> passages)
    {
        var migrator = new PassageMigrator(catalog, _mover);
        var contacts = await run.Unit.Contacts.GetAsync([.. passages.Select(passage => passage.ContactId).Distinct()]);
        var moved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var passage in passages)
        {
            // Of one contact with two passages, which two people who became one can have, the second sees what the first has changed.
            var contact = moved.Add(passage.ContactId) ? contacts.GetValueOrDefault(passage.ContactId) : await Contacts.ContactStoreExtensions.GetAsync(run.Unit.Contacts, passage.ContactId);
            migration = (await migrator.ApplyAsync(run, migration.Plan, passage, contact, migration.By)).Outcome switch
            {
                MigrationOutcome.Moved => migration with { Moved = migration.Moved + 1 },
                MigrationOutcome.Exited => migration with { Exited = migration.Exited + 1 },
                MigrationOutcome.Continued => migration with { Continued = migration.Continued + 1 },
                _ => migration with { LeftAlone = migration.LeftAlone + 1 },
            };
        }

        return migration;
    }
}
