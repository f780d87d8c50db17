using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Behavior.LinkClicked;
using Automail.OrchardModule.Behavior.UserRegistered;
using Automail.OrchardModule.Delivery.SendTemplatedEmail;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Sequences.Journeys;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Delivery.SendTemplatedEmail;

/// <summary>What workflows ask to be sent.</summary>
[Collection(nameof(SharedSite))]
public sealed class SendTemplatedEmailTests(Site site) : IAsyncLifetime
{
    private const string Ann = "ann@example.com";

    public async ValueTask InitializeAsync()
    {
        await site.ClearAsync();
        await site.PublishTemplateAsync("welcome", part =>
        {
            (part.Purpose, part.Subject) = ("marketing", "Welcome {{ contact.firstName }}{{ code }}");
            part.Html = "<p>{{ event.type }} {{ code }} <a href=\"https://shop.example/mugs\">Mugs</a></p>";
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_mail_is_queued_and_sent_to_the_contact()
    {
        await SaveAsync(new { Template = "welcome" });

        await site.RegisterAsync(Ann, name: "Ann Smith");

        var mail = (await site.MailsAsync()).ShouldHaveSingleItem();
        (mail.State, mail.Email, mail.Purpose, mail.Subject).ShouldBe((SendState.Sent, Ann, "marketing", "Welcome Ann"));
        var passage = (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem();
        mail.Key.ShouldBe(new SendKey("workflow:welcome", passage.Version, passage.Instance!, "mail", 0));
        mail.EnrollmentId.ShouldBe(passage.Id);
        (await OutcomeAsync()).ShouldBe("Queued");
        site.MailTo(Ann).Single(one => one.MessageId == mail.MessageId).HtmlBody!.ShouldContain("user.registered");
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_consent_the_mail_is_suppressed_with_the_reason()
    {
        await SaveAsync(new { Template = "welcome" });

        await site.HappensAsync(EventTypes.UserRegistered, Ann, new { email = Ann });

        var mail = (await site.MailsAsync()).ShouldHaveSingleItem();
        (mail.State, mail.Reason).ShouldBe((SendState.Skipped, GateReasons.NoConsent));
        (await OutcomeAsync()).ShouldBe("Suppressed");
    }

    [Fact]
    public async Task A_transactional_mail_needs_no_consent()
    {
        await SaveAsync(new { Template = "welcome", Purpose = "transactional" });

        await site.HappensAsync(EventTypes.UserRegistered, Ann, new { email = Ann });

        (await site.MailsAsync()).ShouldHaveSingleItem().State.ShouldBe(SendState.Sent);
        (await OutcomeAsync()).ShouldBe("Queued");
    }

    [Theory]
    [InlineData("nowhere", "", "", "unknown-template")]
    [InlineData("welcome", "", "[1]", "Model: is not a JSON object")]
    [InlineData("welcome", "", "{ \"code\": ", "Model: is not JSON")]
    [InlineData("welcome", "", "{% if %}", "Model")]
    [InlineData("welcome", "No Purpose", "", "Purpose")]
    public async Task What_cannot_be_sent_fails_with_the_reason_in_the_mail_log(string template, string purpose, string model, string reason)
    {
        await SaveAsync(new { Template = template, Purpose = purpose.Length == 0 ? null : purpose, Model = new { Expression = model } });

        await site.RegisterAsync(Ann);

        var mail = (await site.MailsAsync()).ShouldHaveSingleItem();
        mail.State.ShouldBe(SendState.Failed);
        mail.Reason!.ShouldStartWith(reason);
        (await OutcomeAsync()).ShouldBe("Failed");
        (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem().Status.ShouldBe(Engine.Sequences.EnrollmentStatus.Completed);
    }

    [Theory]
    [InlineData("{{ contact.attributes.manager }}", "Recipient")]
    [InlineData("not an address", "Recipient")]
    [InlineData("{{ oops", "Recipient")]
    public async Task Without_a_recipient_it_fails_and_the_workflow_tells_why(string recipient, string reason)
    {
        await SaveAsync(new { Template = "welcome", Recipient = new { Expression = recipient } });

        await site.RegisterAsync(Ann);

        (await site.MailsAsync()).ShouldBeEmpty();
        (await OutcomeAsync()).ShouldBe("Failed");
        (await site.WorkflowsAsync("welcome")).Single().Kept("Reason")!.ShouldStartWith(reason);
    }

    [Fact]
    public async Task A_workflow_without_a_contact_needs_a_recipient()
    {
        await site.SaveAsync(new FlowBuilder("plain")
            .Start<DelayEvent>("start", new { Duration = "PT0S" })
            .Then<SendTemplatedEmailTask>("first", new { Template = "welcome" })
            .From("first", "Failed").Then<SendTemplatedEmailTask>("second", new
            {
                Template = "welcome",
                Purpose = "transactional",
                Recipient = new { Expression = "owner@shop.example" },
            })
            .Build());

        await StartAsync("plain");
        await site.RunDueAsync();

        var mail = (await site.MailsAsync()).ShouldHaveSingleItem();
        (mail.State, mail.Email, mail.Key.Step, mail.Key.Version, mail.EnrollmentId).ShouldBe((SendState.Sent, "owner@shop.example", "second", 0, null));
        (await site.ContactAsync("owner@shop.example")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Extra_values_reach_the_template_and_hostile_text_stays_text()
    {
        await SaveAsync(new { Template = "welcome", Model = new { Expression = "{ \"code\": \"{{ contact.name }}\", \"contact\": { \"email\": \"evil@example.com\" } }" } });

        await site.RegisterAsync(Ann, name: "\"<i>\\ \u201cAnn\u201d");

        var record = (await site.MailsAsync()).ShouldHaveSingleItem();
        record.State.ShouldBe(SendState.Sent);
        var mail = site.MailTo(Ann).Single(one => one.MessageId == record.MessageId);
        mail.HtmlBody!.ShouldContain("&quot;&lt;i&gt;\\ ");
        mail.To.Mailboxes.Single().Address.ShouldBe(Ann);
    }

    [Fact]
    public async Task A_loop_sends_each_time()
    {
        await site.SaveAsync(new FlowBuilder("welcome")
            .Start<UserRegisteredEvent>("start")
            .Then<SendTemplatedEmailTask>("mail", new { Template = "welcome" })
            .Then<LinkClickedEvent>("click")
            .To("mail")
            .Build());
        await site.RegisterAsync(Ann);

        await site.ClickAsync(Ann, "https://shop.example/");
        await site.ClickAsync(Ann, "https://shop.example/");

        (await site.MailsAsync()).Select(mail => (mail.Key.Occurrence, mail.State)).ShouldBe([(0, SendState.Sent), (1, SendState.Sent), (2, SendState.Sent)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_passage_that_was_rolled_back_sends_once_when_it_is_run_again()
    {
        await site.SaveAsync(new FlowBuilder("welcome").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait").Then<SendTemplatedEmailTask>("mail", new { Template = "welcome" }).Build());
        await site.RegisterAsync(Ann);
        var before = site.MailTo(Ann).Count;
        site.Clock.Advance(TimeSpan.FromHours(1));

        // Everything is done and written, and then the machine stops before the commit.
        await Should.ThrowAsync<TimeoutException>(() => site.InScopeAsync(async services =>
        {
            var workflow = (await services.GetRequiredService<IWorkflowStore>().ListAsync("welcome")).Single();
            await services.GetRequiredService<IWorkflowManager>().ResumeWorkflowAsync(workflow, workflow.BlockingActivities.Single(), new Dictionary<string, object>());
            workflow.Status.ShouldBe(WorkflowStatus.Finished);
            throw new TimeoutException();
        }));
        (await site.MailsAsync()).ShouldBeEmpty();

        await site.RunDueAsync();
        await site.RunDueAsync();

        (await site.MailsAsync()).ShouldHaveSingleItem().Key.Occurrence.ShouldBe(0);
        site.MailTo(Ann).Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Nothing_leaves_before_the_workflow_has_committed()
    {
        await site.SaveAsync(new FlowBuilder("welcome").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait").Then<SendTemplatedEmailTask>("mail", new { Template = "welcome" }).Build());
        await site.RegisterAsync(Ann);
        var before = site.MailTo(Ann).Count;
        site.Clock.Advance(TimeSpan.FromHours(1));

        await site.InScopeAsync(async services =>
        {
            var workflow = (await services.GetRequiredService<IWorkflowStore>().ListAsync("welcome")).Single();
            await services.GetRequiredService<IWorkflowManager>().ResumeWorkflowAsync(workflow, workflow.BlockingActivities.Single(), new Dictionary<string, object>());
            (await services.GetRequiredService<IUnitOfWork>().Ledger.SearchAsync(new SendQuery(), 0, 10)).Items.ShouldHaveSingleItem().State.ShouldBe(SendState.Queued);
            site.MailTo(Ann).Count.ShouldBe(before);
        });
        await site.RunDueAsync();

        site.MailTo(Ann).Count.ShouldBe(before + 1);
    }

    [Theory]
    [InlineData("P1D", 23, SendState.Sent)]
    [InlineData("P1D", 25, SendState.Skipped)]
    [InlineData("", 500, SendState.Sent)]
    [InlineData("PT2H", 3, SendState.Skipped)]
    public async Task Late_is_decided(string overdueAfter, int hoursLate, SendState expected)
    {
        await site.SaveAsync(new FlowBuilder("welcome")
            .Start<UserRegisteredEvent>("start")
            .Then<DelayEvent>("wait", new { Duration = "PT1H" })
            .Then<SendTemplatedEmailTask>("mail", new { Template = "welcome", OverdueAfter = overdueAfter })
            .Build());
        await site.RegisterAsync(Ann);

        await site.PassAsync(TimeSpan.FromHours(1 + hoursLate));

        var mail = (await site.MailsAsync()).ShouldHaveSingleItem();
        mail.State.ShouldBe(expected);
        if (expected == SendState.Skipped)
        {
            mail.Reason.ShouldBe(GateReasons.Overdue);
        }
    }

    [Fact]
    public async Task A_mail_that_waits_for_an_event_is_not_late()
    {
        await site.SaveAsync(new FlowBuilder("welcome")
            .Start<UserRegisteredEvent>("start")
            .Then<DelayEvent>("wait")
            .Then<LinkClickedEvent>("click")
            .Then<SendTemplatedEmailTask>("mail", new { Template = "welcome" })
            .Build());
        await site.RegisterAsync(Ann);
        await site.PassAsync(TimeSpan.FromHours(1));
        await site.PassAsync(TimeSpan.FromDays(10));

        await site.ClickAsync(Ann, "https://shop.example/");

        (await site.MailsAsync()).ShouldHaveSingleItem().State.ShouldBe(SendState.Sent);
    }

    private Task SaveAsync(object properties) => site.SaveAsync(new FlowBuilder("welcome")
        .Start<UserRegisteredEvent>("start")
        .Then<SendTemplatedEmailTask>("mail", properties)
        .Then<SetPropertyTask>("queued", new { PropertyName = "Outcome", Value = new { Expression = "'Queued'" } })
        .From("mail", "Suppressed").Then<SetPropertyTask>("suppressed", new { PropertyName = "Outcome", Value = new { Expression = "'Suppressed'" } })
        .From("mail", "Failed").Then<SetPropertyTask>("why", new { PropertyName = "Reason", Value = new { Expression = "lastResult()" } })
        .Then<SetPropertyTask>("failed", new { PropertyName = "Outcome", Value = new { Expression = "'Failed'" } })
        .Build());

    private async Task<string?> OutcomeAsync() => (await site.WorkflowsAsync("welcome")).Single().Kept("Outcome");

    private Task StartAsync(string workflowTypeId) => site.InScopeAsync(async services =>
    {
        var type = await services.GetRequiredService<IWorkflowTypeStore>().GetAsync(workflowTypeId);
        await services.GetRequiredService<IWorkflowManager>().StartWorkflowAsync(type);
    });
}
