using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>
/// What stands in the due queue for the triggers of sequences: one item per contact and sequence for a date, one per sequence for a schedule, and one for each run over all contacts, whose key says how far it is.
/// </summary>
internal static class TriggerItems
{
    public const string DateKind = "date";

    public const string ScheduleKind = "schedule";

    public const string SweepKind = "sweep";

    /// <summary>Plans what a sequence's trigger needs, now that it lets people in.</summary>
    /// <param name="unit">The unit that opens it.</param>
    /// <param name="before">The trigger that let people in until now; null when nobody was let in.</param>
    /// <param name="definition">The sequence.</param>
    /// <param name="siteZone">The site's zone.</param>
    /// <param name="now">The present, UTC: what has passed before lets nobody in.</param>
    public static async Task OpenedAsync(IUnitOfWork unit, SequenceTrigger? before, SequenceDefinition definition, string? siteZone, DateTimeOffset now)
    {
        var (id, trigger) = (definition.Id, definition.Trigger);
        if (trigger.Schedule is null || trigger.Schedule.Next(now, siteZone) is not { } next)
        {
            await unit.Due.CancelAsync(ScheduleKey(id));
        }
        else if ((trigger.Schedule.Text, trigger.Schedule.Zone) != (before?.Schedule?.Text, before?.Schedule?.Zone))
        {
            await unit.Due.ScheduleAsync(new DueItem(ScheduleKey(id), ScheduleKind, next));
        }

        if (trigger.Date is not null && (before?.Date is null || Mark(before.Date) != Mark(trigger.Date)))
        {
            await unit.Due.ScheduleAsync(new Sweep(DateKind, id, now, null).ToItem(now));
        }
    }

    /// <summary>Takes back what a sequence's trigger planned. What is planned for single contacts is void when it comes up.</summary>
    public static Task ClosedAsync(IUnitOfWork unit, string sequenceId) => unit.Due.CancelAsync(ScheduleKey(sequenceId));

    /// <summary>Plans, moves or takes back the dates that a contact's change concerns. What it does not concern stays, even where its moment has passed and nobody has come to it.</summary>
    public static async Task ChangedAsync(IUnitOfWork unit, SequenceCatalog catalog, SiteProfile profile, Contact? before, Contact after, DateTimeOffset now)
    {
        foreach (var plan in catalog.Open(trigger => trigger.Date is not null))
        {
            var date = plan.Definition.Trigger.Date!;
            if (before is null || (before.Email is null) != (after.Email is null) || before.TimeZone != after.TimeZone || !Same(before, after, date.Attribute))
            {
                await PlanAsync(unit, plan.Definition, profile, after, now, isNew: before is null);
            }
        }
    }

    /// <summary>Plans the first moment for a contact that is not before <paramref name="from"/>, or takes back what was planned.</summary>
    public static async Task PlanAsync(IUnitOfWork unit, SequenceDefinition definition, SiteProfile profile, Contact contact, DateTimeOffset from, bool isNew = false)
    {
        var date = definition.Trigger.Date!;
        var key = DateKey(definition.Id, date, contact.Id);
        if (contact.Email is not null && contact.Attributes.TryGetValue(date.Attribute, out var value) && date.Of(value, from, WallClock.Zone(contact.TimeZone, profile.TimeZone)) is { } moment && moment >= from)
        {
            await unit.Due.ScheduleAsync(new DueItem(key, DateKind, moment));
        }
        else if (!isNew)
        {
            await unit.Due.CancelAsync(key);
        }
    }

    public static string ScheduleKey(string sequenceId) => $"{ScheduleKind}:{sequenceId}";

    public static string ReadScheduleKey(string key) => key[(ScheduleKind.Length + 1)..];

    public static string DateKey(string sequenceId, DateMoment date, string contactId) => $"{DateKind}:{sequenceId}:{Mark(date)}:{contactId}";

    public static (string SequenceId, string Mark, string ContactId) ReadDateKey(string key)
    {
        var parts = key.Split(':', 4);
        return (parts[1], parts[2], parts[3]);
    }

    /// <summary>Tells one trigger from another: an item that was planned for another one is void.</summary>
    public static string Mark(DateMoment date)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{date.Attribute}\n{date.Offset?.Text}\n{date.Before}\n{date.Time}\n{date.Yearly}"))).AsSpan(0, 4));

    private static bool Same(Contact before, Contact after, string attribute)
        => before.Attributes.TryGetValue(attribute, out var one) == after.Attributes.TryGetValue(attribute, out var other)
            && (one.ValueKind == JsonValueKind.Undefined || JsonElement.DeepEquals(one, other));
}

/// <summary>A run over all contacts for one sequence, as far as it has come.</summary>
/// <param name="Trigger">The kind of trigger.</param>
/// <param name="SequenceId">The sequence.</param>
/// <param name="Moment">What it is for, UTC: the occurrence of the schedule, or since when dates count.</param>
/// <param name="After">How far it has come; null for the start.</param>
internal sealed record Sweep(string Trigger, string SequenceId, DateTimeOffset Moment, string? After)
{
    public static Sweep Read(string key)
    {
        var parts = key.Split(':', 5);
        return new Sweep(parts[1], parts[2], DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[3], CultureInfo.InvariantCulture)), parts[4].Length == 0 ? null : parts[4]);
    }

    public DueItem ToItem(DateTimeOffset dueAt)
        => new(FormattableString.Invariant($"{TriggerItems.SweepKind}:{Trigger}:{SequenceId}:{Moment.ToUnixTimeMilliseconds()}:{After}"), TriggerItems.SweepKind, dueAt);
}
