using Automail.Engine.Contacts;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;

namespace Automail.Engine.Flow;

/// <summary>The names that conditions and templates speak of (design, section 4): contact, event, site and enrollment.</summary>
public static class MailModel
{
    /// <summary>The model for a contact.</summary>
    /// <param name="contact">Who.</param>
    /// <param name="site">The site.</param>
    /// <param name="entered">The event that it is about, or null.</param>
    /// <param name="enrollment">The enrollment, or null.</param>
    public static Dictionary<string, object?> Create(Contact contact, SiteProfile site, EnteringEvent? entered, Enrollment? enrollment)
        => new(StringComparer.Ordinal)
        {
            ["contact"] = OfContact(contact),
            ["site"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = site.Name, ["url"] = site.Url, ["address"] = site.Address },
            ["event"] = OfEvent(entered),
            ["enrollment"] = enrollment is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["sequence"] = enrollment.JourneyId,
                ["step"] = enrollment.StepId,
                ["enteredAt"] = enrollment.EnteredAt,
            },
        };

    private static Dictionary<string, object?> OfContact(Contact contact)
    {
        var attributes = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in contact.Attributes)
        {
            attributes[name] = JsonModel.FromElement(value, "contact.attributes");
        }

        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["email"] = contact.Email,
            ["name"] = contact.Name,
            ["firstName"] = contact.GivenName,
            ["locale"] = contact.Locale,
            ["timeZone"] = contact.TimeZone,
            ["tags"] = contact.Tags.ToList<object?>(),
            ["orderCount"] = contact.OrderCount,
            ["orderTotal"] = contact.OrderTotal,
            ["lastOrderTime"] = contact.LastOrderTime,
            ["attributes"] = attributes,
        };
    }

    private static Dictionary<string, object?> OfEvent(EnteringEvent? entered)
    {
        if (entered is null)
        {
            return new Dictionary<string, object?>(StringComparer.Ordinal);
        }

        var model = new Dictionary<string, object?>(JsonModel.FromObject(entered.Data, "event"), StringComparer.Ordinal)
        {
            ["type"] = entered.Type,
            ["time"] = entered.Time,
        };
        return model;
    }
}
