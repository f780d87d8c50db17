using System.Text;
using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>Mail that speaks of the reader's cart, orders and viewed products, on a real site.</summary>
[Collection(nameof(SharedSite))]
public sealed class PersonalMailTests(Site site)
{
    [Fact]
    public async Task A_mail_shows_the_readers_own_cart_orders_and_products_and_what_shops_wrote_is_encoded()
    {
        const string Eve = "eve@personal.example";
        var minute = 0;
        await HappensAsync("user.registered", Eve, $$"""{ "email": "{{Eve}}", "name": "Eve", "locale": "en-GB" }""");
        await HappensAsync("order.placed", Eve, """{ "orderId": "o1", "currency": "EUR", "total": 5, "items": [] }""");
        await HappensAsync("order.placed", Eve, """{ "orderId": "o2", "currency": "EUR", "total": 7.5, "items": [ { "sku": "m", "name": "<i>Mug</i>", "quantity": 1, "price": 7.5 } ] }""");
        await HappensAsync("product.viewed", Eve, """{ "sku": "t", "name": "Tea", "url": "/tea" }""");
        await HappensAsync("product.viewed", Eve, """{ "sku": "p", "name": "Pot \" onmouseover=x <b>", "url": "/pot" }""");
        await HappensAsync("product.viewed", Eve, """{ "sku": "t", "name": "Green tea", "url": "/tea" }""");
        await HappensAsync("cart.updated", Eve, """{ "cartId": "personal-1", "currency": "EUR", "items": [ { "sku": "m", "name": "<script>Mug</script>", "quantity": 2, "price": 10 } ] }""");
        await HappensAsync("cart.updated", Eve, """{ "cartId": "personal-2", "currency": "EUR", "items": [] }""");
        await HappensAsync("cart.updated", "mallory@personal.example", """{ "cartId": "personal-3", "currency": "USD", "items": [ { "sku": "x", "quantity": 9, "price": 99 } ] }""");
        await site.PublishTemplateAsync("personal", part =>
        {
            part.Subject = "{{ cart.total | money: cart.currency }} in your cart";
            part.Html = """
                <p>{% for order in orders %}[{{ order.orderId }} {{ order.total | money: order.currency }} {{ order.items.first.name | default: "-" }} {{ order.time | date: "%H:%M" }}]{% endfor %}</p>
                <p>{% for product in viewed %}<a href="{{ product.url }}" title="{{ product.name }}">{{ product.sku }} {{ product.name }}</a>; {% endfor %}</p>
                {% shape "EmailCartItems", items: cart.items, currency: cart.currency, total: cart.total %}
                """;
        });

        (await site.SendAsync("personal", Eve)).State.ShouldBe(SendState.Sent);

        var mail = site.MailTo(Eve).ShouldHaveSingleItem();
        mail.Subject.ShouldBe("€20.00 in your cart");
        mail.HtmlBody.ShouldNotBeNull().ShouldNotContain("<script>");
        mail.HtmlBody.ShouldNotContain("<b>");
        mail.HtmlBody.ShouldNotContain("<i>");
        mail.HtmlBody.ShouldContain("title=\"Pot &quot; onmouseover=x &lt;b&gt;\"");
        var text = string.Join(' ', mail.TextBody.ShouldNotBeNull().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text.ShouldMatch(@"\[o2 €7\.50 <i>Mug</i> \d\d:\d\d\]\[o1 €5\.00 - \d\d:\d\d\]");
        text.ShouldMatch("t Green tea.*p Pot");
        text.ShouldNotContain("t Tea");
        text.ShouldContain("<script>Mug</script>");
        text.ShouldNotContain("$");

        Task<IntakeResult> HappensAsync(string type, string subject, string data)
            => site.WithAsync<Intake, IntakeResult>(intake => intake.AcceptAsync(CloudEventReader.Read(
                Encoding.UTF8.GetBytes(SiteActs.Event(type, subject, data).Replace(
                    "\"specversion\"", $"\"time\": \"{site.Clock.Now.AddHours(-1).AddMinutes(minute++):yyyy-MM-ddTHH:mm:ssZ}\", \"specversion\"", StringComparison.Ordinal)),
                site.Clock.Now)));
    }

    [Fact]
    public async Task Who_did_nothing_gets_what_the_template_has_for_them()
    {
        const string New = "new@personal.example";
        await site.TakeAsync("user.registered", New, $$"""{ "email": "{{New}}" }""");
        await site.PublishTemplateAsync("impersonal", part => part.Html =
            "<p>{% if cart %}cart{% else %}no cart{% endif %}, {{ orders.size }} orders, {% for product in viewed %}seen{% else %}nothing seen{% endfor %}</p>");

        (await site.SendAsync("impersonal", New)).State.ShouldBe(SendState.Sent);

        site.MailTo(New).ShouldHaveSingleItem().TextBody.ShouldNotBeNull().Trim().ShouldBe("no cart, 0 orders, nothing seen");
    }
}
