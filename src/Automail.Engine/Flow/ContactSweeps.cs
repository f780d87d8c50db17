using System.Text.Json;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;

namespace Automail.Engine.Flow;

/// <summary>
/// Goes over all contacts for a sequence, a stretch in each transaction: to plan the dates of a sequence that has come, and to let people in by a schedule. What was done and how far it has come commit together, so that a
/// crash repeats and leaves out nothing. It stops when the sequence is closed or gets another trigger.
/// </summary>
/// <param name="store">Where state lives.</param>
/// <param name="catalog">The sequences.</param>
/// <param name="runner">Lets people in.</param>
/// <param name="conditions">Evaluates conditions.</param>
/// <param name="clock">The present.</param>
public sealed class ContactSweeps(IAutomailStore store, SequenceCatalog catalog, SequenceRunner runner, IConditions conditions, TimeProvider clock) : IDueHandler
{
    /// <summary>So many contacts are looked at in one transaction.</summary>
    public const int StretchSize = 200;

    /// <inheritdoc/>
    public string Kind => TriggerItems.SweepKind;

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        foreach (var lease in leases)
        {
            // What failed is tried one by one, so that one contact does not hold up the others.
            await store.ExecuteAsync(unit => GoOnAsync(unit, lease, lease.Attempts > 1 ? 1 : StretchSize, works: true), cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <remarks>It goes on after the one contact that it failed at.</remarks>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(unit => GoOnAsync(unit, lease, 1, works: false), cancellationToken);

    private async Task GoOnAsync(IUnitOfWork unit, DueLease lease, int max, bool works)
    {
        var sweep = Sweep.Read(lease.Item.Key);
        if (!await unit.Due.CompleteAsync(lease) || !(await catalog.OpenAsync(unit)).TryGetValue(sweep.SequenceId, out var plan) || !Lasts(sweep, plan.Definition))
        {
            return;
        }

        var stretch = await unit.Contacts.StretchAsync(sweep.After, max);
        if (works)
        {
            var run = await runner.Mover.BeginAsync(unit);
            foreach (var contact in stretch.Contacts)
            {
                if (sweep.Trigger == TriggerItems.DateKind)
                {
                    await TriggerItems.PlanAsync(unit, plan.Definition, run.Profile, contact, sweep.Moment);
                }
                else if (contact.Email is not null)
                {
                    await LetInAsync(run, plan, contact, sweep.Moment);
                }
            }
        }

        if (stretch.Next is { } next)
        {
            await unit.Due.ScheduleAsync((sweep with { After = next }).ToItem(clock.Now()));
        }
    }

    private bool Lasts(Sweep sweep, SequenceDefinition definition)
        => sweep.Trigger == TriggerItems.DateKind
            ? definition.Trigger.Date is not null
            : definition.Trigger.Schedule is not null && !definition.Overdue.Skips(sweep.Moment, clock.Now());

    private async Task LetInAsync(PassageRun run, SequencePlan plan, Contact contact, DateTimeOffset moment)
    {
        var (schedule, condition) = (plan.Definition.Trigger.Schedule!, plan.Definition.Trigger.If);
        var data = JsonSerializer.SerializeToElement(new Dictionary<string, string?> { ["cron"] = schedule.Text, ["zone"] = schedule.Zone });
        var entering = new EnteringEvent(SequenceTrigger.ScheduleReached, moment, data);
        if (condition is null || await MayHoldAsync(condition, contact, entering, run.Now))
        {
            await runner.Mover.LetInAsync(run with { LetIn = new(StringComparer.Ordinal) }, plan, contact, entering, $"the schedule '{schedule.Text}'");
        }
    }

    /// <summary>Looks before anything is read for the contact: mostly it holds for a few. What fails, or speaks of the passage, is looked at again when there is one, and told there.</summary>
    private async Task<bool> MayHoldAsync(string condition, Contact contact, EnteringEvent entering, DateTimeOffset now)
    {
        try
        {
            return condition.Contains("enrollment", StringComparison.Ordinal) || await conditions.HoldsAsync(condition, contact, entering, null, now);
        }
        catch (TemplateException)
        {
            return true;
        }
    }
}
