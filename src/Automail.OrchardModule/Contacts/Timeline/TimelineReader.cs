using Automail.Engine;
using Automail.Engine.Delivery;

namespace Automail.OrchardModule.Contacts.Timeline;

/// <summary>Merges what a contact did, the journeys that it went through and the mails that it got, or did not get.</summary>
internal static class TimelineReader
{
    /// <summary>A page of the history, newest first. Costs what lies before and on the page, not what lies after it.</summary>
    public static async Task<Page<TimelineEntry>> ReadAsync(IUnitOfWork unit, string contactId, int skip, int take)
    {
        var until = skip + take;
        var events = await unit.Events.ForContactAsync(contactId, 0, until);
        var mails = await unit.Ledger.SearchAsync(new SendQuery(ContactId: contactId), 0, until);
        var enrollments = await unit.Enrollments.ForContactAsync(contactId);
        var ended = enrollments.Where(enrollment => enrollment.EndedAt is not null).ToArray();
        var entries = events.Items.Select(logged => (TimelineEntry)new TimelineEntry.Happened(logged.Event))
            .Concat(mails.Items.Select(mail => new TimelineEntry.Mail(mail)))
            .Concat(enrollments.Select(enrollment => new TimelineEntry.Entered(enrollment)))
            .Concat(ended.Select(enrollment => new TimelineEntry.Ended(enrollment)))

            // Stable: within one source, its own order decides about entries of one moment, on every page.
            .OrderByDescending(entry => entry.Time)
            .ThenByDescending(entry => entry.Order)
            .Skip(skip)
            .Take(take);
        return new Page<TimelineEntry>([.. entries], events.Total + mails.Total + enrollments.Count + ended.Length);
    }
}
