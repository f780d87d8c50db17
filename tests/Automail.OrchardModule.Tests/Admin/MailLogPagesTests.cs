using System.Net;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Documents;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Admin;

[Collection(nameof(AdminSite))]
public sealed class MailLogPagesTests(AdminSite site)
{
    private const string List = "/Admin/Automail/Mails";

    [Fact]
    public async Task The_list_finds_by_address_and_template_and_filters_by_state()
    {
        var ann = await site.RegisterAsync("ann@found.example");
        var bob = await site.RegisterAsync("bob@found.example");
        await site.RecordMailAsync(ann, SendState.Sent, template: "log-welcome", subject: "Welcome, Ann");
        await site.RecordMailAsync(ann, SendState.Skipped, GateReasons.NoConsent, step: "m2", template: "log-news");
        await site.RecordMailAsync(bob, SendState.Failed, "550 no such user", template: "log-welcome");
        using var admin = await AdminBrowser.AdminAsync(site);

        var anns = await admin.TextAsync($"{List}?q=ANN@found");
        var welcomes = await admin.TextAsync($"{List}?q=log-welcome");
        var skipped = await admin.TextAsync($"{List}?q=@found.example&state=Skipped");

        anns.ShouldContain("1 to 2 of 2");
        anns.ShouldContain("Welcome, Ann");
        anns.ShouldNotContain("bob@found.example");
        welcomes.ShouldContain("1 to 2 of 2");
        welcomes.ShouldContain("550 no such user");
        skipped.ShouldContain("1 to 1 of 1");
        skipped.ShouldContain("no consent was given for marketing");
        (await admin.TextAsync($"{List}?q=nothing-like-it")).ShouldContain("contains “nothing-like-it”");
    }

    [Fact]
    public async Task Each_state_is_counted_and_named()
    {
        var contact = await site.RegisterAsync("counted@log.example");
        await site.RecordMailAsync(contact, SendState.InDoubt, "connection lost");
        using var admin = await AdminBrowser.AdminAsync(site);
        var counts = await site.ReadAsync(unit => unit.Ledger.CountByStateAsync());

        var html = await admin.TextAsync(List);

        html.ShouldContain($"In doubt <span class=\"badge text-bg-warning\">{counts[SendState.InDoubt]}</span>");
        html.ShouldContain($"All <span class=\"badge text-bg-light\">{counts.Values.Sum()}</span>");
        html.ShouldContain("aria-current=\"page\"");
    }

    [Fact]
    public async Task The_detail_page_tells_all_about_a_mail()
    {
        var contact = await site.RegisterAsync("detail@log.example");
        var mail = await site.RecordMailAsync(contact, SendState.Skipped, "suppressed:complaint", subject: "Hello <b>you</b>");
        using var admin = await AdminBrowser.AdminAsync(site);

        var html = await admin.PageAsync($"{List}/{mail.Id}");

        html.ShouldContain("the address is suppressed: a mail was reported as spam");
        html.ShouldContain("<code><bdi>suppressed:complaint</bdi></code>");
        html.ShouldContain($"cart-recovery@3/cart-recovery/{contact.Id}/1/m1/0");
        html.ShouldContain($"&lt;{mail.MessageId}&gt;");
        html.ShouldContain("Hello &lt;b&gt;you&lt;/b&gt;");
        html.ShouldContain($"/Admin/Automail/Contacts/{contact.Id}");
        html.ShouldNotContain("This mail waits for a decision");
    }

    [Fact]
    public async Task A_mail_in_doubt_is_marked_as_sent_with_a_reason()
    {
        var contact = await site.RegisterAsync("doubt@log.example");
        var mail = await site.RecordMailAsync(contact, SendState.InDoubt, "connection lost");
        var page = $"{List}/{mail.Id}";
        using var admin = await AdminBrowser.AdminAsync(site);

        using var unexplained = await admin.PostAsync(page, $"{page}/MarkSent");
        (await admin.TextAsync(page)).ShouldContain("That was refused: reason: is missing.");
        (await site.MailAsync(mail.Id)).State.ShouldBe(SendState.InDoubt);
        using var response = await admin.PostAsync(page, $"{page}/MarkSent", ("reason", "it is in the server's log"));
        var html = await admin.TextAsync(page);

        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        html.ShouldContain("The mail is recorded as sent.");
        html.ShouldContain("was sent, says operator admin: it is in the server's log");
        (await site.MailAsync(mail.Id)).State.ShouldBe(SendState.Sent);
        (await admin.TextAsync($"/Admin/Automail/Contacts/{contact.Id}")).ShouldContain("admin decided that the mail “cart-reminder” was sent");
    }

