using Automail.Engine.Sequences;

namespace Automail.Cli.Tests.Simulate;

/// <summary>The sequences that come with Automail, run through virtual time. The results were worked out by hand from their definitions.</summary>
public sealed class ReadySequencesTests
{
    private const string Consent = """ "consent": { "purpose": "marketing", "source": "form", "textVersion": "1" } """;

    private const string NewYork = "America/New_York";

    private const string Order = """{ "orderId": "O-1", "currency": "EUR", "total": 30, "items": [ { "sku": "a", "name": "Mug", "quantity": 1, "price": 30 } ] }""";

    [Fact]
    public async Task Welcome_says_hello_at_once_and_writes_four_more_times_at_ten_in_the_morning_then_nurture_begins()
    {
        using var population = Ready("welcome", "nurture");

        // 10:30 in New York, where clocks go forward on March 8th.
        Register(population, "2026-03-02T15:30:00Z", "ada@example.org", NewYork);
        var run = await population.RunAsync("2026-06-01T00:00:00Z");

        run.Error.ShouldBe("");
        population.Results().ShouldBe(
        [
            "2026-03-02T15:30:00Z ada@example.org welcome@1 hello welcome-1",
            "2026-03-05T15:00:00Z ada@example.org welcome@1 suggestion welcome-2",
            "2026-03-08T14:00:00Z ada@example.org welcome@1 question welcome-3",
            "2026-03-11T14:00:00Z ada@example.org welcome@1 choice welcome-4",
            "2026-03-15T14:00:00Z ada@example.org welcome@1 goodbye welcome-5",

            // A week later is a Sunday; the first of the days on which nurture writes is the Tuesday.
            "2026-03-24T13:00:00Z ada@example.org nurture@1 letter-1 nurture-1",
            "2026-03-31T13:00:00Z ada@example.org nurture@1 letter-2 nurture-2",
            "2026-04-07T13:00:00Z ada@example.org nurture@1 letter-3 nurture-3",
            "2026-04-14T13:00:00Z ada@example.org nurture@1 letter-4 nurture-4",
            "2026-04-21T13:00:00Z ada@example.org nurture@1 letter-5 nurture-5",
            "2026-04-28T13:00:00Z ada@example.org nurture@1 letter-6 nurture-6",
            "2026-05-05T13:00:00Z ada@example.org nurture@1 letter-7 nurture-7",
        ]);
    }

    [Fact]
    public async Task Who_orders_during_the_welcome_has_arrived()
    {
        using var population = Ready("welcome", "nurture");

        Register(population, "2026-03-02T09:00:00Z", "ben@example.org", "UTC");
        population.Event("2026-03-06T08:00:00Z", "order.placed", "ben@example.org", Order);
        await population.RunAsync("2026-06-01T00:00:00Z");

        population.Results().ShouldBe(
        [
            "2026-03-02T09:00:00Z ben@example.org welcome@1 hello welcome-1",
            "2026-03-04T10:00:00Z ben@example.org welcome@1 suggestion welcome-2",
        ]);
    }

    [Fact]
    public async Task Cart_recovery_writes_three_times_within_72_hours_unless_the_order_comes()
    {
        using var population = Ready("cart-recovery");

        Register(population, "2026-03-02T09:00:00Z", "ada@example.org", "UTC");
        Register(population, "2026-03-02T09:00:01Z", "ben@example.org", "UTC");
        Register(population, "2026-03-02T09:00:02Z", "cleo@example.org", "UTC");
        Cart(population, "2026-03-02T20:00:00Z", "ada@example.org", 25);
        Cart(population, "2026-03-02T20:00:01Z", "ben@example.org", 25);
        Cart(population, "2026-03-02T20:00:02Z", "cleo@example.org", 15);
        population.Event("2026-03-03T12:00:00Z", "order.placed", "ben@example.org", Order);

        // Within a week of her last entry, and after it.
        Cart(population, "2026-03-06T20:00:00Z", "ada@example.org", 40);
        Cart(population, "2026-03-09T20:00:00Z", "ada@example.org", 60);
        await population.RunAsync("2026-03-10T00:00:00Z");

        population.Results().ShouldBe(
        [
            "2026-03-02T21:00:00Z ada@example.org cart-recovery@1 reminder cart-1",
            "2026-03-02T21:00:01Z ben@example.org cart-recovery@1 reminder cart-1",
            "2026-03-03T21:00:00Z ada@example.org cart-recovery@1 help cart-2",
            "2026-03-04T21:00:00Z ada@example.org cart-recovery@1 last-call cart-3",
            "2026-03-09T21:00:00Z ada@example.org cart-recovery@1 reminder cart-1",
        ]);
    }

    [Fact]
    public async Task Who_follows_a_link_and_does_not_order_is_asked_a_day_later()
    {
        using var population = Ready("click-followup");

        Register(population, "2026-03-02T09:00:00Z", "ada@example.org", "UTC");
        Register(population, "2026-03-02T09:00:01Z", "ben@example.org", "UTC");
        population.Event("2026-03-03T10:00:00Z", "link.clicked", "ada@example.org", """{ "url": "https://shop.example/cart", "template": "cart-1" }""");
        population.Event("2026-03-03T10:00:01Z", "link.clicked", "ben@example.org", """{ "url": "https://shop.example/cart", "template": "cart-1" }""");
        population.Event("2026-03-03T11:00:00Z", "order.placed", "ben@example.org", Order);
        population.Event("2026-03-04T12:00:00Z", "link.clicked", "ada@example.org", """{ "url": "https://shop.example/", "template": "welcome-2" }""");
        await population.RunAsync("2026-03-10T00:00:00Z");

        population.Results().ShouldBe(["2026-03-04T10:00:00Z ada@example.org click-followup@1 again click-followup"]);
    }

