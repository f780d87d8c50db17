using System.Globalization;
using System.Net;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Stories;

/// <summary>The ready sequence <c>cart-recovery</c> from its recipe step, from the cart over HTTP to the last call.</summary>
public sealed class CartRecoveryStory(RemindingSite site) : IClassFixture<RemindingSite>
{
    private const string Sydney = "Australia/Sydney";
    private const string Amsterdam = "Europe/Amsterdam";

    [Fact]
    public async Task A_reminder_after_an_hour_help_a_day_later_and_a_last_call_another_day_later()
    {
        const string Eva = "eva@cart.example";
        const string Femke = "femke@cart.example";
        await LeaveCartAsync(Eva, "Eva Brown", "en", Sydney);
        await FillCartAsync(Femke, "Femke Visser", "nl", Amsterdam);

        await site.GoToAsync(TimeSpan.FromDays(14));

        var (eva, femke) = (Reminded(Sydney), Reminded(Amsterdam));
        site.Arrivals(Eva, Sydney).ShouldBe([new(0, eva, "Eva, your cart is waiting"), new(1, eva, "A question about Mug?"), new(2, eva, "Shall we put it back, Eva?")]);
        site.Arrivals(Femke, Amsterdam).ShouldBe([new(0, femke, "Femke, je mandje wacht nog"), new(1, femke, "Een vraag over Mug?"), new(2, femke, "Zullen we het terugleggen, Femke?")]);
        site.MailTo(Femke)[0].HtmlBody!.ShouldContain("lang=\"nl\"");
        (await site.PassageAsync("cart-recovery", Femke))!.Status.ShouldBe(EnrollmentStatus.Completed);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_comes_back_by_the_link_is_left_alone_for_two_days()
    {
        const string Gerda = "gerda@cart.example";
        await LeaveCartAsync(Gerda, "Gerda Smit", "nl", Amsterdam);
        await site.GoToAsync(TimeSpan.FromHours(2));

        using var browser = site.NewBrowser(followRedirects: false);
        using var response = await browser.GetAsync(LinkIn(site.MailTo(Gerda).ShouldHaveSingleItem().HtmlBody!), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        var clicked = Local(site.Clock.Now, Amsterdam);
        await site.GoToAsync(TimeSpan.FromDays(14));

        site.Arrivals(Gerda, Amsterdam).ShouldBe([new(0, Reminded(Amsterdam), "Gerda, je mandje wacht nog"), new(2, clicked, "Zullen we het terugleggen, Gerda?")]);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_orders_in_between_gets_no_more_of_it()
    {
        const string Hugo = "hugo@cart.example";
        await LeaveCartAsync(Hugo, "Hugo White", "en", Sydney);
        await site.GoToAsync(TimeSpan.FromHours(30));
        site.Arrivals(Hugo, Sydney).Count.ShouldBe(2);

        await site.OrderAsync(Hugo);
        await site.GoToAsync(TimeSpan.FromDays(14));

        site.Arrivals(Hugo, Sydney).Count.ShouldBe(2);
        (await site.PassageAsync("cart-recovery", Hugo))!.Status.ShouldBe(EnrollmentStatus.GoalReached);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_orders_before_the_hour_is_over_or_leaves_little_behind_is_not_reminded()
    {
        const string Iris = "iris@cart.example";
        const string Jan = "jan@cart.example";
        await LeaveCartAsync(Iris, "Iris Mol", "nl", Amsterdam);
        await FillCartAsync(Jan, "Jan Kok", "nl", Amsterdam, quantity: 1);
        await site.GoToAsync(TimeSpan.FromMinutes(59));

        await site.OrderAsync(Iris);
        await site.GoToAsync(TimeSpan.FromDays(14));

        site.MailTo(Iris).ShouldBeEmpty();
        site.MailTo(Jan).ShouldBeEmpty();
        (await site.PassageAsync("cart-recovery", Jan)).ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_unsubscribes_in_between_gets_nothing_more_and_the_log_says_why()
    {
        const string Kim = "kim@cart.example";
        await LeaveCartAsync(Kim, "Kim Black", "en", Sydney);
        await site.GoToAsync(TimeSpan.FromHours(3));

        await site.UnsubscribeAsync(site.MailTo(Kim).ShouldHaveSingleItem());
        await site.GoToAsync(TimeSpan.FromDays(14));

        site.MailTo(Kim).Count.ShouldBe(1);
        (await site.MailsOfAsync(Kim)).Where(mail => mail.Reason is not null).Select(mail => (mail.Template, mail.Reason)).ShouldBe([("cart-2", "unsubscribed"), ("cart-3", "unsubscribed")], ignoreOrder: true);
        site.Errors.Lines.ShouldBeEmpty();
    }

    private async Task LeaveCartAsync(string email, string name, string locale, string zone)
    {
        await site.BeginAsync();
        await FillCartAsync(email, name, locale, zone);
    }

    private async Task FillCartAsync(string email, string name, string locale, string zone, int quantity = 3)
    {
        await site.RegisterAsync(email, name, locale, zone);
        await site.PostAsync("cart.updated", email, $$"""
            { "cartId": "cart-{{email}}", "currency": "EUR",
              "items": [ { "sku": "mug-1", "name": "Mug", "quantity": {{quantity}}, "price": 12.00, "url": "https://shop.example/mugs/blue" } ] }
            """);
    }

    private string Reminded(string zone) => Local(site.Start.AddHours(1), zone);

    private static string Local(DateTimeOffset time, string zone) => TimeZoneInfo.ConvertTime(time, TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string LinkIn(string html)
    {
        const string Start = "https://shop.example/automail/c/";
        var at = html.IndexOf(Start, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);
        return html[at..html.IndexOf('"', at)];
    }
}
