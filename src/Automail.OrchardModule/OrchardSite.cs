using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Behavior;
using Automail.OrchardModule.Delivery.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrchardCore.Email;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Localization;
using OrchardCore.Settings;
using OrchardSettings = OrchardCore.Settings.ISite;

namespace Automail.OrchardModule;

/// <summary>The Orchard site as the engine sees it.</summary>
internal sealed class OrchardSite(
    ISiteService sites, AutomailSettingsReader settings, IOptions<DefaultSmtpOptions> configuredSmtp, IEnumerable<ICartIdleSource> idleSources) : Engine.ISite
{
    private volatile Known? _known;

    /// <inheritdoc/>
    public async ValueTask<SiteProfile> GetProfileAsync() => (await ReadAsync()).Profile;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<TimeSpan>> GetCartIdleTimesAsync()
    {
        var times = new SortedSet<TimeSpan> { (await GetProfileAsync()).CartIdle };
        foreach (var source in idleSources)
        {
            times.UnionWith((await source.GetIdleTimesAsync()).Where(time => time > TimeSpan.Zero));
        }

        return times;
    }

    /// <summary>What has to be set before mail can leave, in words for an operator; null when nothing is missing.</summary>
    public async ValueTask<string?> FindProblemAsync() => (await ReadAsync()).Problem;

    private async ValueTask<Known> ReadAsync()
    {
        var site = await sites.GetSiteSettingsAsync();
        if (_known is { } known && ReferenceEquals(known.Site, site))
        {
            return known;
        }

        var options = settings.Read(site);
        var url = (site.BaseUrl ?? "").Trim().TrimEnd('/');
        var sender = FindSender(site, options);
        var profile = new SiteProfile
        {
            Name = site.SiteName ?? "",
            Url = url,
            Address = options.PostalAddress,
            TimeZone = site.TimeZoneId,
            Locale = await FindLocaleAsync(),
            From = new Mailbox(sender ?? "", options.FromName ?? site.SiteName),
            ReplyTo = options.ReplyTo is null ? null : new Mailbox(options.ReplyTo),
            ReturnPath = options.ReturnPath,
            UnsubscribeMailto = options.UnsubscribeMailto,
            Gate = options.Gate,
            CartIdle = options.CartIdle,
            TrackLinks = options.TrackLinks,
            Utm = options.Utm,
        };
        _known = known = new Known(site, profile, FindProblem(url, sender) ?? FindProblem(options));
        return known;
    }

    /// <summary>The sender that was set for Automail, else the one of Orchard's own mail.</summary>
    private string? FindSender(OrchardSettings site, AutomailOptions options)
    {
        string?[] senders = [options.FromAddress, site.GetOrCreate<SmtpSettings>().DefaultSender, configuredSmtp.Value.DefaultSender];
        return senders.FirstOrDefault(sender => !string.IsNullOrWhiteSpace(sender))?.Trim();
    }

    private static string? FindProblem(string url, string? sender)
    {
        if (url.Length == 0)
        {
            return "The site's base URL is not set (Settings, General): links in mail need it.";
        }

        if (!(Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)))
        {
            return $"The site's base URL '{url}' (Settings, General) is not an absolute http or https address: links in mail need one.";
        }

        return sender is null ? "No sender is set (Settings, Email, Automail)."
            : EmailAddress.TryNormalize(sender, out _, out var problem) ? null
            : $"The sender '{sender}' (Settings, Email, Automail) {problem}";
    }

    private static string? FindProblem(AutomailOptions options)
    {
        if (options.Delivery == DeliveryMethod.Pickup)
        {
            return null;
        }

        try
        {
            options.Smtp?.Validate();
            return options.Smtp is null ? "No mail server is set (Settings, Email, Automail)." : null;
        }
        catch (FieldException e)
        {
            return $"The mail server cannot be used (Settings, Email, Automail): {e.Message}";
        }
    }

    private static async Task<string> FindLocaleAsync()
        => ShellScope.Services?.GetService<ILocalizationService>() is { } localization && await localization.GetDefaultCultureAsync() is { Length: > 0 } culture
            ? culture
            : "en";

    private sealed record Known(OrchardSettings Site, SiteProfile Profile, string? Problem);
}
