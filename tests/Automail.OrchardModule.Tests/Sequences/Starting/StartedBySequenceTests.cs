using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Sequences.Starting;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Starting;

/// <summary>Steps of sequences that start workflows.</summary>
[Collection(nameof(SharedSite))]
public sealed class StartedBySequenceTests(Site site) : IAsyncLifetime
{
    private const string Ann = "ann@starting.example";
    private const string Name = "Starting: call the customer";
    private const string Definition = $$"""
        { "id": "starting-series", "name": "Starting", "trigger": { "event": "order.placed", "if": "contact.email == '{{Ann}}'" }, "reentry": { "mode": "always" },
          "steps": [ { "id": "w", "wait": "PT1H" }, { "id": "x", "startWorkflow": "{{Name}}" }, { "id": "t", "set": { "tags": { "add": ["through"] } } } ] }
        """;

    public async ValueTask InitializeAsync()
    {
        await site.ClearAsync();
        await site.InScopeAsync(services => services.GetRequiredService<SequenceCatalog>().PublishAsync(Definition));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_workflows_of_the_name_start_for_the_contact_with_what_the_passage_is_about()
    {
        await site.SaveAsync(Started("call", Name));
        await site.SaveAsync(Started("call-too", Name));
        await site.SaveAsync(Started("other", "Starting: another"));
        await site.RegisterAsync(Ann);
        var start = site.Clock.Now;

        await site.OrderAsync(Ann, 44m);
        (await site.WorkflowsAsync("call")).ShouldBeEmpty();
        await site.PassAsync(TimeSpan.FromHours(1));

        foreach (var id in (string[])["call", "call-too"])
        {
            var workflow = (await site.WorkflowsAsync(id)).ShouldHaveSingleItem();
            workflow.Status.ShouldBe(WorkflowStatus.Finished, workflow.FaultMessage);
            workflow.CorrelationId.ShouldBe((await site.ContactAsync(Ann))!.Id);
            workflow.Kept("Said").ShouldBe($"starting-series|Starting|1|x|{System.Text.Json.JsonSerializer.SerializeToElement(start).GetString()}|44|order.placed|{Ann}");
        }

        (await site.WorkflowsAsync("other")).ShouldBeEmpty();
        (await StartsAsync()).ShouldBe([((string?)"x", (string?)Name, (string?)null)]);
        (await site.ContactAsync(Ann))!.Tags.ShouldContain("through");
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_no_workflow_has_the_name_the_sequence_goes_on_and_the_trace_says_so()
    {
        await site.SaveAsync(Started("other", "Starting: another"));
        await site.RegisterAsync(Ann);
        await site.OrderAsync(Ann);

        await site.PassAsync(TimeSpan.FromHours(1));

        (await StartsAsync()).ShouldBe([("x", Name, WorkflowStart.Unheard)]);
        (await site.ContactAsync(Ann))!.Tags.ShouldContain("through");
        (await ReadAsync((unit, contact) => unit.Events.ForContactAsync(contact.Id, 0, 100))).Items.ShouldNotContain(one => one.Event.Type == EventTypes.SequenceStartsWorkflow);
    }

    [Fact]
    public async Task A_dry_run_says_which_it_would_start()
    {
        await site.SaveAsync(Started("call", Name));
        await site.RegisterAsync(Ann);
        var contact = (await site.ContactAsync(Ann))!;

        var result = await site.WithAsync<DryRun, DryRunResult?>(run => run.RunAsync(new DryRunRequest { ContactId = contact.Id, Enter = "starting-series" }));

        result.ShouldNotBeNull().Moments.Where(moment => moment.Entry.Kind == TraceKind.StartWorkflow).Select(moment => (moment.Entry.Text, moment.Entry.Note)).ShouldBe([(Name, (string?)null)]);
        (await site.WorkflowsAsync("call")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_editor_knows_the_names_and_says_the_step_in_words()
    {
        const string Misspelt = "Starting: cal the customer";
        await site.SaveAsync(Started("call", Name));

        await site.InScopeAsync(async services =>
        {
            (await services.GetRequiredService<WorkflowNames>().ListAsync()).ShouldBe([Name]);
            services.GetRequiredService<StepWords>().Of(new StartWorkflowStep("x", Name)).ShouldBe($"Start the workflow “{Name}”");
            var review = services.GetRequiredService<SequenceReview>();
            (await review.CheckHereAsync(Definition)).ShouldNotContain(problem => problem.Code == "AM728");
            (await review.CheckHereAsync(Definition.Replace(Name, Misspelt, StringComparison.Ordinal))).Single(problem => problem.Code == "AM728")
                .Text.ShouldBe($"No workflow is started by the name '{Misspelt}'; did you mean '{Name}'?");
        });
    }

    private static WorkflowType Started(string id, string name) => new FlowBuilder(id)
        .Start<StartedBySequenceEvent>("start", new { WorkflowName = name })
        .Then<SetPropertyTask>("note", new
        {
            PropertyName = "Said",
            Syntax = "Liquid",
            LiquidValue = new { Expression = "{{ event.sequence }}|{{ event.name }}|{{ event.version }}|{{ event.step }}|{{ event.enteredAt }}|{{ event.about.total }}|{{ event.about.type }}|{{ contact.email }}" },
        })
        .Build();

    private async Task<IEnumerable<(string? Step, string? Text, string? Note)>> StartsAsync()
    {
        var passage = (await ReadAsync((unit, contact) => unit.Enrollments.ForContactAsync(contact.Id))).Single(one => one.JourneyId == "starting-series");
        return TraceLog.Read(passage.Trace).Where(entry => entry.Kind == TraceKind.StartWorkflow).Select(entry => (entry.StepId, entry.Text, entry.Note));
    }

    private Task<T> ReadAsync<T>(Func<IUnitOfWork, Contact, Task<T>> read) => site.WithAsync<IAutomailStore, T>(
        store => store.ReadAsync(async unit => await read(unit, (await unit.Contacts.FindAsync(ContactIdentity.FromSubject(Ann)))!)));
}
