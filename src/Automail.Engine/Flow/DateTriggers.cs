using System.Text.Json;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>
/// Lets a contact into a sequence when the moment has come that hangs on a date known of the contact. A moment that came up late counts while it is younger than the sequence's overdue limit; a yearly one then
/// waits for the next year.
/// </summary>
/// <param name="store">Where state lives.</param>
/// <param name="catalog">The sequences.</param>
/// <param name="runner">Lets people in.</param>
/// <param name="clock">The present.</param>
public sealed class DateTriggers(IAutomailStore store, SequenceCatalog catalog, SequenceRunner runner, TimeProvider clock) : IDueHandler
{
    /// <summary>As far as another zone of the site moves a date. What lies farther back was not what the item was planned for.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(2);

    /// <inheritdoc/>
    public string Kind => TriggerItems.DateKind;

    /// <inheritdoc/>
    public Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
        => store.ExecuteAsync(async unit =>
        {
            var run = await runner.Mover.BeginAsync(unit);
            var open = await catalog.OpenAsync(unit);
            var contacts = (await unit.Contacts.GetAsync([.. leases.Select(lease => TriggerItems.ReadDateKey(lease.Item.Key).ContactId).Distinct()])).ToDictionary();
            foreach (var lease in leases)
            {
                var (sequenceId, mark, contactId) = TriggerItems.ReadDateKey(lease.Item.Key);
                if (await unit.Due.CompleteAsync(lease)
                    && open.TryGetValue(sequenceId, out var plan)
                    && plan.Definition.Trigger.Date is { } date
                    && TriggerItems.Mark(date) == mark
                    && contacts.TryGetValue(contactId, out var contact))
                {
                    contacts[contactId] = await ReachAsync(run with { LetIn = new(StringComparer.Ordinal) }, plan, date, contact, lease.Item.DueAt);
                }
            }
        }, cancellationToken);

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(async unit =>
        {
            var (sequenceId, _, contactId) = TriggerItems.ReadDateKey(lease.Item.Key);
            if (!await unit.Due.CompleteAsync(lease) || !(await catalog.OpenAsync(unit)).TryGetValue(sequenceId, out var plan) || plan.Definition.Trigger.Date is null || await unit.Contacts.GetAsync(contactId) is not { } contact)
            {
                return;
            }

            var run = await runner.Mover.BeginAsync(unit);
            await TriggerItems.PlanAsync(unit, plan.Definition, run.Profile, contact, run.Now + TimeSpan.FromMilliseconds(1));
            if (await PassageMover.AdmitAsync(run, plan, contact, null) is { } enrollment)
            {
                await PassageTallies.EndAsync(unit, enrollment, EnrollmentStatus.Failed, clock.Now(), error);
            }
        }, cancellationToken);

    private async Task<Contact> ReachAsync(PassageRun run, SequencePlan plan, DateMoment date, Contact contact, DateTimeOffset dueAt)
    {
        if (contact.Email is null || !contact.Attributes.TryGetValue(date.Attribute, out var value))
        {
            return contact;
        }

        var zone = WallClock.Zone(contact.TimeZone, run.Profile.TimeZone);
        var reached = date.Last(value, run.Now, zone);

        // The next year's; or this one's, when the site's zone has changed since.
        if (date.Of(value, run.Now + TimeSpan.FromMilliseconds(1), zone) is { } next && next > run.Now)
        {
            await run.Unit.Due.ScheduleAsync(new DueItem(TriggerItems.DateKey(plan.Definition.Id, date, contact.Id), TriggerItems.DateKind, next));
        }

        if (reached is not { } moment || moment < dueAt - Farthest || plan.Definition.Overdue.Skips(moment, run.Now))
        {
            return contact;
        }

        var data = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["attribute"] = date.Attribute, ["value"] = value });
        return await runner.Mover.LetInAsync(run, plan, contact, new EnteringEvent(SequenceTrigger.DateReached, moment, data), $"the date '{date.Attribute}' of the contact: {value.GetString()}");
    }
}
