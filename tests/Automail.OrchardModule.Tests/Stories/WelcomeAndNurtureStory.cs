using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Stories;

/// <summary>The ready sequences <c>welcome</c> and <c>nurture</c> from their recipe step, from the registration over HTTP to the last letter.</summary>
public sealed class WelcomeAndNurtureStory(WelcomingSite site) : IClassFixture<WelcomingSite>
{
    private const string NewYork = "America/New_York";
    private const string Amsterdam = "Europe/Amsterdam";

    [Fact]
    public async Task Five_mails_at_ten_of_everybodys_own_clock_and_then_seven_letters_on_tuesdays()
    {
        const string Ann = "ann@welcome.example";
        const string Bram = "bram@welcome.example";
        await site.BeginAsync();
        await site.RegisterAsync(Ann, "Ann Smith", "en", NewYork);
        await site.RegisterAsync(Bram, "Bram Bakker", "nl", Amsterdam);
        var (ann, bram) = (Local(NewYork), Local(Amsterdam));

        await site.GoToAsync(TimeSpan.FromDays(13));

        site.Arrivals(Ann, NewYork).ShouldBe(
        [
            new(0, ann, "Welcome to Shop, Ann"), new(2, "10:00", "Ann, find what suits you at Shop"), new(5, "10:00", "May we suggest something, Ann"),
            new(8, "10:00", "Make it yours, Ann"), new(12, "10:00", "That was our welcome, Ann"),
        ]);
        site.Arrivals(Bram, Amsterdam).ShouldBe(
        [
            new(0, bram, "Welkom bij Shop, Bram"), new(2, "10:00", "Bram, vind wat bij je past bij Shop"), new(5, "10:00", "Mogen we iets voorstellen, Bram"),
            new(8, "10:00", "Maak het van jou, Bram"), new(12, "10:00", "Dat was ons welkom, Bram"),
        ]);
        (await site.PassageAsync("welcome", Ann))!.Status.ShouldBe(EnrollmentStatus.Completed);

        await site.GoToAsync(TimeSpan.FromDays(60));

        // A week after the last mail is a Saturday: the first letter waits for Tuesday morning.
        site.Arrivals(Ann, NewYork).Skip(5).ShouldBe(
        [
            new(22, "09:00", "Ann, a good place to start"), new(29, "09:00", "Three questions before you buy"), new(36, "09:00", "How to read a product page"),
            new(43, "09:00", "How to make good things last"), new(50, "09:00", "Ask us anything, Ann"), new(57, "09:00", "A present that is used"), new(64, "09:00", "The last of our seven letters"),
        ]);
        site.Arrivals(Bram, Amsterdam).Skip(5).ShouldBe(
        [
            new(22, "09:00", "Bram, een goede plek om te beginnen"), new(29, "09:00", "Drie vragen voor je iets koopt"), new(36, "09:00", "Hoe je een productpagina leest"),
            new(43, "09:00", "Hoe goede dingen lang meegaan"), new(50, "09:00", "Vraag ons wat je wilt, Bram"), new(57, "09:00", "Een cadeau dat gebruikt wordt"), new(64, "09:00", "De laatste van onze zeven brieven"),
        ]);
        (await site.PassageAsync("nurture", Bram))!.Status.ShouldBe(EnrollmentStatus.Completed);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_orders_in_between_has_reached_the_goal_and_gets_no_more_of_it()
    {
        const string Carla = "carla@welcome.example";
        await site.BeginAsync();
        await site.RegisterAsync(Carla, "Carla Jansen", "nl", Amsterdam);
        await site.GoToAsync(TimeSpan.FromDays(3));
        site.Arrivals(Carla, Amsterdam).Count.ShouldBe(2);

        await site.OrderAsync(Carla);
        await site.GoToAsync(TimeSpan.FromDays(70));

        site.Arrivals(Carla, Amsterdam).Count.ShouldBe(2);
        var passage = (await site.PassageAsync("welcome", Carla))!;
        (passage.Status, passage.EndReason, passage.EndedAt).ShouldBe((EnrollmentStatus.GoalReached, "goal: order.placed", site.Start.AddDays(3)));
        (await site.PassageAsync("nurture", Carla)).ShouldBeNull();
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_unsubscribes_in_between_gets_nothing_more_and_the_log_says_why()
    {
        const string Dora = "dora@welcome.example";
        await site.BeginAsync();
        await site.RegisterAsync(Dora, "Dora Green", "en", NewYork);
        await site.GoToAsync(TimeSpan.FromDays(3));

        await site.UnsubscribeAsync(site.MailTo(Dora)[^1]);
        await site.GoToAsync(TimeSpan.FromDays(70));

        site.Arrivals(Dora, NewYork).Select(mail => mail.Subject).ShouldBe(["Welcome to Shop, Dora", "Dora, find what suits you at Shop"]);
        var kept = (await site.MailsOfAsync(Dora)).Where(mail => mail.Reason is not null).ToList();
        kept.ShouldAllBe(mail => mail.Reason == "unsubscribed");
        kept.Select(mail => mail.Template).ShouldBe(["welcome-3", "welcome-4", "welcome-5", .. Enumerable.Range(1, 7).Select(number => $"nurture-{number}")], ignoreOrder: true);
        site.Errors.Lines.ShouldBeEmpty();
    }

    private string Local(string zone) => TimeZoneInfo.ConvertTime(site.Start, TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
