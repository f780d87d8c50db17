using Automail.Engine;
using Automail.Engine.Contacts;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Delivery.Settings;

/// <summary>Between the settings and their form. A value equal to what would be in force without it is not kept, so that configuration goes on to decide.</summary>
internal sealed class AutomailSettingsForm(AutomailSettingsReader reader, MailTransports transports, IStringLocalizer<AutomailSettingsForm> localizer)
{
    private const int MaxText = 500;
    private const int MaxTag = 100;
    private readonly IStringLocalizer S = localizer;

    /// <summary>Fills the form. The password never leaves the site.</summary>
    public static void Fill(AutomailSettingsViewModel model, AutomailSettings settings, AutomailOptions inForce)
    {
        model.InForce = inForce;
        model.HasPassword = inForce.Smtp?.Password is not null;
        model.Delivery = inForce.Delivery;
        model.Security = inForce.Smtp?.Security ?? settings.Security ?? default;
        model.TrackLinks = inForce.TrackLinks;
        (model.Host, model.Port, model.UserName, model.Connections, model.PickupFolder) = (settings.Host, settings.Port, settings.UserName, settings.Connections, settings.PickupFolder);
        (model.FromAddress, model.FromName, model.ReplyTo, model.ReturnPath) = (settings.FromAddress, settings.FromName, settings.ReplyTo, settings.ReturnPath);
        (model.UnsubscribeMailto, model.PostalAddress, model.FrequencyCap) = (settings.UnsubscribeMailto, settings.PostalAddress, settings.FrequencyCap);
        model.CartIdleMinutes = (int?)settings.CartIdle?.TotalMinutes;
        model.CapPeriodHours = (int?)settings.CapPeriod?.TotalHours;
        (model.QuietFrom, model.QuietTo) = (settings.QuietFrom, settings.QuietTo);
        (model.UtmSource, model.UtmMedium, model.UtmCampaign) = (settings.UtmSource, settings.UtmMedium, settings.UtmCampaign);
    }

    /// <summary>What is wrong with the form, by field.</summary>
    public IEnumerable<(string Field, string Problem)> Check(AutomailSettingsViewModel model)
    {
        (string Field, bool Holds, string Problem)[] rules =
        [
            (nameof(model.Delivery), Enum.IsDefined(model.Delivery), S["The delivery method is not known."]),
            (nameof(model.Host), Blank(model.Host) || Uri.CheckHostName(model.Host!.Trim()) != UriHostNameType.Unknown, S["The mail server is not a host name."]),
            (nameof(model.Port), model.Port is null or (>= 0 and <= 65_535), S["The port is not between 0 and 65535."]),
            (nameof(model.Security), Enum.IsDefined(model.Security), S["The protection is not known."]),
            (nameof(model.Connections), model.Connections is null or (>= 1 and <= 100), S["The number of connections is not between 1 and 100."]),
            (nameof(model.CartIdleMinutes), model.CartIdleMinutes is null or (>= 1 and <= 43_200), S["The cart's rest is not between 1 minute and 30 days."]),
            (nameof(model.FrequencyCap), model.FrequencyCap is null or (>= 0 and <= 10_000), S["The limit is not between 0 and 10,000 mails."]),
            (nameof(model.CapPeriodHours), model.CapPeriodHours is null or (>= 1 and <= 8_760), S["The period is not between an hour and a year."]),
            (nameof(model.QuietFrom), model.QuietFrom is null == model.QuietTo is null, S["Quiet hours need both a beginning and an end."]),
            (nameof(model.FromName), OneLine(model.FromName), S["The sender's name has to be one line of at most {0} characters.", MaxText]),
            (nameof(model.UserName), OneLine(model.UserName), S["The user name has to be one line of at most {0} characters.", MaxText]),
            (nameof(model.PostalAddress), (model.PostalAddress ?? "").Length <= MaxText, S["The postal address is longer than {0} characters.", MaxText]),
            (nameof(model.UtmSource), Tag(model.UtmSource), S["A UTM tag has to be one line of at most {0} characters.", MaxTag]),
            (nameof(model.UtmMedium), Tag(model.UtmMedium), S["A UTM tag has to be one line of at most {0} characters.", MaxTag]),
            (nameof(model.UtmCampaign), Tag(model.UtmCampaign), S["A UTM tag has to be one line of at most {0} characters.", MaxTag]),
            (nameof(model.PickupFolder), InSandbox(model.PickupFolder), S["The pickup folder leads out of the site's folder for mail."]),
        ];
        foreach (var rule in rules.Where(rule => !rule.Holds))
        {
            yield return (rule.Field, rule.Problem);
        }

        foreach (var (field, address) in Addresses(model))
        {
            if (!Blank(address) && !EmailAddress.TryNormalize(address, out _, out _))
            {
                yield return (field, S["'{0}' is not an e-mail address.", address!]);
            }
        }
    }

