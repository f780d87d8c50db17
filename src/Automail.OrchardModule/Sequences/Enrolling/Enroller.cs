using System.Globalization;
using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Sequences.People;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>
/// Lets people in at their moments. Each has an item in the due queue, so that nobody is lost and nobody enters twice; whoever has entered since it was confirmed is left out.
/// </summary>
internal sealed class Enroller(IAutomailStore store, Intake intake, SequenceRunner runner, EntryCheck check, OrchardTimeProvider clock) : IDueHandler
{
    private const string DueKind = "enroll";
    private const string Source = "automail-file";

    /// <inheritdoc/>
    public string Kind => DueKind;

    /// <summary>The item of somebody who is to enter.</summary>
    /// <param name="workId">The work.</param>
    /// <param name="entry">The contact's id, or the number of a line.</param>
    /// <param name="at">When.</param>
    public static DueItem Item(string workId, string entry, DateTimeOffset at) => new($"{DueKind}:{workId}:{entry}", DueKind, at);

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        foreach (var group in leases.GroupBy(WorkIdOf))
        {
            var entries = group.ToList();
            var refused = await ToldAsync(group.Key, entries, cancellationToken);
            await store.ExecuteAsync(unit => EnterAsync(unit, group.Key, entries, refused), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(
            async unit =>
            {
                if (await unit.Due.CompleteAsync(lease) && await unit.PeopleWork().GetAsync(WorkIdOf(lease)) is { State: WorkState.Running, Enroll: not null } work)
                {
                    await unit.PeopleWork().SaveAsync(Counted(work, 0, [EnrollReasons.Failed]));
                }
            },
            cancellationToken);

    /// <summary>Tells the intake what the file says of people, in a transaction of its own for each, since one that is refused may have been half done.</summary>
    /// <returns>The entries that were refused.</returns>
    private async Task<IReadOnlySet<string>> ToldAsync(string workId, IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        var refused = new HashSet<string>(StringComparer.Ordinal);
        var (lines, work) = await store.ReadAsync(
            async unit => await unit.PeopleWork().GetAsync(workId) is { State: WorkState.Running, Enroll: { Source: EnrollSource.File } order } found && (order.CreatesUnknown || order.WritesData)
                ? (await LinesAsync(unit, workId, leases), found)
                : (new Dictionary<string, ContactFileLine>(), null),
            cancellationToken);
        foreach (var (entry, line) in lines)
        {
            try
            {
                var known = await store.ReadAsync(unit => EnrollPeople.FindAsync(unit, line), cancellationToken) is not null;
                if (known ? work!.Enroll!.WritesData : work!.Enroll!.CreatesUnknown)
                {
                    using var data = JsonDocument.Parse(line.Data);
                    await intake.AcceptAsync(
                        [new BehaviorEvent(Source, $"{workId}:{line.Line}", EventTypes.ContactUpdated, line.Subject, clock.Now(), data.RootElement.Clone())], cancellationToken);
                }
            }
            catch (FieldException)
            {
                refused.Add(entry);
            }
        }

        return refused;
    }

    private async Task EnterAsync(IUnitOfWork unit, string workId, List<DueLease> leases, IReadOnlySet<string> refused)
    {
        var held = new List<DueLease>(leases.Count);
        foreach (var lease in leases)
        {
            if (await unit.Due.CompleteAsync(lease))
            {
                held.Add(lease);
            }
        }

        if (held.Count == 0 || await unit.PeopleWork().GetAsync(workId) is not { State: WorkState.Running, Enroll: { } order } work)
        {
            return;
        }

        var reasons = new List<string>();
        var contacts = await ContactsAsync(unit, work, held, refused, reasons);
        var entered = 0;
        foreach (var answer in await check.AskAsync(unit, work.SequenceId, contacts, order.StartedAt))
        {
            if (answer.Reason is null && await runner.EnrollAsync(unit, work.SequenceId, answer.Contact, by: ByOf(order)) == EnrollResult.Entered)
            {
                entered++;
            }
            else
            {
                reasons.Add(answer.Reason ?? EntryReasons.Reentry);
            }
        }

        var next = Counted(work, entered, reasons);
        if (reasons.Contains(EntryReasons.Closed))
        {
            next = next.End(WorkState.Stopped, EntryReasons.Closed, clock.Now());
        }

        await unit.PeopleWork().SaveAsync(next);
    }

    /// <summary>Who is to enter now; why the others do not goes to the reasons.</summary>
    private static async Task<IReadOnlyList<Contact>> ContactsAsync(IUnitOfWork unit, PeopleWork work, IReadOnlyList<DueLease> leases, IReadOnlySet<string> refused, List<string> reasons)
    {
        var contacts = new Dictionary<string, Contact>(StringComparer.Ordinal);
        var isFile = work.Enroll!.Source == EnrollSource.File;
        var lines = isFile ? await LinesAsync(unit, work.Id, leases) : [];
        var known = isFile ? [] : (await unit.Contacts.GetAsync([.. leases.Select(EntryOf)])).ToDictionary();
        foreach (var entry in leases.Select(EntryOf))
        {
            var contact = isFile ? lines.GetValueOrDefault(entry) is { } line ? await EnrollPeople.FindAsync(unit, line) : null : known.GetValueOrDefault(entry);
            if (refused.Contains(entry))
            {
                reasons.Add(EnrollReasons.Refused);
            }
            else if (contact is null)
            {
                reasons.Add(isFile ? EnrollReasons.Unknown : EnrollReasons.Gone);
            }
            else if (!contacts.TryAdd(contact.Id, contact))
            {
                // Two lines of a file call the same contact.
                reasons.Add(EntryReasons.Reentry);
            }
        }

        return [.. contacts.Values];
    }

    private static async Task<Dictionary<string, ContactFileLine>> LinesAsync(IUnitOfWork unit, string workId, IReadOnlyList<DueLease> leases)
    {
        var numbers = leases.ToDictionary(EntryOf, lease => int.Parse(EntryOf(lease), CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var parts = await unit.PeopleWork().PartsAsync(workId, [.. numbers.Values.Select(number => number / EnrollPart.Size).Distinct()]);
        return numbers.Where(entry => parts.ContainsKey(entry.Value / EnrollPart.Size)).ToDictionary(entry => entry.Key, entry => parts[entry.Value / EnrollPart.Size].Lines[entry.Value % EnrollPart.Size], StringComparer.Ordinal);
    }

    private PeopleWork Counted(PeopleWork work, int entered, List<string> reasons)
    {
        var order = work.Enroll!;
        var next = work with
        {
            Seen = work.Seen + entered + reasons.Count,
            Changed = work.Changed + entered,
            Enroll = order with { Handled = order.Handled + entered + reasons.Count, KeptOut = EnrollOrder.Plus(order.KeptOut, reasons) },
        };
        return next.Enroll.IsPlanned && next.Enroll.Handled >= next.Enroll.Planned ? next.End(WorkState.Done, null, clock.Now()) : next;
    }

    private static string ByOf(EnrollOrder order) => order.Reason.Length == 0 ? $"operator {order.By}" : $"operator {order.By}: {order.Reason}";

    private static string WorkIdOf(DueLease lease) => lease.Item.Key.Split(':')[1];

    private static string EntryOf(DueLease lease) => lease.Item.Key.Split(':')[2];
}
