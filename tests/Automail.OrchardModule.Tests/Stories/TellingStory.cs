using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.Flow;
using Automail.Engine.Tests.Delivery.Webhooks;
using Automail.OrchardModule.Delivery.Webhooks;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Delivery.Webhooks;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Stories;

/// <summary>A sequence that tells the team and another system about a contact.</summary>
[Collection(nameof(AdminSite))]
public sealed class TellingStory(AdminSite site) : IDisposable
{
    private readonly HttpReceiver _receiver = new();

    [Fact]
    public async Task The_team_gets_a_mail_and_the_other_system_a_signed_call()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await admin.SetHostsAsync(_receiver.Host);
        var secret = WebhookSecret.Parse(await admin.SecretAsync());
        await ImportAsync("tell-all", $$$"""
            { "id": "n", "notify": ["sales@telling.example", "boss@telling.example"], "subject": "{{ contact.name }} wants a call", "message": "{{ contact.email }} looked at\n{{ event.sku }}." },
            { "id": "h", "webhook": "http://{{{_receiver.Host}}}/hook" }
            """);
        var answers = new ConcurrentQueue<string>([HttpReceiver.Status(503, "Retry-After: 30\r\n", "not now")]);
        _receiver.Answer = _ => answers.TryDequeue(out var answer) ? answer : HttpReceiver.Status(200);

        await HappenAsync("ann@telling.example", "Ann <i>Lee</i>", "tell-all");
        await site.SweepAsync();
        await CallAsync();

        var mail = site.MailTo("sales@telling.example").ShouldHaveSingleItem();
        site.MailTo("boss@telling.example").Count.ShouldBe(1);
        mail.Subject.ShouldBe("Ann <i>Lee</i> wants a call");
        mail.TextBody!.ReplaceLineEndings("\n").Trim().ShouldBe("ann@telling.example looked at\ntell-all.");
        mail.HtmlBody!.ShouldContain("looked at<br>");
        mail.Headers.Contains("List-Unsubscribe").ShouldBeFalse();
        site.MailTo("ann@telling.example").ShouldBeEmpty();

        var waiting = (await site.MailsOfAsync("ann@telling.example")).Single(one => one.Kind == SendKind.Webhook);
        (waiting.State, waiting.Reason).ShouldBe((SendState.Queued, "answered 503: not now"));
        await CallAsync();
        _receiver.Requests.Count.ShouldBe(1);
        site.Clock.Advance(TimeSpan.FromSeconds(34));
        await CallAsync();

        _receiver.Requests.Select(request => (request.Headers["webhook-id"], request.Body)).Distinct().Count().ShouldBe(1);
        foreach (var request in _receiver.Requests)
        {
            request.Headers["webhook-signature"].Split(' ').ShouldContain(secret.Sign(request.Headers["webhook-id"], long.Parse(request.Headers["webhook-timestamp"], CultureInfo.InvariantCulture), request.Body));
        }

        var data = JsonDocument.Parse(_receiver.Requests.First().Body).RootElement.GetProperty("data");
        (data.GetProperty("sequence").GetString(), data.GetProperty("contact").GetProperty("name").GetString(), data.GetProperty("event").GetProperty("data").GetProperty("sku").GetString())
            .ShouldBe(("tell-all", "Ann <i>Lee</i>", "tell-all"));

