using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.OrchardModule.Behavior.CartAbandoned;
using Automail.OrchardModule.Behavior.LinkClicked;
using Automail.OrchardModule.Behavior.OrderPlaced;
using Automail.OrchardModule.Behavior.UserRegistered;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Sequences.Journeys;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Services;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Behavior;

/// <summary>Which events each trigger wants.</summary>
[Collection(nameof(SharedSite))]
public sealed class TriggerTests(Site site) : IAsyncLifetime
{
    private const string Ann = "ann@example.com";

    public async ValueTask InitializeAsync() => await site.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("", "", "https://shop.example/any?x=1", "welcome", true)]
    [InlineData("*/mugs*", "", "https://shop.example/Mugs/blue", "welcome", true)]
    [InlineData("*/mugs*", "", "https://shop.example/plates", "welcome", false)]
    [InlineData("https://shop.example/cart", "", "https://shop.example/cart", "welcome", true)]
    [InlineData("https://shop.example/cart", "", "https://shop.example/cart/2", "welcome", false)]
    [InlineData("*\\d*", "", "https://shop.example/d", "welcome", false)]
    [InlineData("", "welcome", "https://shop.example/", "welcome", true)]
    [InlineData("", "welcome", "https://shop.example/", "welcome-2", false)]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", "", "https://shop.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "welcome", false)]
    public Task A_click_counts_by_link_and_template(string pattern, string template, string url, string clickedTemplate, bool wanted)
        => ShouldWantAsync<LinkClickedEvent>(new { Pattern = pattern, Template = template }, EventTypes.LinkClicked, new { url, template = clickedTemplate }, wanted);

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(20, 19.99, false)]
    [InlineData(20, 20, true)]
    public Task An_order_counts_by_its_total(decimal minimum, decimal total, bool wanted)
        => ShouldWantAsync<OrderPlacedEvent>(new { MinimumValue = minimum }, EventTypes.OrderPlaced, new { total }, wanted);

    [Theory]
    [InlineData("PT1H", 0, "PT1H", 5, true)]
    [InlineData("PT60M", 0, "PT1H", 5, true)]
    [InlineData("PT1H", 0, "PT2H", 5, false)]
    [InlineData("PT1H", 10, "PT1H", 5, false)]
    public Task An_abandoned_cart_counts_by_idle_time_and_value(string idle, decimal minimum, string reported, decimal total, bool wanted)
        => ShouldWantAsync<CartAbandonedEvent>(new { IdleTime = idle, MinimumValue = minimum }, EventTypes.CartAbandoned, new { idle = reported, total }, wanted);

    [Fact]
    public Task Every_registration_counts() => ShouldWantAsync<UserRegisteredEvent>(new { }, EventTypes.UserRegistered, new { email = Ann }, wanted: true);

    [Theory]
    [InlineData("PT30S")]
    [InlineData("P32D")]
    [InlineData("soon")]
    [InlineData(null)]
    public void An_idle_time_out_of_bounds_is_refused_by_name(string? idle)
        => Should.Throw<FieldException>(() => CartAbandonedEvent.ReadIdle(idle)).Field.ShouldBe("IdleTime");

    [Fact]
    public async Task Each_journey_hears_of_a_cart_after_its_own_idle_time()
    {
        foreach (var idle in (string[])["PT30M", "PT2H"])
        {
            await site.SaveAsync(new FlowBuilder(idle).Start<CartAbandonedEvent>("start", new { IdleTime = idle, MinimumValue = 10 }).Then<DelayEvent>("wait").Build());
        }

        (await site.WithAsync<ISite, IReadOnlyCollection<TimeSpan>>(async profile => await profile.GetCartIdleTimesAsync()))
            .ShouldBe([TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2)], ignoreOrder: true);
        await site.RegisterAsync(Ann);
        await FillCartAsync();

        await site.PassAsync(TimeSpan.FromMinutes(30));
        (await site.PassagesAsync("PT30M", Ann)).Count.ShouldBe(1);
        await site.PassAsync(TimeSpan.FromMinutes(60));
        (await site.PassagesAsync("PT2H", Ann)).ShouldBeEmpty();
        await site.PassAsync(TimeSpan.FromMinutes(30));

        (await site.PassagesAsync("PT2H", Ann)).Count.ShouldBe(1);
        (await site.PassagesAsync("PT30M", Ann)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_workflow_that_is_edited_without_notice_counts_at_once()
    {
        await site.SaveAsync(new FlowBuilder("cart").Start<CartAbandonedEvent>("start", new { IdleTime = "PT30M" }).Build());
        await IdleTimesAsync();

        await site.InScopeAsync(async services =>
        {
            // As Orchard's activity editor saves.
            var type = await services.GetRequiredService<IWorkflowTypeStore>().GetAsync("cart");
            type.Activities.Single().Properties["IdleTime"] = "PT45M";
            await services.GetRequiredService<YesSql.ISession>().SaveAsync(type);
        });

        (await IdleTimesAsync()).ShouldContain(TimeSpan.FromMinutes(45));
        (await IdleTimesAsync()).ShouldNotContain(TimeSpan.FromMinutes(30));
    }

    private Task<IReadOnlyCollection<TimeSpan>> IdleTimesAsync()
        => site.WithAsync<ISite, IReadOnlyCollection<TimeSpan>>(async profile => await profile.GetCartIdleTimesAsync());

    private Task FillCartAsync() => site.HappensAsync(EventTypes.CartUpdated, Ann, new
    {
        cartId = "c1",
        currency = "EUR",
        items = new[] { new { sku = "mug", name = "Mug", quantity = 2, price = 8 } },
    });

    private async Task ShouldWantAsync<TTrigger>(object properties, string type, object data, bool wanted)
        where TTrigger : JourneyTrigger
    {
        var happened = new BehaviorEvent("tests", "1", type, Ann, site.Clock.Now, JsonSerializer.SerializeToElement(data));
        var wants = await site.WithAsync<IActivityLibrary, bool>(library =>
        {
            var trigger = library.InstantiateActivity<TTrigger>(typeof(TTrigger).Name, JsonSerializer.SerializeToNode(properties)!.AsObject());
            trigger.EventType.ShouldBe(type);
            return Task.FromResult(trigger.Wants(happened));
        });

        wants.ShouldBe(wanted);
    }
}
