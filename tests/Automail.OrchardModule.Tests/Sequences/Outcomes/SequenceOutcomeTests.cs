using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior.UserRegistered;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Sequences.Enrolling;
using Automail.OrchardModule.Sequences.Outcomes;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Outcomes;

/// <summary>Workflows that hear of the end of passages through sequences.</summary>
[Collection(nameof(SharedSite))]
public sealed class SequenceOutcomeTests(Site site) : IAsyncLifetime
{
    private const string Ann = "ann@outcomes.example";
    private const string Series = "outcome-series";
    private const string Said = "{{ event.sequence }}|{{ event.name }}|{{ event.version }}|{{ event.outcome }}|{{ event.reason }}|{{ event.enteredAt }}|{{ event.endedAt }}|{{ contact.email }}|{{ Workflow.Input.Event.outcome }}";

    private readonly DateTimeOffset _start = site.Clock.Now;

    public async ValueTask InitializeAsync()
    {
        await site.ClearAsync();
        await PublishAsync(Series, """
            "trigger": { "manual": true }, "reentry": { "mode": "always" }, "exit": { "on": ["product.viewed"] }, "goal": { "event": "order.placed" }, "steps": [ { "id": "w", "wait": "P1D" } ]
            """);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("finish", "finished", "", 24)]
    [InlineData("product.viewed", "exited", "exit: product.viewed", 0)]
    [InlineData("order.placed", "goal-reached", "goal: order.placed", 0)]
    [InlineData("remove", "removed", "asked for", 0)]
    public async Task Each_end_starts_its_workflow_for_the_contact_with_what_came_of_it(string act, string outcome, string reason, int hours)
    {
        await site.SaveAsync(Hearing<SequenceFinishedEvent>("finished"));
        await site.SaveAsync(Hearing<SequenceExitedEvent>("exited"));
        await site.SaveAsync(Hearing<SequenceGoalReachedEvent>("goal-reached"));
        await EnterAsync(Ann);

        await ActAsync(act);

        var heard = outcome == "removed" ? "exited" : outcome;
        foreach (var other in ((string[])["finished", "exited", "goal-reached"]).Where(name => name != heard))
        {
            (await site.WorkflowsAsync(other)).ShouldBeEmpty();
        }

        var workflow = (await site.WorkflowsAsync(heard)).ShouldHaveSingleItem();
        workflow.Status.ShouldBe(WorkflowStatus.Finished, workflow.FaultMessage);
        workflow.CorrelationId.ShouldBe((await site.ContactAsync(Ann))!.Id);
        workflow.Kept("Said").ShouldBe($"{Series}|Outcome series|1|{outcome}|{reason}|{Iso(_start)}|{Iso(_start.AddHours(hours))}|{Ann}|{outcome}");
        (await site.PassagesAsync(heard, Ann)).ShouldHaveSingleItem().EnteredBy!.Type.ShouldBe("sequence." + heard);
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cart_that_changes_ends_a_sequence_too()
    {
        await PublishAsync("outcome-cart", """ "trigger": { "event": "user.registered", "if": "contact.email == 'ann@outcomes.example'" }, "exit": { "on": ["cart.updated"] }, "steps": [ { "id": "w", "wait": "P90D" } ] """);
        await site.SaveAsync(new FlowBuilder("cart-exit").Start<SequenceExitedEvent>("start", new { Sequence = "outcome-cart" }).Then<SetPropertyTask>("note", Note()).Build());
        await site.RegisterAsync(Ann);

        await site.HappensAsync(EventTypes.CartUpdated, Ann, new { cartId = "outcomes", currency = "EUR", items = new[] { new { sku = "mug", name = "Mug", quantity = 2, price = 8 } } });

        (await site.WorkflowsAsync("cart-exit")).ShouldHaveSingleItem().Kept("Said")!.ShouldContain("|exited|exit: cart.updated|");
    }

    [Fact]
    public async Task In_the_middle_it_waits_for_the_contacts_own_sequence_that_it_names()
    {
        const string Bob = "bob@outcomes.example";
        await PublishAsync("outcome-other", """ "trigger": { "manual": true }, "steps": [ { "id": "t", "set": { "tags": { "add": ["other"] } } } ] """);
        await site.SaveAsync(new FlowBuilder("middle").Start<UserRegisteredEvent>("start")
            .Then<SequenceFinishedEvent>("wait", new { Sequence = Series }).Then<SetPropertyTask>("note", Note()).Build());
        await site.RegisterAsync(Ann);
        await site.RegisterAsync(Bob);

        await EnterAsync(Ann, "outcome-other");
        (await site.WorkflowsAsync("middle")).ShouldAllBe(one => one.Status == WorkflowStatus.Halted);
        await EnterAsync(Ann);
        await site.PassAsync(TimeSpan.FromDays(1));

        var ann = (await site.ContactAsync(Ann))!.Id;
        (await site.WorkflowsAsync("middle")).Select(one => (one.CorrelationId == ann, one.Status)).ShouldBe([(true, WorkflowStatus.Finished), (false, WorkflowStatus.Halted)], ignoreOrder: true);
    }

    [Fact]
    public async Task Where_no_workflow_wants_it_nothing_is_written()
    {
        await site.SaveAsync(new FlowBuilder("other-end").Start<SequenceExitedEvent>("start").Then<DelayEvent>("wait").Build());
        await site.SaveAsync(new FlowBuilder("other-sequence").Start<SequenceFinishedEvent>("start", new { Sequence = "outcome-nothing" }).Then<DelayEvent>("wait").Build());
        await EnterAsync(Ann);

        await site.PassAsync(TimeSpan.FromDays(1));

        (await SequencePassageAsync()).Status.ShouldBe(EnrollmentStatus.Completed);
        (await EventsAsync()).ShouldNotContain(EventTypes.SequenceFinished);
        (await site.WorkflowsAsync("other-end")).ShouldBeEmpty();
        (await site.WorkflowsAsync("other-sequence")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_rolled_back_is_not_heard_of()
    {
        await site.SaveAsync(Hearing<SequenceExitedEvent>("exited"));
        await EnterAsync(Ann);
        var contact = (await site.ContactAsync(Ann))!;

        await Should.ThrowAsync<InvalidOperationException>(() => site.WithAsync<IAutomailStore, bool>(async store =>
        {
            await store.ExecuteAsync(async unit =>
            {
                (await site.WithAsync<SequenceRunner, bool>(runner => runner.RemoveAsync(unit, Series, contact.Id, "asked for"))).ShouldBeTrue();
                throw new InvalidOperationException("too late");
            });
            return true;
        }));
        await site.RunDueAsync();

        (await SequencePassageAsync()).Status.ShouldBe(EnrollmentStatus.Active);
        (await EventsAsync()).ShouldNotContain(EventTypes.SequenceExited);
        (await site.WorkflowsAsync("exited")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workflow_that_puts_the_contact_back_in_at_once_stops()
    {
        await PublishAsync("outcome-round", """ "trigger": { "manual": true }, "reentry": { "mode": "always" }, "steps": [ { "id": "t", "set": { "tags": { "add": ["round"] } } } ] """);
        await site.SaveAsync(new FlowBuilder("round").Start<SequenceFinishedEvent>("start", new { Sequence = "outcome-round" })
            .Then<EnrollInSequenceTask>("again", new { Sequence = "outcome-round" }).Build());

        await EnterAsync(Ann, "outcome-round");

        (await site.WorkflowsAsync("round")).Count.ShouldBe(10);
        (await site.PassagesAsync("round", Ann)).ShouldAllBe(passage => passage.Status == EnrollmentStatus.Completed);
    }

    private static WorkflowType Hearing<TTrigger>(string id) => new FlowBuilder(id).Start<TTrigger>("start", new { Sequence = Series }).Then<SetPropertyTask>("note", Note()).Build();

    private static object Note() => new { PropertyName = "Said", Syntax = "Liquid", LiquidValue = new { Expression = Said } };

    private static string Iso(DateTimeOffset time) => System.Text.Json.JsonSerializer.SerializeToElement(time).GetString()!;

    private async Task PublishAsync(string id, string rest) => await site.InScopeAsync(services => services.GetRequiredService<SequenceCatalog>()
        .PublishAsync($$"""{ "id": "{{id}}", "name": "{{char.ToUpperInvariant(id[0])}}{{id[1..].Replace('-', ' ')}}", {{rest}} }"""));

    private async Task EnterAsync(string email, string sequence = Series)
    {
        await site.HappensAsync("contact.updated", email, new { email });
        await site.InScopeAsync(async services =>
        {
            var unit = services.GetRequiredService<IUnitOfWork>();
            var contact = await unit.Contacts.FindAsync(ContactIdentity.FromSubject(email));
            (await services.GetRequiredService<SequenceRunner>().EnrollAsync(unit, sequence, contact!)).ShouldBe(EnrollResult.Entered);
        });
        await site.RunDueAsync();
    }

    private async Task ActAsync(string act)
    {
        switch (act)
        {
            case "finish":
                await site.PassAsync(TimeSpan.FromDays(1));
                break;
            case "remove":
                var id = (await SequencePassageAsync()).Id;
                await site.InScopeAsync(async services =>
                {
                    var unit = services.GetRequiredService<IUnitOfWork>();
                    var contact = await unit.Contacts.FindAsync(ContactIdentity.FromSubject(Ann));
                    (await services.GetRequiredService<SequenceRunner>().RemoveAsync(unit, Series, contact!.Id, "asked for")).ShouldBeTrue();
                });
                await site.RunDueAsync();
                (await SequencePassageAsync()).Id.ShouldBe(id);
                break;
            case "order.placed":
                await site.OrderAsync(Ann);
                break;
            default:
                await site.HappensAsync(act, Ann, new { sku = "mug" });
                break;
        }
    }

    private async Task<Enrollment> SequencePassageAsync() => (await ReadAsync((unit, contact) => unit.Enrollments.ForContactAsync(contact.Id))).Single(one => one.JourneyId == Series);

    private async Task<IEnumerable<string>> EventsAsync() => (await ReadAsync((unit, contact) => unit.Events.ForContactAsync(contact.Id, 0, 100))).Items.Select(one => one.Event.Type);

    private Task<T> ReadAsync<T>(Func<IUnitOfWork, Contact, Task<T>> read) => site.WithAsync<IAutomailStore, T>(
        store => store.ReadAsync(async unit => await read(unit, (await unit.Contacts.FindAsync(ContactIdentity.FromSubject(Ann)))!)));
}
