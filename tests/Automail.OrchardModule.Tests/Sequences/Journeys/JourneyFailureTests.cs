using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior.LinkClicked;
using Automail.OrchardModule.Behavior.OrderPlaced;
using Automail.OrchardModule.Behavior.UserRegistered;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Sequences.Journeys;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Journeys;

/// <summary>What becomes of journeys that fail, are changed or deleted; and of the others.</summary>
[Collection(nameof(SharedSite))]
public sealed class JourneyFailureTests(Site site) : IAsyncLifetime
{
    private const string Ann = "ann@example.com";
    private const string Bob = "bob@example.com";

    public async ValueTask InitializeAsync() => await site.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_step_that_fails_ends_its_journey_and_no_other()
    {
        await site.SaveAsync(new FlowBuilder("bad").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait", new { Mode = "Date", Date = new { Expression = "soon" } }).Build());
        await site.SaveAsync(new FlowBuilder("good").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait").Build());

        await site.RegisterAsync(Ann);

        var failed = (await site.PassagesAsync("bad", Ann)).ShouldHaveSingleItem();
        failed.Status.ShouldBe(EnrollmentStatus.Failed);
        failed.EndReason!.ShouldContain("'soon' is not a date");
        (await site.WorkflowsAsync("bad")).ShouldHaveSingleItem().Status.ShouldBe(WorkflowStatus.Faulted);
        (await site.PassagesAsync("good", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Active);
    }

    [Fact]
    public async Task A_failure_outside_the_steps_is_recorded_and_stops_no_other()
    {
        // An import can bring what the editor refuses.
        await site.SaveAsync(new FlowBuilder("a-bad").Start<UserRegisteredEvent>("start", new { ReentryMode = "After", ReentryPeriod = "often" }).Build());
        await site.SaveAsync(new FlowBuilder("b-good").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait").Build());

        await site.RegisterAsync(Ann);

        var failed = (await site.PassagesAsync("a-bad", Ann)).ShouldHaveSingleItem();
        (failed.Status, failed.Instance).ShouldBe((EnrollmentStatus.Failed, null));
        failed.EndReason!.ShouldContain("ReentryPeriod");
        (await site.PassagesAsync("b-good", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Active);
        (await DueAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_branch_that_fails_ends_the_branch_that_waits()
    {
        await site.SaveAsync(new FlowBuilder("welcome")
            .Start<UserRegisteredEvent>("start")
            .Then<OrchardCore.Workflows.Activities.ForkTask>("fork", new { Forks = new[] { "click", "order" } })
            .From("fork", "click").Then<LinkClickedEvent>("click").Then<DelayEvent>("bad", new { Mode = "TimeOfDay", TimeOfDay = "noon" })
            .From("fork", "order").Then<OrderPlacedEvent>("order").Then<DelayEvent>("wait")
            .Build());
        await site.RegisterAsync(Ann);

        await site.ClickAsync(Ann, "https://shop.example/");
        await site.OrderAsync(Ann);

        var workflow = (await site.WorkflowsAsync("welcome")).ShouldHaveSingleItem();
        (workflow.Status, workflow.BlockingActivities.Count).ShouldBe((WorkflowStatus.Faulted, 0));
        (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Failed);
    }

    [Fact]
    public async Task A_step_removed_under_waiting_instances_ends_them_with_a_reason_and_the_others_go_on()
    {
        await site.SaveAsync(new FlowBuilder("welcome")
            .Start<UserRegisteredEvent>("start")
            .Then<DelayEvent>("first", new { Duration = "PT1H" })
            .Then<DelayEvent>("second", new { Duration = "PT1H" })
            .Build());
        await site.SaveAsync(new FlowBuilder("other").Start<UserRegisteredEvent>("start").Then<DelayEvent>("first").Then<DelayEvent>("second").Build());
        await site.RegisterAsync(Ann);
        await site.PassAsync(TimeSpan.FromHours(1));
        await site.RegisterAsync(Bob);

        await site.ChangeAsync("welcome", type => type.Activities.Remove(type.Activities.Single(activity => activity.ActivityId == "second")));
        await site.RunDueAsync();

        var removed = (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem();
        removed.Status.ShouldBe(EnrollmentStatus.Removed);
        removed.EndReason.ShouldBe("the step DelayEvent 'second' at which it waited was removed from the workflow");
        var workflow = (await site.WorkflowsAsync("welcome")).Single(workflow => workflow.WorkflowId == removed.Instance);
        (workflow.Status, workflow.FaultMessage).ShouldBe((WorkflowStatus.Aborted, removed.EndReason));
        (await site.PassagesAsync("welcome", Bob)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Active);

        await site.PassAsync(TimeSpan.FromHours(1));
        (await site.PassagesAsync("welcome", Bob)).ShouldHaveSingleItem().Status.ShouldNotBe(EnrollmentStatus.Active);
        (await site.PassagesAsync("other", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
    }

    [Fact]
    public async Task A_step_that_goes_without_notice_stops_no_sweep()
    {
        await site.SaveAsync(new FlowBuilder("welcome").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait").Build());
        await site.SaveAsync(new FlowBuilder("clicks").Start<UserRegisteredEvent>("start").Then<LinkClickedEvent>("wait").Build());
        await site.RegisterAsync(Ann);
        foreach (var id in (string[])["welcome", "clicks"])
        {
            await site.InScopeAsync(async services =>
            {
                // Past Orchard's store, and so past every handler.
                var type = await services.GetRequiredService<IWorkflowTypeStore>().GetAsync(id);
                type.Activities.Remove(type.Activities.Single(activity => activity.ActivityId == "wait"));
                await services.GetRequiredService<YesSql.ISession>().SaveAsync(type);
            });
        }

        await site.SaveAsync(new FlowBuilder("good").Start<OrderPlacedEvent>("start").Then<DelayEvent>("wait").Build());
        await site.OrderAsync(Ann);
        await site.ClickAsync(Ann, "https://shop.example/");
        await site.PassAsync(TimeSpan.FromHours(1));

        (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem().EndReason!.ShouldContain("was removed");
        (await site.PassagesAsync("good", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_workflow_takes_its_contacts_out()
    {
        await site.SaveAsync(new FlowBuilder("welcome").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait").Build());
        await site.RegisterAsync(Ann);

        await site.InScopeAsync(async services =>
        {
            var types = services.GetRequiredService<IWorkflowTypeStore>();
            await types.DeleteAsync(await types.GetAsync("welcome"));
        });
        await site.PassAsync(TimeSpan.FromHours(2));

        var passage = (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem();
        (passage.Status, passage.EndReason).ShouldBe((EnrollmentStatus.Removed, "the workflow was deleted, or imported again"));
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_instance_takes_its_contact_out()
    {
        await site.SaveAsync(new FlowBuilder("welcome").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait").Build());
        await site.RegisterAsync(Ann);

        await site.InScopeAsync(async services =>
        {
            var workflows = services.GetRequiredService<IWorkflowStore>();
            await workflows.DeleteAsync((await workflows.ListAsync("welcome")).Single());
        });

        (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem().EndReason.ShouldBe("the workflow instance was deleted");
    }

    [Fact]
    public async Task An_item_whose_lease_was_lost_does_nothing()
    {
        await site.SaveAsync(new FlowBuilder("welcome").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait").Build());
        await site.RegisterAsync(Ann);
        var happened = new BehaviorEvent("tests", "again", EventTypes.UserRegistered, Bob, site.Clock.Now, System.Text.Json.JsonSerializer.SerializeToElement(new { email = Bob }));
        await site.InScopeAsync(services => services.GetRequiredService<Intake>().AcceptAsync([happened]));
        await site.RunDueAsync();

        var lost = new DueLease(JourneySignals.ForEvent(happened, site.Clock.Now), 1, 1);
        await site.InScopeAsync(services => services.GetServices<IDueHandler>().Single(handler => handler.Kind == JourneySignals.DueKind)
            .HandleAsync([lost], TestContext.Current.CancellationToken));

        (await site.WorkflowsAsync("welcome")).Count.ShouldBe(2);
    }

    private Task<int> DueAsync() => site.WithAsync<IAutomailStore, int>(
        store => store.ReadAsync(async unit => (await unit.Due.CountAsync(site.Clock.Now.AddYears(1))).Waiting));
}