        var passage = (await site.LatestAsync("tell-all", "ann@telling.example")).ShouldNotBeNull();
        var page = WebUtility.HtmlDecode(await admin.PageAsync(PassagePageTests.AddressOf(passage)));
        PassagePageTests.InOrder(page, "Mail to sales@telling.example of the team", "Sent", "Mail to boss@telling.example of the team", "Sent", $"Calls http://{_receiver.Host}/hook", "Called");
        var log = await admin.TextAsync($"/Admin/Automail/Mails?q={_receiver.Host}");
        log.ShouldContain($"http://{_receiver.Host}/hook");
        log.ShouldContain("Webhook");
        (await admin.TextAsync("/Admin/Automail/Mails?q=boss@telling")).ShouldContain("Mail to the team");
        (await admin.TextAsync($"/Admin/Automail/Mails/{waiting.Id}")).ShouldContain("webhook-id");
        (await admin.TextAsync($"/Admin/Automail/Contacts/{passage.ContactId}")).ShouldContain($"“http://{_receiver.Host}/hook” was called");
    }

    [Fact]
    public async Task A_call_that_is_refused_for_good_says_why_where_operators_look_and_can_be_made_again()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await admin.SetHostsAsync("");
        await ImportAsync("tell-nobody", $$"""{ "id": "h", "webhook": "https://localhost:{{_receiver.Port}}/hook" }""");
        await HappenAsync("bob@telling.example", "Bob", "tell-nobody");
        await site.SweepAsync();

        await CallAsync();

        var record = (await site.MailsOfAsync("bob@telling.example")).ShouldHaveSingleItem();
        record.State.ShouldBe(SendState.Failed);
        var passage = (await site.LatestAsync("tell-nobody", "bob@telling.example")).ShouldNotBeNull();
        var page = WebUtility.HtmlDecode(await admin.PageAsync(PassagePageTests.AddressOf(passage)));
        PassagePageTests.InOrder(page, $"Calls https://localhost:{_receiver.Port}/hook", "Failed", "which is not in the public internet");
        _receiver.Requests.ShouldBeEmpty();

        var mail = $"/Admin/Automail/Mails/{record.Id}";
        (await admin.TextAsync(mail)).ShouldContain("Call again");
        using var again = await admin.PostAsync(mail, mail + "/SendAgain", ("reason", "it is ours"));
        (await site.MailsOfAsync("bob@telling.example")).ShouldHaveSingleItem().State.ShouldBe(SendState.Queued);
    }

    [Fact]
    public async Task No_mail_waits_for_a_receiver_that_does_not_answer_and_a_crash_repeats_the_same_call()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await admin.SetHostsAsync(_receiver.Host);
        await site.PublishTemplateAsync("telling-hello", part => part.Subject = "Hello");
        await ImportAsync("tell-slow", $$"""{ "id": "h", "webhook": "http://{{_receiver.Host}}/slow" }""");
        await HappenAsync("eve@telling.example", "Eve", "tell-slow");
        await site.SweepAsync();
        var called = new TaskCompletionSource();
        _receiver.Answer = _ =>
        {
            called.TrySetResult();
            return null;
        };
        using var crash = new CancellationTokenSource();

        var calling = site.WithAsync<WebhookDrain, int>(drain => drain.DrainAsync(crash.Token));
        await called.Task.WaitAsync(TestContext.Current.CancellationToken);
        (await site.SendAsync("telling-hello", "eve@telling.example")).State.ShouldBe(SendState.Sent);
        calling.IsCompleted.ShouldBeFalse();
        await crash.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => calling);

        _receiver.Answer = _ => HttpReceiver.Status(200);
        site.Clock.Advance(DueWorker.Lease);
        await CallAsync();

        _receiver.Requests.Count.ShouldBe(2);
        _receiver.Requests.Select(request => (request.Headers["webhook-id"], request.Body)).Distinct().Count().ShouldBe(1);
        (await site.MailsOfAsync("eve@telling.example")).Single(one => one.Kind == SendKind.Webhook).State.ShouldBe(SendState.Sent);
    }

    public void Dispose() => _receiver.Dispose();

    private async Task ImportAsync(string id, string steps)
        => (await site.ImportAsync($$"""{ "name": "AutomailSequences", "sequences": [ { "id": "{{id}}", "trigger": { "event": "telling.start", "if": "event.sku == '{{id}}'" }, "steps": [ {{steps}} ] } ] }""")).ShouldBeEmpty();

    private async Task HappenAsync(string email, string name, string which)
    {
        await site.HappenAsync(email, "user.registered", new { email, name });
        await site.HappenAsync(email, "telling.start", new { sku = which });
    }

    private Task<int> CallAsync() => site.WithAsync<WebhookDrain, int>(drain => drain.DrainAsync(TestContext.Current.CancellationToken));
}
