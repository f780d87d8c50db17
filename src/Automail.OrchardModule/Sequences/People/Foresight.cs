using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using NodaTime;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>What would happen to a contact, as a page shows it.</summary>
internal sealed record ForesightViewModel
{
    /// <summary>In which zone the times are.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>Until when was looked, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Whether the contact would enter; null when that was not asked.</summary>
    public bool? Enters { get; init; }

    public required IReadOnlyList<TraceLine> Lines { get; init; }

    public required IReadOnlyList<string> Assumptions { get; init; }

    public required bool IsCut { get; init; }
}

/// <summary>Puts a dry run into words. It changes nothing.</summary>
internal sealed class Foresight(DryRun dryRun, ISite site, SequenceCatalog catalog, IAutomailStore store, TraceWords words)
{
    /// <summary>What would happen in a passage from now on, and in those that it leads to.</summary>
    public async Task<ForesightViewModel?> OfAsync(Enrollment passage, string? zone, CancellationToken cancellationToken)
    {
        if (await dryRun.RunAsync(new DryRunRequest { ContactId = passage.ContactId }, cancellationToken) is not { } told)
        {
            return null;
        }

        var others = await store.ReadAsync(unit => unit.Enrollments.ForContactAsync(passage.ContactId), cancellationToken);
        var before = others.Select(other => other.Id).Where(id => id != passage.Id).ToHashSet(StringComparer.Ordinal);
        return await TellAsync(told, passage.JourneyId, null, zone, id => id is not null && !before.Contains(id));
    }

    /// <summary>What would happen when a contact entered a sequence; null when there is no such contact.</summary>
    /// <exception cref="FieldException">The draft is wrong.</exception>
    public async Task<ForesightViewModel?> OfEntryAsync(string contactId, string sequenceId, string? draft, string? zone, CancellationToken cancellationToken)
        => await dryRun.RunAsync(new DryRunRequest { ContactId = contactId, Enter = sequenceId, Draft = draft }, cancellationToken) is { } told
            ? await TellAsync(told, sequenceId, draft, zone, _ => true) with { Enters = told.Entered == EnrollResult.Entered }
            : null;

    private async Task<ForesightViewModel> TellAsync(DryRunResult told, string sequenceId, string? draft, string? zone, Func<string?, bool> wanted)
    {
        var purposes = catalog.Current.ToDictionary(one => one.Key, one => one.Value.Definition.Purpose);
        if (draft is not null)
        {
            purposes[sequenceId] = SequenceReader.Read(draft).Purpose;
        }

        var mails = told.Mails.Where(mail => wanted(mail.EnrollmentId)).ToList();
        var lines = new List<TraceLine>();
        foreach (var moment in told.Moments.Where(moment => wanted(moment.EnrollmentId)))
        {
            // In the place where it was asked for, as far as it leaves at that moment.
            var mail = moment.Entry.Kind == TraceKind.Mail ? mails.Find(one => one.EnrollmentId == moment.EnrollmentId && one.StepId == moment.Entry.StepId) : null;
            if (mail is not null)
            {
                mails.Remove(mail);
            }

            lines.Add(mail is null ? words.Of(moment.Entry, "") with { Elsewhere = Other(moment.SequenceId) } : Line(mail));
        }

        lines.AddRange(mails.Select(Line));
        var about = told.Moments.Where(moment => wanted(moment.EnrollmentId)).Select(moment => moment.SequenceId).Append("").ToHashSet(StringComparer.Ordinal);
        return new ForesightViewModel
        {
            Zone = WallClock.Zone(zone, (await site.GetProfileAsync()).TimeZone),
            Until = told.Until,
            Lines = [.. lines.OrderBy(line => line.Time)],
            Assumptions = [.. told.Assumptions.Where(assumption => about.Contains(assumption.SequenceId)).Select(words.Of).Distinct()],
            IsCut = told.IsCut,
        };

        TraceLine Line(DryMail mail) => words.Of(mail, purposes.GetValueOrDefault(mail.SequenceId, "")) with { Elsewhere = Other(mail.SequenceId) };

        string? Other(string id) => id == sequenceId ? null : id;
    }
}
