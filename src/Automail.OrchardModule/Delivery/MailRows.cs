using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Sequences;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Delivery;

/// <summary>Adds to mails what a reader has to know beside the record.</summary>
internal sealed class MailRows(MailTexts texts, JourneyNames journeys, ILocalClock clock)
{
    /// <summary>When consent was withdrawn that mails were not sent for, by contact and purpose.</summary>
    public static async Task<IReadOnlyDictionary<(string ContactId, string Purpose), DateTimeOffset>> WithdrawalsAsync(IUnitOfWork unit, IReadOnlyCollection<SendRecord> mails)
    {
        var found = new Dictionary<(string, string), DateTimeOffset>();
        foreach (var group in mails.Where(mail => mail.Reason == GateReasons.Unsubscribed).GroupBy(mail => mail.Purpose))
        {
            foreach (var (contactId, statement) in await unit.Consents.CurrentAsync([.. group.Select(mail => mail.ContactId).Distinct()], group.Key))
            {
                if (statement.Status == ConsentStatus.Withdrawn)
                {
                    found[(contactId, group.Key)] = statement.Time;
                }
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<MailRow>> OfAsync(
        IReadOnlyCollection<SendRecord> mails, IReadOnlyDictionary<(string ContactId, string Purpose), DateTimeOffset> withdrawals)
    {
        var names = await journeys.FindAsync(mails.Select(mail => mail.Key.Journey));
        var rows = new List<MailRow>(mails.Count);
        foreach (var mail in mails)
        {
            // Who withdrew again after the mail was decided about had another reason then.
            var withdrawn = withdrawals.TryGetValue((mail.ContactId, mail.Purpose), out var time) && time <= mail.UpdatedAt;
            rows.Add(new MailRow(mail, names[mail.Key.Journey], texts.Why(mail, withdrawn ? await clock.ConvertToLocalAsync(time) : null)));
        }

        return rows;
    }
}
