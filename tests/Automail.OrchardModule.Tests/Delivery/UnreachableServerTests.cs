using System.Net;
using System.Net.Sockets;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior.UserRegistered;
using Automail.OrchardModule.Delivery.SendTemplatedEmail;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Delivery;

/// <summary>A site whose mail server cannot be reached: its port was free a moment ago.</summary>
public sealed class SiteWithoutServer : Site
{
    public int Port { get; } = FreePort();

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("OrchardCore:Automail:Delivery", "Smtp"),
        new("OrchardCore:Automail:Host", "127.0.0.1"),
        new("OrchardCore:Automail:Port", $"{Port}"),
    ];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

public sealed class UnreachableServerTests(SiteWithoutServer site) : IClassFixture<SiteWithoutServer>
{
    [Fact]
    public async Task Mail_waits_with_the_reason_and_is_tried_again()
    {
        await site.TakeAsync("contact.updated", "waiting@mail.test", "{}");
        await site.PublishTemplateAsync("waiting", _ => { });

        var record = await site.SendAsync("waiting", "waiting@mail.test");
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        await site.SweepAsync();

        record.State.ShouldBe(SendState.Queued);
        record.Reason.ShouldNotBeNull().ShouldContain($"127.0.0.1:{site.Port}");
        var again = (await site.MailsOfAsync("waiting@mail.test")).ShouldHaveSingleItem();
        (again.State, again.Attempts).ShouldBe((SendState.Queued, 2));
    }

    [Fact]
    public async Task Who_leaves_a_finished_journey_while_its_last_mail_waits_does_not_get_it()
    {
        await site.PublishTemplateAsync("last", _ => { });
        await site.SaveAsync(new FlowBuilder("last")
            .Start<UserRegisteredEvent>("start", new { ExitOn = new[] { EventTypes.OrderPlaced } })
            .Then<SendTemplatedEmailTask>("mail", new { Template = "last" })
            .Build());
        await site.RegisterAsync("buyer@mail.test");
        await site.RegisterAsync("reader@mail.test");
        (await site.PassagesAsync("last", "buyer@mail.test")).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
        (await site.MailsOfAsync("buyer@mail.test")).ShouldHaveSingleItem().State.ShouldBe(SendState.Queued);

        await site.OrderAsync("buyer@mail.test");

        var kept = (await site.MailsOfAsync("buyer@mail.test")).ShouldHaveSingleItem();
        (kept.State, kept.Reason).ShouldBe((SendState.Skipped, GateReasons.JourneyEnded));
        (await site.MailsOfAsync("reader@mail.test")).ShouldHaveSingleItem().State.ShouldBe(SendState.Queued);
        await site.PassAsync(TimeSpan.FromHours(2));
        (await site.MailsOfAsync("buyer@mail.test")).ShouldHaveSingleItem().ShouldBe(kept);
    }
}
