using System.Net;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior.CartAbandoned;
using Automail.OrchardModule.Behavior.LinkClicked;
using Automail.OrchardModule.Delivery.SendTemplatedEmail;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using MimeKit;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Stories;

/// <summary>
/// From an abandoned cart to a tracked e-mail, in a real Orchard site: events come in over HTTP, a workflow waits, decides and sends, mail lies in the pickup
/// folder, and the reader's browser follows its links.
/// </summary>
[Collection(nameof(SharedSite))]
public sealed class AbandonedCartStory(Site site) : IAsyncLifetime
{
    private const string Journey = "cart-recovery";

    private static int _people;

    private readonly string _ann = $"ann{Interlocked.Increment(ref _people)}@story.example";

    public async ValueTask InitializeAsync()
    {
        await site.ClearAsync();
        await site.PublishTemplateAsync("cart-reminder", part =>
        {
            (part.Purpose, part.Subject) = ("marketing", "{{ contact.firstName }}, your cart is waiting");
            part.Html = "<ul>{% for item in event.items %}<li><a href=\"{{ item.url }}\">{{ item.quantity }} x {{ item.name }}</a></li>{% endfor %}</ul><p>{{ event.total }}</p>";
        });
        foreach (var name in (string[])["cart-help", "cart-last"])
        {
            await site.PublishTemplateAsync(name, part => (part.Purpose, part.Subject) = ("marketing", name));
        }

        // A cart is left for an hour: remind. Whoever looks again and has never ordered gets help four hours later, and a last word a day after that. An order ends it all.
        await site.SaveAsync(new FlowBuilder(Journey)
            .Start<CartAbandonedEvent>("abandoned", new { IdleTime = "PT1H", MinimumValue = 20, ExitOn = new[] { "order.placed" } })
            .Then<SendTemplatedEmailTask>("remind", new { Template = "cart-reminder" })
            .Then<LinkClickedEvent>("looks", new { Template = "cart-reminder" })
            .Then<IfElseTask>("customer", new { Syntax = "Liquid", LiquidCondition = new { Expression = "{% if contact.orderCount > 0 %}true{% else %}false{% endif %}" } })
            .From("customer", "False").Then<DelayEvent>("think", new { Duration = "PT4H" })
            .Then<SendTemplatedEmailTask>("help", new { Template = "cart-help" })
            .Then<DelayEvent>("day", new { Duration = "P1D" })
            .Then<SendTemplatedEmailTask>("last", new { Template = "cart-last" })
            .Build());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_cart_is_left_and_a_mail_brings_its_owner_back()
    {
        await RegisterAsync();
        await FillCartAsync(quantity: 3);

        await PassAsync(TimeSpan.FromMinutes(59));
        site.MailTo(_ann).ShouldBeEmpty();
        await PassAsync(TimeSpan.FromMinutes(1));

        var mail = site.MailTo(_ann).ShouldHaveSingleItem();
        await ShouldHaveTheRightHeadersAsync(mail);
        mail.Subject.ShouldBe("Ann, your cart is waiting");
        mail.HtmlBody!.ShouldContain("3 x Mug &lt;blue&gt;");
        mail.TextBody!.ShouldContain("3 x Mug <blue>");

        await FollowAsync(LinkIn(mail), "https://shop.example/mugs/blue");
        (await StepAsync()).ShouldBe("think");

        await PassAsync(TimeSpan.FromHours(4));
        site.MailTo(_ann).Select(message => message.Subject).ShouldBe(["Ann, your cart is waiting", "cart-help"], ignoreOrder: true);

        await OrderAsync();
        (await site.PassagesAsync(Journey, _ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Exited);
        await PassAsync(TimeSpan.FromDays(7));

        site.MailTo(_ann).Count.ShouldBe(2);
        (await site.MailsOfAsync(_ann)).ShouldAllBe(record => record.State == SendState.Sent);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_orders_in_between_gets_no_mail()
    {
        await RegisterAsync();
        await FillCartAsync(quantity: 3);
        await PassAsync(TimeSpan.FromMinutes(30));

        await OrderAsync();
        await PassAsync(TimeSpan.FromDays(7));

        site.MailTo(_ann).ShouldBeEmpty();
        (await site.MailsOfAsync(_ann)).ShouldBeEmpty();
        (await site.PassagesAsync(Journey, _ann)).ShouldBeEmpty();
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_at_the_moment_at_which_the_mail_is_due_comes_first()
    {
        await RegisterAsync();
        await FillCartAsync(quantity: 3);
        await PassAsync(TimeSpan.FromHours(1));
        await FollowAsync(LinkIn(site.MailTo(_ann)[0]), "https://shop.example/mugs/blue");
        site.Clock.Advance(TimeSpan.FromHours(4));

        await OrderAsync();

        site.MailTo(_ann).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_cart_of_little_value_is_left_alone_and_a_fuller_one_is_not()
    {
        await RegisterAsync();
        await FillCartAsync(quantity: 1);
        await PassAsync(TimeSpan.FromHours(2));
        site.MailTo(_ann).ShouldBeEmpty();

        await FillCartAsync(quantity: 2);
        await PassAsync(TimeSpan.FromHours(1));

        site.MailTo(_ann).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_unsubscribes_with_one_click_gets_nothing_more_and_the_mail_log_tells_why()
    {
        await RegisterAsync();
        await FillCartAsync(quantity: 3);
        await PassAsync(TimeSpan.FromHours(1));
        var mail = site.MailTo(_ann).ShouldHaveSingleItem();
        await FollowAsync(LinkIn(mail), "https://shop.example/mugs/blue");

        using var browser = site.NewBrowser(followRedirects: false);
        using var form = new FormUrlEncodedContent([new KeyValuePair<string, string>("List-Unsubscribe", "One-Click")]);
        var unsubscribe = mail.Headers["List-Unsubscribe"]!.Split(',').Select(part => part.Trim(' ', '<', '>')).Single(part => part.StartsWith("https:", StringComparison.Ordinal));
        using var response = await browser.PostAsync(unsubscribe, form, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await PassAsync(TimeSpan.FromHours(4));

        site.MailTo(_ann).Count.ShouldBe(1);
        (await site.MailsOfAsync(_ann)).Single(record => record.Template == "cart-help").Reason.ShouldBe("unsubscribed");
    }

    private async Task ShouldHaveTheRightHeadersAsync(MimeMessage mail)
    {
        var record = (await site.MailsOfAsync(_ann)).ShouldHaveSingleItem();
        var passage = (await site.PassagesAsync(Journey, _ann)).ShouldHaveSingleItem();
        record.Key.ShouldBe(new SendKey($"workflow:{Journey}", passage.Version, passage.Instance!, "remind", 0));
        mail.MessageId.ShouldBe($"{record.Key.ToId()}@shop.example");
        mail.To.Mailboxes.Single().Address.ShouldBe(_ann);
        mail.From.Mailboxes.Single().Address.ShouldBe("shop@shop.example");
        mail.Headers["List-Unsubscribe"]!.ShouldContain("<https://shop.example/automail/unsubscribe/");
        mail.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        mail.Headers["Auto-Submitted"].ShouldBe("auto-generated");
    }

    private static string LinkIn(MimeMessage mail)
    {
        const string Start = "https://shop.example/automail/c/";
        var at = mail.HtmlBody!.IndexOf(Start, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);
        return mail.HtmlBody[at..mail.HtmlBody.IndexOf('"', at)];
    }

    private async Task FollowAsync(string link, string target)
    {
        using var browser = site.NewBrowser(followRedirects: false);
        using var response = await browser.GetAsync(link, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location!.OriginalString.ShouldBe(target);
        await SweepTwiceAsync();
    }

    private Task RegisterAsync()
        => PostAsync("user.registered", $$"""{ "email": "{{_ann}}", "name": "Ann Smith", "consent": { "purpose": "marketing", "source": "checkout" } }""");

    private Task FillCartAsync(int quantity) => PostAsync("cart.updated", $$"""
        { "cartId": "cart-{{_ann}}", "currency": "EUR",
          "items": [ { "sku": "mug-1", "name": "Mug <blue>", "quantity": {{quantity}}, "price": 12.00, "url": "https://shop.example/mugs/blue" } ] }
        """);

    private Task OrderAsync() => PostAsync("order.placed", """{ "orderId": "o-1", "currency": "EUR", "total": 36 }""");

    private async Task PostAsync(string type, string data)
    {
        using var response = await site.PostEventsAsync($$"""
            { "specversion": "1.0", "type": "{{type}}", "source": "shop", "id": "{{_ann}}-{{type}}-{{site.Clock.Now.ToUnixTimeSeconds()}}", "subject": "{{_ann}}",
              "time": "{{site.Clock.Now:yyyy-MM-ddTHH:mm:ssZ}}", "data": {{data}} }
            """);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await SweepTwiceAsync();
    }

    private async Task PassAsync(TimeSpan time)
    {
        site.Clock.Advance(time);
        await SweepTwiceAsync();
    }

    /// <summary>Everything twice, and side by side: as two nodes would that know nothing of each other.</summary>
    private Task SweepTwiceAsync() => Task.WhenAll(
        Task.Run(() => site.RunBackgroundTaskAsync<DelayBackgroundTask>()),
        Task.Run(() => site.RunBackgroundTaskAsync<DueBackgroundTask>()),
        Task.Run(() => site.RunBackgroundTaskAsync<DelayBackgroundTask>()));

    private async Task<string> StepAsync()
    {
        var workflow = (await site.WorkflowsAsync(Journey)).ShouldHaveSingleItem();
        workflow.Status.ShouldBe(WorkflowStatus.Halted, workflow.FaultMessage);
        return workflow.BlockingActivities.Single().ActivityId;
    }
}