    [Fact]
    public async Task After_an_order_comes_help_and_then_the_request_for_a_review()
    {
        using var population = Ready("post-purchase");

        Register(population, "2026-03-02T09:00:00Z", "ada@example.org", "Europe/Amsterdam");
        population.Event("2026-03-03T22:30:00Z", "order.placed", "ada@example.org", Order);

        // A second order meanwhile asks for no second review.
        population.Event("2026-03-10T10:00:00Z", "order.placed", "ada@example.org", Order.Replace("O-1", "O-2", StringComparison.Ordinal));
        await population.RunAsync("2026-05-01T00:00:00Z");

        population.Results().ShouldBe(
        [
            "2026-03-09T08:00:00Z ada@example.org post-purchase@1 use post-purchase",
            "2026-03-18T08:00:00Z ada@example.org post-purchase@1 review review-request",
        ]);
    }

    [Fact]
    public async Task Win_back_writes_to_who_has_not_ordered_for_sixty_days_and_again_to_who_does_not_answer()
    {
        using var population = Ready("win-back");

        foreach (var name in (string[])["ada", "ben", "cleo"])
        {
            Register(population, "2026-01-05T09:00:00Z", $"{name}@example.org", "UTC");
            population.Event("2026-01-05T10:00:00Z", "order.placed", $"{name}@example.org", Order);
        }

        // Ben orders again, so that his sixty days begin anew; Cleo follows a link of the first mail.
        population.Event("2026-02-01T10:00:00Z", "order.placed", "ben@example.org", Order.Replace("O-1", "O-2", StringComparison.Ordinal));
        population.Event("2026-03-08T10:00:00Z", "link.clicked", "cleo@example.org", """{ "url": "https://shop.example/", "template": "win-back" }""");
        await population.RunAsync("2026-04-30T00:00:00Z");

        population.Results().ShouldBe(
        [
            "2026-03-06T10:00:00Z ada@example.org win-back@1 miss-you win-back",
            "2026-03-06T10:00:00Z cleo@example.org win-back@1 miss-you win-back",
            "2026-03-20T10:00:00Z ada@example.org win-back@1 last win-back-2",
            "2026-04-02T10:00:00Z ben@example.org win-back@1 miss-you win-back",
            "2026-04-16T10:00:00Z ben@example.org win-back@1 last win-back-2",
        ]);
    }

    [Fact]
    public async Task Best_wishes_come_at_nine_on_the_birthday_once_a_year()
    {
        using var population = Ready("birthday");

        Born("ada@example.org", "1990-05-04", "Europe/Amsterdam");
        Born("ben@example.org", "2000-02-29", "America/New_York");
        Born("cleo@example.org", null, "UTC");

        // Told again, and told anew: once a year all the same.
        population.Event("2026-05-04T12:00:00Z", "contact.updated", "ada@example.org", """{ "attributes": { "birthday": "1990-05-04" } }""");
        population.Event("2026-05-05T12:00:00Z", "contact.updated", "ada@example.org", """{ "attributes": { "birthday": "1990-05-06" } }""");
        (await population.RunAsync("2028-03-01T00:00:00Z")).Error.ShouldBe("");

        population.Results().ShouldBe(
        [
            "2026-05-04T07:00:00Z ada@example.org birthday@1 wishes birthday",
            "2027-02-28T14:00:00Z ben@example.org birthday@1 wishes birthday",
            "2027-05-06T07:00:00Z ada@example.org birthday@1 wishes birthday",
            "2028-02-29T14:00:00Z ben@example.org birthday@1 wishes birthday",
        ]);

        void Born(string address, string? day, string zone)
            => population.Event(
                "2026-03-02T09:00:00Z",
                "user.registered",
                address,
                $$"""{ "email": "{{address}}", "timeZone": "{{zone}}", {{Consent}}{{(day is null ? "" : $", \"attributes\": {{ \"birthday\": \"{day}\" }}")}} }""");
    }

    [Fact]
    public async Task Together_they_have_nothing_that_the_linter_or_the_simulator_objects_to()
    {
        using var population = Ready([.. ReadySequences.Ids]);

        var lint = await Run.AutomailAsync("lint", population.SequencesPath, "--fail-on", "warning");
        var run = await population.RunAsync("2026-03-10T00:00:00Z");

        lint.ExitCode.ShouldBe(0, lint.Output);
        run.Error.ShouldBe("");
        run.ExitCode.ShouldBe(0);
    }

    private static Population Ready(params string[] ids)
    {
        var population = new Population();
        foreach (var json in ids.Select(id => ReadySequences.Find(id)!))
        {
            population.Sequence(json).Templates([.. new SequencePlan(SequenceReader.Read(json), 1).Templates()]);
        }

        return population;
    }

    private static void Register(Population population, string time, string address, string zone)
        => population.Event(time, "user.registered", address, $$"""{ "email": "{{address}}", "timeZone": "{{zone}}", {{Consent}} }""");

    private static void Cart(Population population, string time, string address, decimal price)
        => population.Event(
            time, "cart.updated", address, $$"""{ "cartId": "{{address}}", "currency": "EUR", "items": [ { "sku": "a", "name": "Mug", "quantity": 1, "price": {{price}} } ] }""");
}
