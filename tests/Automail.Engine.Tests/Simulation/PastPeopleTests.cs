using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.InMemory;
using Automail.Engine.Simulation;
using Automail.Engine.Tests.Flow;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Simulation;

public sealed class PastPeopleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task People_are_taken_as_they_were_when_the_period_began()
    {
        var host = new FlowHost();
        await host.RegisterAsync("ann@example.org", true);
        await host.OrderAsync("ann@example.org");
        await host.AdvanceAsync(TimeSpan.FromDays(10));
        var begin = host.Clock.GetUtcNow();
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await host.OrderAsync("ann@example.org");
        await host.RegisterAsync("ben@example.org", true);
        await host.HappenAsync("ann@example.org", EventTypes.ContactUnsubscribed, new { purpose = "marketing" });
        await host.AdvanceAsync(TimeSpan.FromHours(1));

        var past = await host.Store.ReadAsync(unit => PastPeople.TakeAsync(unit, begin, host.Clock.GetUtcNow(), 100), Token);
        using var store = new InMemoryStore();
        await store.ExecuteAsync(async unit => await past.PutAsync(unit), Token);

        past.From.ShouldBe(begin);
        past.Events.Select(one => (one.Type, one.Subject)).ShouldBe([("order.placed", "ann@example.org"), ("user.registered", "ben@example.org"), ("contact.unsubscribed", "ann@example.org")], ignoreOrder: true);
        var ann = past.Contacts.ShouldHaveSingleItem();
        (ann.Email, ann.OrderCount, ann.OrderTotal, ann.LastOrderTime).ShouldBe(("ann@example.org", 1, 30m, FlowHost.Start));
        (await store.ReadAsync(unit => unit.Consents.CurrentAsync([ann.Id], "marketing"), Token))[ann.Id].Status.ShouldBe(ConsentStatus.Granted);
        (await store.ReadAsync(unit => unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, "ben@example.org")), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_too_many_events_the_newest_are_taken_and_the_beginning_moves()
    {
        var host = new FlowHost();
        await host.RegisterAsync("ann@example.org", true);
        var begin = host.Clock.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            await host.AdvanceAsync(TimeSpan.FromHours(1));
            await host.HappenAsync("ann@example.org", EventTypes.ProductViewed, new { sku = "a" });
        }

        var past = await host.Store.ReadAsync(unit => PastPeople.TakeAsync(unit, begin, host.Clock.GetUtcNow().AddHours(1), 2), Token);

        past.Events.Count.ShouldBe(2);
        past.From.ShouldBe(begin.AddHours(4));
    }
}
