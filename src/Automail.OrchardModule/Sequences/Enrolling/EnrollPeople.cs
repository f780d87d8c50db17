using System.Globalization;
using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.OrchardModule.Sequences.People;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>Goes over the people who are meant, a stretch at a time: first to count who may enter, and once that is confirmed to give each a moment.</summary>
internal sealed class EnrollPeople(SequenceCatalog catalog, EntryCheck check, IConditions conditions, OrchardTimeProvider clock)
{
    private const int MaxListed = 100;
    private const int MaxFirst = 20;

    /// <summary>The contact whom a line calls; null when nobody is known by it.</summary>
    public static async Task<Contact?> FindAsync(IUnitOfWork unit, ContactFileLine line)
    {
        if (await unit.Contacts.FindAsync(ContactIdentity.FromSubject(line.Subject)) is { } contact)
        {
            return contact;
        }

        using var data = JsonDocument.Parse(line.Data);
        return ProfileData.Read(data.RootElement, "").Change.ExternalId is { } externalId ? await unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Key, externalId)) : null;
    }

    /// <summary>Does the next stretch.</summary>
    public async Task<PeopleWork> GoOnAsync(IUnitOfWork unit, PeopleWork work)
    {
        await catalog.RefreshAsync(unit);
        if (!catalog.Admits(work.SequenceId))
        {
            return work.End(WorkState.Stopped, EntryReasons.Closed, clock.Now());
        }

        try
        {
            var stretch = await NextAsync(unit, work);
            var answers = await check.AskAsync(unit, work.SequenceId, [.. stretch.Found.Select(found => found.Contact)], work.Enroll!.StartedAt);
            return work.State == WorkState.Counting ? Count(work, stretch, answers) : await PlanAsync(unit, work, stretch, answers);
        }
        catch (TemplateException e)
        {
            return work.End(WorkState.Failed, e.Message, clock.Now());
        }
    }

    private static PeopleWork Count(PeopleWork work, Stretch stretch, IReadOnlyList<EntryAnswer> answers)
    {
        var order = work.Enroll!;
        var may = answers.Where(answer => answer.Reason is null).ToList();
        return work with
        {
            Seen = work.Seen + stretch.Looked,
            Cursor = stretch.Next,
            State = stretch.Next is null ? WorkState.Ready : WorkState.Counting,
            Enroll = order with
            {
                Found = order.Found + stretch.Found.Count,
                MayEnter = order.MayEnter + may.Count,
                KeptOutBefore = EnrollOrder.Plus(order.KeptOutBefore, answers.Select(answer => answer.Reason).OfType<string>()),
                First = [.. order.First.Concat(may.Select(answer => answer.Contact.Id)).Take(MaxFirst)],
                Unknown = [.. order.Unknown.Concat(stretch.Unknown.Select(unknown => new UnknownLine(unknown.Line.Line, unknown.Line.Subject))).Take(MaxListed)],
                UnknownCount = order.UnknownCount + stretch.Unknown.Count,
            },
        };
    }

    private async Task<PeopleWork> PlanAsync(IUnitOfWork unit, PeopleWork work, Stretch stretch, IReadOnlyList<EntryAnswer> answers)
    {
        var order = work.Enroll!;
        var planned = stretch.Found.Zip(answers).Where(one => one.Second.Reason is null).Select(one => (one.First.Entry, one.First.Who))
            .Concat(order.CreatesUnknown ? stretch.Unknown.Select(unknown => (unknown.Entry, Who: unknown.Line.Subject)) : []).ToList();
        foreach (var (entry, who) in planned)
        {
            await unit.Due.ScheduleAsync(Enroller.Item(work.Id, entry, order.StartedAt!.Value + EntryCheck.Offset(work.Id, who, order.Spread)));
        }

        var reasons = answers.Select(answer => answer.Reason).OfType<string>().Concat(order.CreatesUnknown ? [] : stretch.Unknown.Select(_ => EnrollReasons.Unknown)).ToList();
        var next = work with
        {
            Seen = work.Seen + reasons.Count,
            Cursor = stretch.Next,
            Enroll = order with { Planned = order.Planned + planned.Count, IsPlanned = stretch.Next is null, KeptOut = EnrollOrder.Plus(order.KeptOut, reasons) },
        };
        return next.Enroll.IsPlanned && next.Enroll.Handled >= next.Enroll.Planned ? next.End(WorkState.Done, null, clock.Now()) : next;
    }

    private async Task<Stretch> NextAsync(IUnitOfWork unit, PeopleWork work)
    {
        var order = work.Enroll!;
        switch (order.Source)
        {
            case EnrollSource.Contact:
                var contact = await unit.Contacts.GetAsync(order.ContactId!);
                return new Stretch(contact is null ? [] : [new Found(contact, contact.Id, contact.Id)], [], 1, null);

            case EnrollSource.Filter:
                var stretch = await unit.Contacts.StretchAsync(work.Cursor, EnrollPart.Size);
                var found = new List<Found>();
                foreach (var one in stretch.Contacts)
                {
                    if (order.Condition.Length == 0 || await conditions.HoldsAsync(order.Condition, one, null, null, clock.Now()))
                    {
                        found.Add(new Found(one, one.Id, one.Id));
                    }
                }

                return new Stretch(found, [], stretch.Contacts.Count, stretch.Next);

            default:
                return await PartAsync(unit, work, int.Parse(work.Cursor ?? "0", CultureInfo.InvariantCulture));
        }
    }

    private static async Task<Stretch> PartAsync(IUnitOfWork unit, PeopleWork work, int number)
    {
        var lines = (await unit.PeopleWork().PartsAsync(work.Id, [number])).GetValueOrDefault(number)?.Lines ?? [];
        var found = new Dictionary<string, Found>(StringComparer.Ordinal);
        var unknown = new List<Unknown>();
        for (var i = 0; i < lines.Count; i++)
        {
            var entry = ((number * EnrollPart.Size) + i).ToString("D6", CultureInfo.InvariantCulture);
            if (await FindAsync(unit, lines[i]) is { } contact)
            {
                found.TryAdd(contact.Id, new Found(contact, entry, lines[i].Subject));
            }
            else
            {
                unknown.Add(new Unknown(lines[i], entry));
            }
        }

        return new Stretch([.. found.Values], unknown, lines.Count, number + 1 < work.Enroll!.Parts ? (number + 1).ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <param name="Contact">Who.</param>
    /// <param name="Entry">What the due item calls them.</param>
    /// <param name="Who">What decides about their moment.</param>
    private sealed record Found(Contact Contact, string Entry, string Who);

    private sealed record Unknown(ContactFileLine Line, string Entry);

    private sealed record Stretch(IReadOnlyList<Found> Found, IReadOnlyList<Unknown> Unknown, int Looked, string? Next);
}