    [Fact]
    public async Task A_mail_in_doubt_goes_again_when_told_to()
    {
        var contact = await site.RegisterAsync("again@log.example");
        var mail = await site.RecordMailAsync(contact, SendState.InDoubt, "connection lost");
        var page = $"{List}/{mail.Id}";
        using var admin = await AdminBrowser.AdminAsync(site);

        using var response = await admin.PostAsync(page, $"{page}/SendAgain", ("reason", "not in the log"));

        (await admin.TextAsync(page)).ShouldContain("The mail waits to be sent again.");
        (await site.MailAsync(mail.Id)).State.ShouldNotBe(SendState.InDoubt);
    }

    [Theory]
    [InlineData("MarkSent")]
    [InlineData("SendAgain")]
    public async Task Without_an_antiforgery_token_nothing_is_decided(string action)
    {
        var contact = await site.RegisterAsync($"forged-{action}@log.example");
        var mail = await site.RecordMailAsync(contact, SendState.InDoubt);
        using var admin = await AdminBrowser.AdminAsync(site);

        using var response = await admin.PostWithoutTokenAsync($"{List}/{mail.Id}/{action}", ("reason", "x"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await site.MailAsync(mail.Id)).State.ShouldBe(SendState.InDoubt);
    }

    [Fact]
    public async Task A_task_that_has_not_run_for_long_is_reported()
    {
        const string Warning = "the background task has not run for over 10 minutes";
        using var admin = await AdminBrowser.AdminAsync(site);
        await site.RunBackgroundTaskAsync<DueBackgroundTask>();
        await ForgetWhatIsLateAsync();
        (await admin.TextAsync(List)).ShouldNotContain(Warning);

        await SetLastSweepAsync(TimeProvider.System.GetUtcNow().AddMinutes(-11));
        (await admin.TextAsync(List)).ShouldContain(Warning);

        await SetLastSweepAsync(null);
        var unknown = await admin.TextAsync(List);
        unknown.ShouldNotContain(Warning);
        unknown.ShouldContain("not since the site started");

        // Of a kind that nobody here handles, so that it stays.
        await site.WriteAsync(unit => unit.Due.ScheduleAsync(new DueItem("other:late", "other", site.Clock.Now.AddMinutes(-11))));
        var late = await admin.TextAsync(List);
        late.ShouldContain(Warning);
        late.ShouldContain("Due now: 1");
        await site.WriteAsync(unit => unit.Due.CancelAsync("other:late"));
    }

    [Fact]
    public async Task An_unknown_mail_and_an_unknown_state_do_no_harm()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        using var response = await admin.GetAsync($"{List}/{new string('0', 32)}");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.TextAsync($"{List}?state=99")).ShouldContain("aria-current=\"page\"");
        (await admin.PageAsync($"{List}?state=%3Cscript%3E&q=%3Cscript%3Ehere")).ShouldNotContain("<script>here");
    }

    /// <summary>Takes away what other tests have left in the queue of this site for tasks that did not run, a webhook for instance.</summary>
    private Task ForgetWhatIsLateAsync() => site.WriteAsync(async unit =>
    {
        foreach (var lease in await unit.Due.ClaimAsync(site.Clock.Now, TimeSpan.FromMinutes(1), 1_000))
        {
            await unit.Due.CompleteAsync(lease);
        }
    });

    private Task SetLastSweepAsync(DateTimeOffset? time)
        => site.InScopeAsync(async services =>
        {
            var documents = services.GetRequiredService<IVolatileDocumentManager<SweepState>>();
            var state = await documents.GetOrCreateMutableAsync();
            (state.LastSweep, state.LastError) = (time, null);
            await documents.UpdateAsync(state);
        });
}
