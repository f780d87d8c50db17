using Automail.Engine.Behavior;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior.LinkClicked;
using Automail.OrchardModule.Behavior.OrderPlaced;
using Automail.OrchardModule.Behavior.UserRegistered;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using OrchardCore.Environment.Shell;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Scheduling.Delay;

/// <summary>How long workflows wait.</summary>
[Collection(nameof(SharedSite))]
public sealed class DelayEventTests(Site site) : IAsyncLifetime
{
    private const string Ann = "ann@example.com";

    public async ValueTask InitializeAsync() => await site.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_duration_is_over_to_the_second()
    {
        await WaitAsync(new { Mode = "Duration", Duration = "PT1H" });
        await site.RegisterAsync(Ann);

        await site.PassAsync(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        (await IsOverAsync()).ShouldBeFalse();
        await site.PassAsync(TimeSpan.FromSeconds(1));

        (await IsOverAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Days_keep_the_clock_of_the_contacts_zone()
    {
        // The site's clock may stand anywhere in the year: so many months on, New York's clocks differ from now by an hour.
        var zone = DateTimeZoneProviders.Tzdb["America/New_York"];
        var wait = Enumerable.Range(1, 11).Select(months => WaitDuration.Parse($"P{months}M", "duration"))
            .First(duration => duration.After(site.Clock.Now, zone) != duration.After(site.Clock.Now, DateTimeZone.Utc));
        await WaitAsync(new { Mode = "Duration", Duration = wait.Text });
        await site.RegisterAsync(Ann, timeZone: zone.Id);

        (await NextDueAsync()).ShouldBe(wait.After(site.Clock.Now, zone));
    }

    [Fact]
    public async Task A_time_of_day_is_that_of_the_contacts_zone()
    {
        var zone = DateTimeZoneProviders.Tzdb["Pacific/Auckland"];
        await WaitAsync(new { Mode = "TimeOfDay", TimeOfDay = "09:00" });
        await site.RegisterAsync(Ann, timeZone: zone.Id);
        var start = site.Clock.Now;

        var due = (await NextDueAsync())!.Value;

        Instant.FromDateTimeOffset(due).InZone(zone).TimeOfDay.ShouldBe(new LocalTime(9, 0));
        (due - start).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromHours(25));
    }

    [Fact]
    public async Task A_date_comes_from_Liquid()
    {
        await WaitAsync(new { Mode = "Date", Date = new { Expression = "{{ event.attributes.renewal }}" } });
        await site.HappensAsync(EventTypes.UserRegistered, Ann, new
        {
            email = Ann,
            timeZone = "Europe/Amsterdam",
            attributes = new { renewal = "2037-05-04T09:30" },
        });

        (await NextDueAsync()).ShouldBe(new DateTimeOffset(2037, 5, 4, 7, 30, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("Workflow.Input.Contact.attributes.renewal")]
    [InlineData("Workflow.Properties.Contact.attributes.renewal")]
    [InlineData("Workflow.Properties.Event.attributes.renewal")]
    [InlineData("contact.attributes.renewal")]
    public async Task Expressions_read_the_contact_and_the_event_by_each_of_their_names(string name)
    {
        await WaitAsync(new { Mode = "Date", Date = new { Expression = "{{ " + name + " }}" } });
        await site.HappensAsync(EventTypes.UserRegistered, Ann, new { email = Ann, attributes = new { renewal = "2037-05-04" } });

        (await NextDueAsync()).ShouldBe(new DateTimeOffset(2037, 5, 4, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_later_step_reads_the_contact_as_it_is_then_and_both_events()
    {
        await site.SaveAsync(new FlowBuilder("wait")
            .Start<UserRegisteredEvent>("start")
            .Then<OrderPlacedEvent>("order")
            .Then<OrchardCore.Workflows.Activities.SetPropertyTask>("note", new
            {
                PropertyName = "Note",
                Syntax = "Liquid",
                LiquidValue = new { Expression = "{{ contact.orderCount }} {{ Workflow.Properties.Event.name }} {{ Workflow.Input.Event.total }}" },
            })
            .Then<OrchardCore.Workflows.Activities.SetPropertyTask>("script", new
            {
                PropertyName = "Script",
                Value = new { Expression = "input('Event').total + ' ' + property('Contact').email" },
            })
            .Build());
        await site.RegisterAsync(Ann, name: "Ann <b>");

        await site.OrderAsync(Ann, 12.5m);

        var workflow = (await site.WorkflowsAsync("wait")).ShouldHaveSingleItem();
        workflow.Status.ShouldBe(WorkflowStatus.Finished, workflow.FaultMessage);
        workflow.Kept("Note").ShouldBe("1 Ann <b> 12.5");
        workflow.Kept("Script").ShouldBe($"12.5 {Ann}");
        workflow.State.ToJsonString().ShouldNotContain("Ann <b>\"");
    }

    [Fact]
    public async Task A_date_that_has_passed_does_not_wait()
    {
        await WaitAsync(new { Mode = "Date", Date = new { Expression = "2020-01-01" } });

        await site.RegisterAsync(Ann);

        (await IsOverAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_Delay_survives_a_restart_and_does_not_move_when_it_is_edited()
    {
        await WaitAsync(new { Mode = "Duration", Duration = "P1D" });
        await site.RegisterAsync(Ann);
        var due = await NextDueAsync();

        await site.ChangeAsync("wait", type => type.Activities.Single(activity => activity.ActivityId == "wait").Properties["Duration"] = "PT1M");
        await site.InScopeAsync(services => services.GetRequiredService<IShellHost>().ReloadShellContextAsync(services.GetRequiredService<ShellSettings>()));
        await site.PassAsync(TimeSpan.FromHours(1));

        (await IsOverAsync()).ShouldBeFalse();
        (await NextDueAsync()).ShouldBe(due);
        await site.PassAsync(TimeSpan.FromHours(23));
        (await IsOverAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task After_downtime_what_follows_keeps_its_distance_from_the_moment_that_was_meant()
    {
        await site.SaveAsync(new FlowBuilder("wait")
            .Start<UserRegisteredEvent>("start")
            .Then<DelayEvent>("first", new { Duration = "PT1H" })
            .Then<DelayEvent>("second", new { Duration = "PT1H" })
            .Then<DelayEvent>("third", new { Duration = "P10D" })
            .Build());
        await site.RegisterAsync(Ann);
        var start = site.Clock.Now;

        await site.PassAsync(TimeSpan.FromDays(3));

        (await NextDueAsync()).ShouldBe(start.AddHours(2).AddDays(10));
    }

    [Fact]
    public async Task Nobody_can_end_a_Delay_early()
    {
        await WaitAsync(new { Duration = "PT1H" });
        await site.RegisterAsync(Ann);
        var contact = await site.ContactAsync(Ann);

        await site.InScopeAsync(services => services.GetRequiredService<IWorkflowManager>()
            .TriggerEventAsync(nameof(DelayEvent), new Dictionary<string, object>(), contact!.Id));

        (await IsOverAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_Delay_works_in_a_workflow_that_no_contact_entered()
    {
        await site.SaveAsync(new FlowBuilder("wait").Start<DelayEvent>("start", new { Duration = "P1D" }).Then<DelayEvent>("more").Build());
        await site.InScopeAsync(async services =>
        {
            var type = await services.GetRequiredService<IWorkflowTypeStore>().GetAsync("wait");
            await services.GetRequiredService<IWorkflowManager>().StartWorkflowAsync(type);
        });

        await site.PassAsync(TimeSpan.FromDays(1));
        (await site.WorkflowsAsync("wait")).ShouldHaveSingleItem().BlockingActivities.Single().ActivityId.ShouldBe("more");
        await site.PassAsync(TimeSpan.FromDays(1));

        (await site.WorkflowsAsync("wait")).ShouldHaveSingleItem().Status.ShouldBe(WorkflowStatus.Finished);
    }

    [Fact]
    public async Task A_loop_waits_each_time()
    {
        await site.SaveAsync(new FlowBuilder("wait")
            .Start<UserRegisteredEvent>("start")
            .Then<DelayEvent>("wait", new { Duration = "PT1H" })
            .Then<LinkClickedEvent>("click")
            .To("wait")
            .Build());
        await site.RegisterAsync(Ann);
        for (var i = 0; i < 3; i++)
        {
            await site.ClickAsync(Ann, "https://shop.example/");
            (await StepAsync()).ShouldBe("wait");
            await site.PassAsync(TimeSpan.FromHours(1));
            (await StepAsync()).ShouldBe("click");
            await site.ClickAsync(Ann, "https://shop.example/");
        }

        (await StepAsync()).ShouldBe("wait");
        (await site.PassagesAsync("wait", Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Active);
    }

    private Task WaitAsync(object delay) => site.SaveAsync(new FlowBuilder("wait").Start<UserRegisteredEvent>("start").Then<DelayEvent>("wait", delay).Build());

    private async Task<string> StepAsync() => (await site.WorkflowsAsync("wait")).Single().BlockingActivities.Single().ActivityId;

    private async Task<bool> IsOverAsync() => (await site.WorkflowsAsync("wait")).ShouldHaveSingleItem().Status == WorkflowStatus.Finished;

    private Task<DateTimeOffset?> NextDueAsync() => site.InScopeAsync(services
        => services.GetServices<IDueWork>().OfType<DelaySweeper>().Single().NextDueAsync(TestContext.Current.CancellationToken));
}
