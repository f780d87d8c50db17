using Automail.Engine.Behavior;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior.LinkClicked;
using Automail.OrchardModule.Behavior.OrderPlaced;
using Automail.OrchardModule.Behavior.UserRegistered;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Journeys;

/// <summary>Who enters a journey, what resumes and what ends it.</summary>
[Collection(nameof(SharedSite))]
public sealed class JourneyTests(Site site) : IAsyncLifetime
{
    private const string Ann = "ann@example.com";
    private const string Bob = "bob@example.com";

    private static FlowBuilder WelcomeAndWait => new FlowBuilder("welcome").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait", new { Duration = "PT1H" });

    public async ValueTask InitializeAsync() => await site.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_trigger_starts_a_workflow_that_is_correlated_by_contact()
    {
        await site.SaveAsync(WelcomeAndWait.Build());

        await site.RegisterAsync(Ann);

        var workflow = (await site.WorkflowsAsync("welcome")).ShouldHaveSingleItem();
        workflow.Status.ShouldBe(WorkflowStatus.Halted);
        workflow.CorrelationId.ShouldBe((await site.ContactAsync(Ann))!.Id);
        var passage = (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem();
        passage.Status.ShouldBe(EnrollmentStatus.Active);
        passage.Instance.ShouldBe(workflow.WorkflowId);
        passage.EnteredBy!.Type.ShouldBe(EventTypes.UserRegistered);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_journey_that_comes_to_its_end_is_completed()
    {
        await site.SaveAsync(WelcomeAndWait.Build());
        await site.RegisterAsync(Ann);

        await site.PassAsync(TimeSpan.FromHours(1));

        (await site.WorkflowsAsync("welcome")).ShouldHaveSingleItem().Status.ShouldBe(WorkflowStatus.Finished);
        (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PT1H")]
    [InlineData("PT0S")]
    public async Task A_journey_is_completed_also_when_finished_instances_are_deleted(string duration)
    {
        await site.SaveAsync(new FlowBuilder("welcome").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait", new { Duration = duration }).Build(deleteFinished: true));
        await site.RegisterAsync(Ann);

        await site.PassAsync(TimeSpan.FromHours(1));

        (await site.WorkflowsAsync("welcome")).ShouldBeEmpty();
        (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
    }

    [Fact]
    public async Task A_disabled_workflow_lets_nobody_in_and_those_inside_go_on()
    {
        await site.SaveAsync(WelcomeAndWait.Build());
        await site.RegisterAsync(Ann);
        await site.ChangeAsync("welcome", type => type.IsEnabled = false);

        await site.RegisterAsync(Bob);
        await site.PassAsync(TimeSpan.FromHours(1));

        (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
        (await site.PassagesAsync("welcome", Bob)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_resumes_what_waits_for_it_and_nothing_of_another_contact()
    {
        await site.SaveAsync(new FlowBuilder("welcome")
            .Start<UserRegisteredEvent>("start")
            .Then<LinkClickedEvent>("click", new { Pattern = "*/mugs*" })
            .Then<DelayEvent>("wait", new { Duration = "P1D" })
            .Build());
        await site.RegisterAsync(Ann);
        await site.RegisterAsync(Bob);

        await site.ClickAsync(Bob, "https://shop.example/mugs/1");
        await site.ClickAsync(Ann, "https://shop.example/plates");

        (await StepAsync("welcome", Ann)).ShouldBe("click");
        (await StepAsync("welcome", Bob)).ShouldBe("wait");
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contact_stays_on_the_journey_when_the_address_changes()
    {
        await site.SaveAsync(new FlowBuilder("welcome").Start<UserRegisteredEvent>("start").Then<LinkClickedEvent>("click").Then<DelayEvent>("wait").Build());
        await site.RegisterAsync(Ann);

        await site.HappensAsync(EventTypes.ContactUpdated, Ann, new { email = "new@example.com" });
        await site.ClickAsync("new@example.com", "https://shop.example/");

        (await StepAsync("welcome", "new@example.com")).ShouldBe("wait");
    }

    [Fact]
    public async Task A_visitor_who_turns_out_to_be_somebody_known_stays_on_the_journey()
    {
        await site.SaveAsync(new FlowBuilder("thanks")
            .Start<OrderPlacedEvent>("start")
            .Then<LinkClickedEvent>("click")
            .Then<DelayEvent>("wait", new { Duration = "P1D" })
            .Build());
        await site.HappensAsync(EventTypes.ContactUpdated, Ann, new { name = "Ann" });
        await site.OrderAsync("visitor-1");

        await site.HappensAsync(EventTypes.ContactUpdated, "visitor-1", new { email = Ann });
        await site.ClickAsync(Ann, "https://shop.example/");
        (await StepAsync("thanks", Ann)).ShouldBe("wait");
        await site.PassAsync(TimeSpan.FromDays(1));

        (await site.WorkflowsAsync("thanks")).ShouldHaveSingleItem().CorrelationId.ShouldBe((await site.ContactAsync(Ann))!.Id);
        (await site.PassagesAsync("thanks", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_journeys_of_people_who_turn_out_to_be_one_go_on_once()
    {
        await site.SaveAsync(new FlowBuilder("thanks").Start<OrderPlacedEvent>("start").Then<DelayEvent>("wait", new { Duration = "P1D" }).Build());
        await site.HappensAsync(EventTypes.ContactUpdated, Ann, new { name = "Ann" });
        await site.OrderAsync(Ann);
        await site.OrderAsync("visitor-1");

        await site.HappensAsync(EventTypes.ContactUpdated, "visitor-1", new { email = Ann });
        await site.PassAsync(TimeSpan.FromDays(1));

        (await site.WorkflowsAsync("thanks")).Select(workflow => workflow.Status).ShouldBe([WorkflowStatus.Finished, WorkflowStatus.Aborted], ignoreOrder: true);
        (await site.PassagesAsync("thanks", Ann)).Select(passage => (passage.Status, passage.EndReason)).ShouldBe(
            [(EnrollmentStatus.Completed, null), (EnrollmentStatus.Removed, "joined with another contact")], ignoreOrder: true);
    }

    [Fact]
    public async Task An_exit_event_ends_the_journey_in_the_middle_of_a_Delay()
    {
        await site.SaveAsync(new FlowBuilder("welcome")
            .Start<UserRegisteredEvent>("start", new { ExitOn = new[] { EventTypes.OrderPlaced } })
            .Then<DelayEvent>("wait", new { Duration = "P3D" })
            .Then<DelayEvent>("more", new { Duration = "P3D" })
            .Build());
        await site.RegisterAsync(Ann);
        await site.RegisterAsync(Bob);

        await site.PassAsync(TimeSpan.FromDays(1));
        await site.OrderAsync(Ann);

        var passage = (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem();
        (passage.Status, passage.EndReason, passage.EndedAt).ShouldBe((EnrollmentStatus.Exited, "exit: order.placed", site.Clock.Now));
        var workflow = (await site.WorkflowsAsync("welcome")).Single(workflow => workflow.WorkflowId == passage.Instance);
        (workflow.Status, workflow.FaultMessage, workflow.BlockingActivities.Count).ShouldBe((WorkflowStatus.Finished, "exit: order.placed", 0));

        await site.PassAsync(TimeSpan.FromDays(2));
        (await site.WorkflowsAsync("welcome")).Single(workflow => workflow.WorkflowId == passage.Instance).Status.ShouldBe(WorkflowStatus.Finished);
        (await StepAsync("welcome", Bob)).ShouldBe("more");
    }

    [Fact]
    public async Task An_exit_deletes_the_instance_of_a_workflow_that_keeps_none()
    {
        await site.SaveAsync(new FlowBuilder("welcome")
            .Start<UserRegisteredEvent>("start", new { ExitOn = new[] { EventTypes.OrderPlaced } })
            .Then<DelayEvent>("wait")
            .Build(deleteFinished: true));
        await site.RegisterAsync(Ann);

        await site.OrderAsync(Ann);

        (await site.WorkflowsAsync("welcome")).ShouldBeEmpty();
        (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Exited);
    }

    [Fact]
    public async Task What_happened_before_the_journey_does_not_end_it()
    {
        await site.SaveAsync(new FlowBuilder("welcome").Start<UserRegisteredEvent>("start", new { ExitOn = new[] { "survey.answered" } }).Then<DelayEvent>("wait").Build());
        await site.RegisterAsync(Ann);

        await site.HappensAsync("survey.answered", Ann, time: site.Clock.Now.AddSeconds(-1));
        (await StepAsync("welcome", Ann)).ShouldBe("wait");
        await site.HappensAsync("survey.answered", Ann);

        (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Exited);
    }

    [Fact]
    public async Task An_instance_waits_at_several_steps_at_once()
    {
        await site.SaveAsync(new FlowBuilder("welcome")
            .Start<UserRegisteredEvent>("start")
            .Then<ForkTask>("fork", new { Forks = new[] { "time", "click" } })
            .From("fork", "time").Then<DelayEvent>("wait", new { Duration = "P1D" })
            .From("fork", "click").Then<LinkClickedEvent>("click")
            .Build());
        await site.RegisterAsync(Ann);

        await site.ClickAsync(Ann, "https://shop.example/");
        (await StepAsync("welcome", Ann)).ShouldBe("wait");
        await site.PassAsync(TimeSpan.FromDays(1));

        (await site.PassagesAsync("welcome", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
    }

    private async Task<string> StepAsync(string workflowTypeId, string email)
    {
        var passage = (await site.PassagesAsync(workflowTypeId, email)).Single(passage => passage.Status == EnrollmentStatus.Active);
        var workflow = (await site.WorkflowsAsync(workflowTypeId)).Single(workflow => workflow.WorkflowId == passage.Instance);
        return string.Join(',', workflow.BlockingActivities.Select(step => step.ActivityId));
    }
}
