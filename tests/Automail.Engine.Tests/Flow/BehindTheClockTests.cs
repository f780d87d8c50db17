using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Tests.Flow.Triggers;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>Something was due, nobody has looked yet, and an event comes: what counts is when things happened, not how often due work is done.</summary>
public sealed class BehindTheClockTests
{
    private const string Ann = "ann@example.org";

    private readonly MovableTime _time = new(FlowHost.Start);
    private readonly FlowHost _host;

    public BehindTheClockTests() => _host = new FlowHost(clock: _time);

    [Theory]
    [InlineData(-30, "yes")]
    [InlineData(0, "yes")] // at one instant events count before due work
    [InlineData(30, "no")]
    public async Task An_event_that_happens_when_the_time_for_it_is_over_is_not_what_was_waited_for(int seconds, string template)
    {
        await _host.PublishAsync(Sequence("""{"id":"f","waitFor":"product.viewed","timeout":"P1D","then":[{"id":"y","send":"yes"}],"else":[{"id":"n","send":"no"}]}"""));
        await _host.RegisterAsync(Ann);

        _time.Now = FlowHost.Start.AddDays(1).AddSeconds(seconds);
        await ViewAsync();
        await DrainAsync(FlowHost.Start.AddDays(1).AddMinutes(1));

        _host.Sent.Select(mail => mail.Template).ShouldBe([template]);
    }

    [Fact]
    public async Task An_event_is_heard_by_the_step_that_had_begun_when_it_happened()
    {
        await _host.PublishAsync(Sequence("""
            {"id":"w","wait":"P1D"},{"id":"s","set":{"tags":{"add":["waited"]}}},
            {"id":"f","waitFor":"product.viewed","timeout":"PT1H","then":[{"id":"y","send":"yes"}],"else":[{"id":"n","send":"no"}]}
            """));
        await _host.RegisterAsync(Ann);

        _time.Now = FlowHost.Start.AddDays(1).AddSeconds(30);
        await ViewAsync();
        await DrainAsync(FlowHost.Start.AddDays(1).AddMinutes(1));

        _host.Sent.Select(mail => mail.Template).ShouldBe(["yes"]);
        (await _host.ContactAsync(Ann))!.Tags.ShouldBe(["waited"]);
        var passage = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        TraceLog.Read(passage.Trace).Select(entry => entry.Kind).ShouldBe([TraceKind.Entered, TraceKind.Wait, TraceKind.Changed, TraceKind.WaitFor, TraceKind.Heard, TraceKind.Mail, TraceKind.Ended]);
    }

    [Fact]
    public async Task Who_leaves_by_the_event_gets_none_of_the_mail_that_was_due_before()
    {
        await _host.PublishAsync(Sequence("""{"id":"w","wait":"P1D"},{"id":"m","send":"a"}""", """ "exit": { "on": ["product.viewed"] }, """));
        await _host.RegisterAsync(Ann);

        _time.Now = FlowHost.Start.AddDays(1).AddSeconds(30);
        await ViewAsync();
        await DrainAsync(FlowHost.Start.AddDays(1).AddMinutes(1));

        _host.Sent.ShouldBeEmpty();
        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Exited);
    }

    [Theory]
    [InlineData(-60)] // told late
    [InlineData(30)]
    public async Task A_birthday_that_has_come_is_not_put_off_for_a_year_by_another_change_of_the_contact(int seconds)
    {
        await _host.PublishAsync(Sequence("""{"id":"u","waitUntil":{"attribute":"born","yearly":true}},{"id":"m","send":"a"}"""));
        await _host.HappenAsync(Ann, "user.registered", new { email = Ann, attributes = new { born = "1990-06-03" }, consent = new { purpose = "marketing", source = "form", textVersion = "1" } });
        var birthday = new DateTimeOffset(2026, 6, 3, 9, 0, 0, TimeSpan.Zero);

        _time.Now = birthday.AddSeconds(30);
        await _host.HappenAsync(Ann, "contact.updated", new { name = "Ann" }, birthday.AddSeconds(seconds));
        await DrainAsync(birthday.AddMinutes(1));

        _host.Sent.Select(mail => mail.Template).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_condition_that_ends_the_passage_does_so_at_an_event_that_is_told_late()
    {
        await _host.PublishAsync(Sequence("""{"id":"w","wait":"P1D"},{"id":"m","send":"a"}""", """ "exit": { "if": "contact.orderCount > 0" }, """));
        await _host.RegisterAsync(Ann);

        _time.Now = FlowHost.Start.AddHours(1);
        await _host.OrderAsync(Ann, FlowHost.Start.AddHours(-3));

        var passage = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        (passage.Status, passage.EndedAt).ShouldBe((EnrollmentStatus.Exited, FlowHost.Start.AddHours(1)));
    }

    private Task<IntakeResult> ViewAsync() => _host.HappenAsync(Ann, "product.viewed", new { sku = "a" });

    private async Task DrainAsync(DateTimeOffset now)
    {
        _time.Now = now;
        await _host.Pipeline.Worker.DrainAsync(TestContext.Current.CancellationToken);
    }

    private static string Sequence(string steps, string more = "") => $$"""{ "id": "s", "trigger": { "event": "user.registered" }, {{more}} "steps": [ {{steps}} ] }""";
}