    /// <summary>Takes a checked form over.</summary>
    public void Apply(AutomailSettingsViewModel model, AutomailSettings settings)
    {
        var without = AutomailOptions.Create(new AutomailSettings(), reader.Configured, _ => null);
        settings.Delivery = model.Delivery == without.Delivery ? null : model.Delivery;
        settings.Security = model.Security == (without.Smtp?.Security ?? default) ? null : model.Security;
        settings.TrackLinks = model.TrackLinks == without.TrackLinks ? null : model.TrackLinks;
        (settings.Host, settings.Port, settings.UserName) = (Text(model.Host), model.Port, Text(model.UserName));
        (settings.Connections, settings.PickupFolder) = (model.Connections, Text(model.PickupFolder));
        (settings.FromAddress, settings.FromName, settings.ReplyTo) = (Text(model.FromAddress), Text(model.FromName), Text(model.ReplyTo));
        (settings.ReturnPath, settings.UnsubscribeMailto) = (Text(model.ReturnPath), Text(model.UnsubscribeMailto));
        (settings.PostalAddress, settings.FrequencyCap) = (Text(model.PostalAddress), model.FrequencyCap);
        settings.CartIdle = model.CartIdleMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
        settings.CapPeriod = model.CapPeriodHours is { } hours ? TimeSpan.FromHours(hours) : null;
        (settings.QuietFrom, settings.QuietTo) = (model.QuietFrom, model.QuietTo);
        (settings.UtmSource, settings.UtmMedium, settings.UtmCampaign) = (Text(model.UtmSource), Text(model.UtmMedium), Text(model.UtmCampaign));
        if (!string.IsNullOrEmpty(model.Password))
        {
            settings.ProtectedPassword = reader.Protect(model.Password);
        }
        else if (settings.UserName is null)
        {
            settings.ProtectedPassword = null;
        }
    }

    private static (string Field, string? Address)[] Addresses(AutomailSettingsViewModel model) =>
    [
        (nameof(model.FromAddress), model.FromAddress),
        (nameof(model.ReplyTo), model.ReplyTo),
        (nameof(model.ReturnPath), model.ReturnPath),
        (nameof(model.UnsubscribeMailto), model.UnsubscribeMailto),
    ];

    private bool InSandbox(string? folder)
    {
        try
        {
            transports.PickupFolder(new AutomailOptions { PickupFolder = folder ?? "", PickupBase = reader.Configured.PickupBase });
            return true;
        }
        catch (Exception e) when (e is FieldException or ArgumentException or PathTooLongException)
        {
            return false;
        }
    }

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);

    private static string? Text(string? text) => Blank(text) ? null : text!.Trim();

    private static bool Tag(string? text) => OneLine(text) && (text ?? "").Length <= MaxTag;

    private static bool OneLine(string? text) => text is null || (text.Length <= MaxText && !text.Any(char.IsControl));
}
