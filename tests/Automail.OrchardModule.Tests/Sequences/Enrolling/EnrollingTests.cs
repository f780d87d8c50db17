using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior.OrderPlaced;
using Automail.OrchardModule.Behavior.UserRegistered;
using Automail.OrchardModule.Sequences.Enrolling;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Activities;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Enrolling;

/// <summary>Workflows that put contacts into sequences and take them out.</summary>
[Collection(nameof(SharedSite))]
public sealed class EnrollingTests(Site site) : IAsyncLifetime
{
    private const string Ann = "ann@enrolling.example";
    private const string Series = "enrolling-series";

    public async ValueTask InitializeAsync()
    {
        await site.ClearAsync();
        await site.InScopeAsync(services => services.GetRequiredService<SequenceCatalog>().PublishAsync(
            $$"""{ "id": "{{Series}}", "name": "Enrolling", "trigger": { "manual": true }, "steps": [ { "id": "w", "wait": "P1D" }, { "id": "t", "set": { "tags": { "add": ["through"] } } } ] }"""));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_workflow_enrolls_its_contact_with_its_event_and_the_sequence_runs()
    {
        await EnrollsAsync(Series);

        await site.RegisterAsync(Ann);
        var inside = (await PassagesAsync()).ShouldHaveSingleItem();
        (inside.Status, inside.EnteredBy?.Type).ShouldBe((EnrollmentStatus.Active, "user.registered"));
        (await OutcomeAsync("entering")).ShouldBe("Enrolled");

        site.Clock.Advance(TimeSpan.FromDays(1));
        await site.RunDueAsync();
        (await PassagesAsync()).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
        (await TagsAsync()).ShouldContain("through");
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Series, "Not allowed")]
    [InlineData("enrolling-nothing", "Failed")]
    public async Task What_does_not_work_has_its_outcome(string sequence, string outcome)
    {
        await EnrollsAsync(sequence);
        await site.HappensAsync("contact.updated", Ann, new { email = Ann });
        await site.InScopeAsync(async services =>
        {
            var unit = services.GetRequiredService<IUnitOfWork>();
            var contact = await unit.Contacts.FindAsync(ContactIdentity.FromSubject(Ann));
            (await services.GetRequiredService<SequenceRunner>().EnrollAsync(unit, Series, contact!)).ShouldBe(EnrollResult.Entered);
        });

        await site.RegisterAsync(Ann);

        (await OutcomeAsync("entering")).ShouldBe(outcome);
        (await PassagesAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_workflow_takes_its_contact_out()
    {
        await EnrollsAsync(Series);
        await site.SaveAsync(new FlowBuilder("leaving", "Leaving")
            .Start<OrderPlacedEvent>("start")
            .Then<RemoveFromSequenceTask>("remove", new { Sequence = Series })
            .From("remove", "Removed").Then<SetPropertyTask>("removed", Outcome("Removed"))
            .From("remove", "Not inside").Then<SetPropertyTask>("not", Outcome("Not inside"))
            .Build());
        await site.RegisterAsync(Ann);

        await site.OrderAsync(Ann);

        (await OutcomeAsync("leaving")).ShouldBe("Removed");
        var left = (await PassagesAsync()).ShouldHaveSingleItem();
        (left.Status, left.EndReason).ShouldBe((EnrollmentStatus.Removed, "by the workflow 'Leaving'"));
        site.Clock.Advance(TimeSpan.FromDays(2));
        await site.RunDueAsync();
        (await TagsAsync()).ShouldNotContain("through");
    }

    private Task EnrollsAsync(string sequence) => site.SaveAsync(new FlowBuilder("entering", "Entering")
        .Start<UserRegisteredEvent>("start")
        .Then<EnrollInSequenceTask>("enroll", new { Sequence = sequence })
        .From("enroll", "Enrolled").Then<SetPropertyTask>("enrolled", Outcome("Enrolled"))
        .From("enroll", "Not allowed").Then<SetPropertyTask>("refused", Outcome("Not allowed"))
        .From("enroll", "Failed").Then<SetPropertyTask>("failed", Outcome("Failed"))
        .Build());

    private static object Outcome(string outcome) => new { PropertyName = "Outcome", Value = new { Expression = $"'{outcome}'" } };

    private async Task<string?> OutcomeAsync(string workflow) => (await site.WorkflowsAsync(workflow)).Single().Kept("Outcome");

    private Task<Contact?> ContactAsync() => site.WithAsync<IAutomailStore, Contact?>(store => store.ReadAsync(unit => unit.Contacts.FindAsync(ContactIdentity.FromSubject(Ann))));

    private async Task<IReadOnlyList<string>> TagsAsync() => (await ContactAsync())!.Tags;

    private async Task<IReadOnlyList<Enrollment>> PassagesAsync()
    {
        var contact = await ContactAsync();
        return await site.WithAsync<IAutomailStore, IReadOnlyList<Enrollment>>(store => store.ReadAsync<IReadOnlyList<Enrollment>>(async unit =>
            [.. (await unit.Enrollments.ForContactAsync(contact!.Id)).Where(enrollment => enrollment.JourneyId == Series)]));
    }
}
