using Automail.Engine;
using Automail.Engine.Delivery;

namespace Automail.Cli.Demo;

/// <summary>The shop that the playground plays. Its address is known once the server listens.</summary>
internal sealed class DemoSite : ISite
{
    private SiteProfile _profile = new()
    {
        Name = "Lantern Tea",
        Url = "http://127.0.0.1",
        Address = "Quay 12, 1011 AB Amsterdam",
        TimeZone = "Europe/Amsterdam",
        From = new Mailbox("hello@shop.example", "Lantern Tea"),
        UnsubscribeMailto = "unsubscribe@shop.example",
    };

    /// <summary>The address that links in mail lead to.</summary>
    public string Url
    {
        get => _profile.Url;
        set => _profile = _profile with { Url = value };
    }

    public ValueTask<SiteProfile> GetProfileAsync() => ValueTask.FromResult(_profile);

    public ValueTask<IReadOnlyCollection<TimeSpan>> GetCartIdleTimesAsync() => ValueTask.FromResult<IReadOnlyCollection<TimeSpan>>([_profile.CartIdle]);
}
