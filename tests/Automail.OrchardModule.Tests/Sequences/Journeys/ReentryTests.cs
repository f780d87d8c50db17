using Automail.Engine.Behavior;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior.OrderPlaced;
using Automail.OrchardModule.Behavior.UserRegistered;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Sequences.Journeys;

/// <summary>Whether a contact enters again.</summary>
[Collection(nameof(SharedSite))]
public sealed class ReentryTests(Site site) : IAsyncLifetime
{
    private const string Ann = "ann@example.com";

    public async ValueTask InitializeAsync() => await site.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Never_means_once_in_a_lifetime()
    {
        await SaveAsync(nameof(ReentryMode.Never), null);
        await site.OrderAsync(Ann);
        await site.PassAsync(TimeSpan.FromDays(400));

        await site.OrderAsync(Ann);

        (await site.PassagesAsync("thanks", Ann)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Always_means_again_when_the_last_passage_has_ended()
    {
        await SaveAsync(nameof(ReentryMode.Always), null);
        await site.OrderAsync(Ann);
        await site.OrderAsync(Ann);
        (await site.PassagesAsync("thanks", Ann)).Count.ShouldBe(1);

        await site.PassAsync(TimeSpan.FromHours(1));
        await site.OrderAsync(Ann);

        (await site.PassagesAsync("thanks", Ann)).Select(passage => (passage.Number, passage.Status)).ShouldBe(
            [(1, EnrollmentStatus.Completed), (2, EnrollmentStatus.Active)]);
    }

    [Fact]
    public async Task After_counts_from_the_last_entry()
    {
        await SaveAsync(nameof(ReentryMode.After), "P7D");
        await site.OrderAsync(Ann);
        await site.PassAsync(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        await site.OrderAsync(Ann);
        (await site.PassagesAsync("thanks", Ann)).Count.ShouldBe(1);

        await site.PassAsync(TimeSpan.FromMinutes(1));
        await site.OrderAsync(Ann);

        (await site.PassagesAsync("thanks", Ann)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_trigger_that_was_just_added_has_a_rule_that_suits_it()
    {
        await site.SaveAsync(new FlowBuilder("thanks").Start<OrderPlacedEvent>("start").Build());
        await site.SaveAsync(new FlowBuilder("welcome").Start<UserRegisteredEvent>("start").Build());
        for (var i = 0; i < 2; i++)
        {
            await site.RegisterAsync(Ann);
            await site.OrderAsync(Ann);
        }

        (await site.PassagesAsync("thanks", Ann)).Count.ShouldBe(2);
        (await site.PassagesAsync("welcome", Ann)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_that_is_told_twice_counts_once()
    {
        await SaveAsync(nameof(ReentryMode.Always), null, duration: "PT0S");
        var order = new BehaviorEvent(
            "shop", "order-1", EventTypes.OrderPlaced, Ann, site.Clock.Now, System.Text.Json.JsonSerializer.SerializeToElement(new { orderId = "1", currency = "EUR", total = 1 }));
        for (var i = 0; i < 2; i++)
        {
            await site.InScopeAsync(services => services.GetRequiredService<Intake>().AcceptAsync([order]));
            await site.RunDueAsync();
        }

        (await site.PassagesAsync("thanks", Ann)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_events_that_are_heard_at_once_let_in_once()
    {
        await SaveAsync(nameof(ReentryMode.Never), null);
        await site.OrderAsync("bob@example.com");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => site.OrderAsync(Ann))));

        (await site.PassagesAsync("thanks", Ann)).Count.ShouldBe(1);
        (await site.WorkflowsAsync("thanks")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_passage_whose_instance_was_trimmed_does_not_keep_anybody_out()
    {
        await SaveAsync(nameof(ReentryMode.Always), null);
        await site.OrderAsync(Ann);
        await site.InScopeAsync(async services =>
        {
            // As Orchard's trimming does: past all handlers.
            var session = services.GetRequiredService<ISession>();
            foreach (var workflow in await services.GetRequiredService<IWorkflowStore>().ListAsync("thanks"))
            {
                session.Delete(workflow);
            }
        });

        await site.OrderAsync(Ann);

        (await site.PassagesAsync("thanks", Ann)).Select(passage => (passage.Status, passage.EndReason)).ShouldBe(
            [(EnrollmentStatus.Removed, "the workflow instance is gone"), (EnrollmentStatus.Active, null)]);
    }

    [Fact]
    public async Task A_workflow_that_an_operator_starts_again_is_no_second_passage()
    {
        await SaveAsync(nameof(ReentryMode.Never), null);
        await site.OrderAsync(Ann);
        await site.InScopeAsync(async services =>
        {
            var workflow = (await services.GetRequiredService<IWorkflowStore>().ListAsync("thanks")).Single();
            var type = await services.GetRequiredService<IWorkflowTypeStore>().GetAsync("thanks");
            await services.GetRequiredService<IWorkflowManager>().RestartWorkflowAsync(workflow, type);
        });

        await site.PassAsync(TimeSpan.FromHours(1));

        (await site.PassagesAsync("thanks", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
        (await site.WorkflowsAsync("thanks")).Select(workflow => workflow.Status).ShouldBe([WorkflowStatus.Finished, WorkflowStatus.Finished]);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_singleton_runs_one_instance_at_a_time()
    {
        var type = new FlowBuilder("thanks").Start<OrderPlacedEvent>("start").Then<DelayEvent>("wait").Build();
        type.IsSingleton = true;
        await site.SaveAsync(type);

        await site.OrderAsync(Ann);
        await site.OrderAsync("bob@example.com");

        (await site.WorkflowsAsync("thanks")).Count.ShouldBe(1);
    }

    private Task SaveAsync(string mode, string? period, string duration = "PT1H") => site.SaveAsync(new FlowBuilder("thanks")
        .Start<OrderPlacedEvent>("start", new { ReentryMode = mode, ReentryPeriod = period })
        .Then<DelayEvent>("wait", new { Duration = duration })
        .Build());
}
