using System.Security.Claims;
using Automail.OrchardModule.Behavior.Recording;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Behavior;

[Collection(nameof(SharedSite))]
public sealed class CartRecorderTests(Site site)
{
    private static readonly CartSnapshot Cart = new("c9", "EUR", [new CartLine("mug", "Mug", 2, 12.5m, "/mugs", "https://cdn.example/mug.png")]);

    [Fact]
    public async Task A_visitor_gets_a_cookie_and_their_cart_is_theirs_when_they_tell_who_they_are()
    {
        string? cookie = null;
        await InRequestAsync(null, null, async (recorder, context) =>
        {
            (await recorder.CartUpdatedAsync(Cart with { CartId = "anonymous" })).ShouldBeTrue();
            cookie = context.Response.Headers.SetCookie.ToString().Split(';')[0];
        });

        await InRequestAsync(cookie, null, async (recorder, _) =>
            (await recorder.IdentifyAsync(new ContactDetails("found@shop.test", "Ann", Consents: [new ConsentGiven("marketing", "checkout", "2")]))).ShouldBeTrue());

        var events = await site.EventsOfAsync("found@shop.test");
        events.Select(e => e.Type).ShouldBe(["contact.updated", "cart.updated"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_user_is_known_by_their_address_and_gets_what_they_did_before()
    {
        string? cookie = null;
        await InRequestAsync(null, null, async (recorder, context) =>
        {
            await recorder.ProductViewedAsync(new ProductSnapshot("mug", "Mug", "/mugs"));
            cookie = context.Response.Headers.SetCookie.ToString().Split(';')[0];
        });

        await InRequestAsync(cookie, "user@shop.test", (recorder, _) => recorder.CartUpdatedAsync(Cart with { CartId = "known" }));

        (await site.EventsOfAsync("user@shop.test")).Select(e => e.Type).ShouldBe(["cart.updated", "contact.updated", "product.viewed"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_order_told_twice_counts_once()
    {
        var order = new OrderSnapshot("o1", "EUR", 25m, Cart.Lines, "c9");
        var shopper = new Shopper("buyer@shop.test");

        await site.WithAsync<ICartRecorder, bool>(recorder => recorder.OrderPlacedAsync(order, shopper));
        await site.WithAsync<ICartRecorder, bool>(recorder => recorder.OrderPlacedAsync(order, shopper));

        (await site.FindContactAsync("buyer@shop.test"))!.OrderCount.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_logged_and_does_not_stop_the_shop()
    {
        site.Errors.Clear();

        var recorded = await site.WithAsync<ICartRecorder, bool>(recorder => recorder.CartUpdatedAsync(Cart with { Currency = "euro" }, new Shopper("bad@shop.test")));

        recorded.ShouldBeFalse();
        site.Errors.Lines.ShouldHaveSingleItem().ShouldContain("data.currency");
        site.Errors.Clear();
    }

    [Fact]
    public async Task In_a_request_that_writes_the_event_waits_for_the_commit()
    {
        await site.InScopeAsync(async services =>
        {
            var session = services.GetRequiredService<YesSql.ISession>();
            await session.BeginTransactionAsync();
            (await services.GetRequiredService<ICartRecorder>().CartUpdatedAsync(Cart with { CartId = "late" }, new Shopper("late@shop.test"))).ShouldBeTrue();
        });

        (await site.EventsOfAsync("late@shop.test")).ShouldHaveSingleItem();
    }

    private Task InRequestAsync(string? cookie, string? email, Func<ICartRecorder, HttpContext, Task> work)
        => site.InScopeAsync(async services =>
        {
            var context = new DefaultHttpContext { RequestServices = services };
            context.Request.Scheme = "https";
            if (cookie is not null)
            {
                context.Request.Headers.Cookie = cookie;
            }

            if (email is not null)
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("email", email)], "test"));
            }

            var accessor = services.GetRequiredService<IHttpContextAccessor>();
            accessor.HttpContext = context;
            try
            {
                await work(services.GetRequiredService<ICartRecorder>(), context);
            }
            finally
            {
                accessor.HttpContext = null;
            }
        });
}
