using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>The step that tells people of the team.</summary>
public sealed class NotifyTests
{
    private const string Ann = "ann@example.org";

    private readonly FlowHost _host = new(FlowHost.Profile with { Gate = new GateOptions { Cap = 1 }, Locale = "nl", ReplyTo = new Mailbox("reply@shop.example") });

    [Fact]
    public async Task Each_person_gets_one_mail_and_the_sequence_goes_on_at_once()
    {
        await PublishAsync("""{"id":"n","notify":["sales@shop.example","boss@shop.example"],"subject":"{{ contact.name }} calls","message":"Dear team,\n\n{{ contact.name }}\nwants a call."},{"id":"t","set":{"tags":{"add":["through"]}}}""");
        await HappenAsync("Ann <b>Lee</b>");
        (await _host.ContactAsync(Ann))!.Tags.ShouldContain("through");

        await DrainAsync();
        await DrainAsync();

        _host.Notices.Select(one => (one.Step, one.Mail.To.Address)).ShouldBe([("n", "sales@shop.example"), ("n", "boss@shop.example")], ignoreOrder: true);
        var mail = _host.Notices[0].Mail;
        mail.Subject.ShouldBe("Ann <b>Lee</b> calls");
        mail.Text.ShouldBe("Dear team,\n\nAnn <b>Lee</b>\nwants a call.");
        mail.Html.ShouldContain("<p dir=\"auto\">Dear team,</p>\n<p dir=\"auto\">Ann &lt;b&gt;Lee&lt;/b&gt;<br>\nwants a call.</p>");
        (mail.UnsubscribeUrl, mail.FeedbackId, mail.Locale).ShouldBe((null, null, "en"));
        _host.Notices.Select(one => one.Mail.MessageId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task It_asks_neither_for_consent_nor_for_a_window_and_counts_as_no_mail_of_the_contact()
    {
        await PublishAsync(
            """{"id":"n1","notify":"sales@shop.example","subject":"s","message":"m"},{"id":"n2","notify":"sales@shop.example","subject":"s","message":"m"},{"id":"m","send":"welcome"}""",
            ""","window":{"from":"20:00","to":"21:00"}""");
        await _host.RegisterAsync(Ann);
        await HappenAsync("Ann");
        await DrainAsync();
        _host.Notices.Select(one => one.Step).ShouldBe(["n1", "n2"], ignoreOrder: true);
        _host.Sent.ShouldBeEmpty();

        await _host.AdvanceAsync(TimeSpan.FromDays(1));

        _host.Sent.Select(mail => mail.Template).ShouldBe(["welcome"]);
    }

    [Fact]
    public async Task An_exit_right_after_it_does_not_keep_it_back()
    {
        await PublishAsync("""{"id":"n","notify":"sales@shop.example","subject":"s","message":"m"},{"id":"r","remove":"s"}""");
        await HappenAsync("Ann");
        await DrainAsync();
        _host.Notices.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_contact_without_an_address_can_be_told_about()
    {
        await PublishAsync("""{"id":"n","notify":"sales@shop.example","subject":"s","message":"m"}""");
        await _host.HappenAsync("crm-1", "product.viewed", new { sku = "a" });
        await DrainAsync();
        _host.Notices.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_address_that_bounced_gets_nothing_and_the_passage_shows_why()
    {
        await _host.Store.ExecuteAsync(unit => unit.Suppressions.TryAddAsync(new Suppression(Suppression.Hash("gone@shop.example"), SuppressionReason.HardBounce, FlowHost.Start, "x")), Token);
        await PublishAsync("""{"id":"n","notify":["sales@shop.example","gone@shop.example"],"subject":"s","message":"m"}""");
        await HappenAsync("Ann");
        await DrainAsync();

        _host.Notices.Select(one => one.Mail.To.Address).ShouldBe(["sales@shop.example"]);
        var passage = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        var told = (await _host.Store.ReadAsync(unit => PassageTrace.ReadAsync(unit, passage.Id), Token)).Where(one => one.Entry.Kind == TraceKind.Notify);
        told.Select(one => (one.Entry.Text, one.Mail!.Email, one.Mail.State, one.Mail.Reason)).ShouldBe(
            [("sales@shop.example", "sales@shop.example", SendState.Sent, null), ("gone@shop.example", "gone@shop.example", SendState.Skipped, "suppressed:hard-bounce")]);
    }

    [Theory]
    [InlineData("Ann\r\nBcc: eve@example.org", "Ann Bcc: eve@example.org calls")]
    [InlineData(" a\u2028b\u0000 ", "a b calls")]
    public async Task No_value_brings_a_line_into_the_subject(string name, string subject)
    {
        await PublishAsync("""{"id":"n","notify":"sales@shop.example","subject":"{{ contact.attributes.note }} calls","message":"m"}""");
        await _host.HappenAsync(Ann, "contact.updated", new { attributes = new { note = name } });
        await HappenAsync("Ann");
        await DrainAsync();
        _host.Notices.ShouldHaveSingleItem().Mail.Subject.ShouldBe(subject);
    }

    [Fact]
    public async Task Liquid_that_cannot_be_rendered_stands_in_the_trace_and_the_sequence_goes_on()
    {
        await PublishAsync("""{"id":"n","notify":"sales@shop.example","subject":"s","message":"{{ boom }}"},{"id":"t","set":{"tags":{"add":["through"]}}}""");
        await HappenAsync("Ann");
        await DrainAsync();

        _host.Notices.ShouldBeEmpty();
        (await _host.LedgerAsync()).ShouldBeEmpty();
        (await _host.ContactAsync(Ann))!.Tags.ShouldContain("through");
        var passage = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        passage.Status.ShouldBe(EnrollmentStatus.Completed);
        TraceLog.Read(passage.Trace).Where(entry => entry.Kind == TraceKind.Notify).Select(entry => (entry.Text, entry.Note)).ShouldBe([("sales@shop.example", "boom")]);
    }

    [Fact]
    public async Task What_has_left_is_not_kept()
    {
        await PublishAsync("""{"id":"n","notify":"sales@shop.example","subject":"s","message":"m"}""");
        await HappenAsync("Ann");
        (await _host.LedgerAsync()).ShouldHaveSingleItem().Body.ShouldBe("m");
        await DrainAsync();
        (await _host.LedgerAsync()).ShouldHaveSingleItem().Body.ShouldBeNull();
    }

    [Fact]
    public async Task A_crash_between_hand_over_and_note_sends_it_again_as_every_transactional_mail()
    {
        await PublishAsync("""{"id":"n","notify":"sales@shop.example","subject":"s","message":"m"}""");
        await HappenAsync("Ann");
        _host.Answer = _ => new DeliveryResult(DeliveryOutcome.Transient, "later");
        await DrainAsync();
        _host.Notices.ShouldBeEmpty();
        _host.Answer = _ => DeliveryResult.Accepted;
        await _host.AdvanceAsync(TimeSpan.FromMinutes(2));
        _host.Notices.ShouldHaveSingleItem().Mail.Text.ShouldBe("m");
    }

    [Fact]
    public async Task A_dry_run_shows_it_and_sends_nothing()
    {
        await PublishAsync("""{"id":"w","wait":"P1D"},{"id":"n","notify":"sales@shop.example","subject":"s","message":"m"},{"id":"h","webhook":"https://crm.example/hook"}""");
        await HappenAsync("Ann");
        var contact = (await _host.ContactAsync(Ann))!;

        var result = (await _host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = contact.Id }, Token)).ShouldNotBeNull();

        result.Mails.ShouldBeEmpty();
        result.Moments.Where(moment => moment.Entry.Kind is TraceKind.Notify or TraceKind.Webhook).Select(moment => (moment.Entry.Time, moment.Entry.Text))
            .ShouldBe([(FlowHost.Start.AddDays(1), "sales@shop.example"), (FlowHost.Start.AddDays(1), "https://crm.example/hook")]);
        (_host.Notices.Count, _host.Calls.Count, (await _host.LedgerAsync()).Count).ShouldBe((0, 0, 0));
    }

    private Task PublishAsync(string steps, string more = "")
        => _host.PublishAsync($$"""{ "id":"s", "trigger":{"event":"product.viewed"}, "steps":[{{steps}}] {{more}} }""");

    private async Task HappenAsync(string name)
    {
        await _host.HappenAsync(Ann, "contact.updated", new { name });
        await _host.HappenAsync(Ann, "product.viewed", new { sku = "a" });
    }

    private Task<int> DrainAsync() => _host.Pipeline.Worker.DrainAsync(Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
