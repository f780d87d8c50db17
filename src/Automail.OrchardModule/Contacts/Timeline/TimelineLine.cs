using System.Text.Json;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Admin;
using Automail.OrchardModule.Delivery;
using Automail.OrchardModule.Sequences;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Contacts.Timeline;

/// <summary>A line of the history as the page shows it.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Icon">A Font Awesome icon, for the eye only.</param>
/// <param name="Text">What happened.</param>
internal sealed record TimelineLine(DateTimeOffset Time, string Icon, string Text)
{
    /// <summary>Why, in words; or null.</summary>
    public string? Why { get; init; }

    /// <summary>The mail, if the line is about one.</summary>
    public SendRecord? Mail { get; init; }

    /// <summary>The event's data; or null.</summary>
    public string? Json { get; init; }
}

/// <summary>Puts the history into words.</summary>
internal sealed class TimelineLines(TimelineTexts texts, MailTexts mailTexts, JourneyNames journeys, ILocalClock clock)
{
    /// <summary>The lines of a part of the history.</summary>
    /// <param name="entries">The part.</param>
    /// <param name="consents">All that the contact said about consent, oldest first.</param>
    public async Task<IReadOnlyList<TimelineLine>> OfAsync(IReadOnlyList<TimelineEntry> entries, IReadOnlyList<ConsentRecord> consents)
    {
        var names = await journeys.FindAsync(entries.Select(JourneyOf).OfType<string>());
        var lines = new List<TimelineLine>(entries.Count);
        foreach (var entry in entries)
        {
            lines.Add(entry switch
            {
                TimelineEntry.Mail mail => await OfAsync(mail.Record, consents),
                TimelineEntry.Entered entered => new TimelineLine(entry.Time, "fa-right-to-bracket", texts.Entered(names[entered.Enrollment.JourneyId], entered.Enrollment)),
                TimelineEntry.Ended ended => new TimelineLine(entry.Time, "fa-right-from-bracket", texts.Ended(names[ended.Enrollment.JourneyId], ended.Enrollment))
                {
                    Why = ended.Enrollment.EndReason,
                },
                TimelineEntry.Happened happened => new TimelineLine(entry.Time, "fa-bolt", texts.Of(happened.Event))
                {
                    Why = TimelineTexts.ReasonOf(happened.Event),
                    Json = happened.Event.Data.ValueKind == JsonValueKind.Object ? JsonText.Of(happened.Event.Data) : null,
                },
                _ => throw new InvalidOperationException($"There is no text for {entry.GetType().Name}."),
            });
        }

        return lines;
    }

    private async Task<TimelineLine> OfAsync(SendRecord mail, IReadOnlyList<ConsentRecord> consents)
    {
        var withdrawn = consents.LastOrDefault(statement => statement.Purpose == mail.Purpose && statement.Status == ConsentStatus.Withdrawn && statement.Time <= mail.UpdatedAt);
        return new TimelineLine(mail.UpdatedAt, mail.State == SendState.Skipped ? "fa-ban" : "fa-envelope", texts.Of(mail))
        {
            Why = mailTexts.Why(mail, withdrawn is null ? null : await clock.ConvertToLocalAsync(withdrawn.Time)),
            Mail = mail,
        };
    }

    private static string? JourneyOf(TimelineEntry entry) => entry switch
    {
        TimelineEntry.Entered entered => entered.Enrollment.JourneyId,
        TimelineEntry.Ended ended => ended.Enrollment.JourneyId,
        _ => null,
    };
}
