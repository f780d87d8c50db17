using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>What sequences tell the host's workflows.</summary>
public sealed class WorkflowsTests
{
    private const string Ann = "ann@example.org";

    private readonly FlowHost _host = new();

    [Fact]
    public async Task A_step_starts_workflows_in_its_order_and_the_sequence_goes_on()
    {
        await PublishAsync("s", """{"id":"x1","startWorkflow":"Call"},{"id":"w","wait":"P1D"},{"id":"x2","startWorkflow":"Nobody"},{"id":"t","set":{"tags":{"add":["through"]}}}""");
        await _host.OrderAsync(Ann);
        var passage = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        _host.Workflows.Started.ShouldBe([(passage.Id, "x1", "Call")]);

        await _host.AdvanceAsync(TimeSpan.FromDays(1));

        _host.Workflows.Started.Select(one => (one.Step, one.Workflow)).ShouldBe([("x1", "Call"), ("x2", "Nobody")]);
        (await _host.ContactAsync(Ann))!.Tags.ShouldContain("through");
        var ended = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        TraceLog.Read(ended.Trace).Where(entry => entry.Kind == TraceKind.StartWorkflow).Select(entry => (entry.StepId, entry.Text, entry.Note))
            .ShouldBe([("x1", "Call", null), ("x2", "Nobody", WorkflowStart.Unheard)]);
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_start_and_starts_nothing()
    {
        await PublishAsync("s", """{"id":"w","wait":"P1D"},{"id":"x","startWorkflow":"Call"}""");
        await _host.OrderAsync(Ann);
        var contact = (await _host.ContactAsync(Ann))!;

        var result = (await _host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = contact.Id }, TestContext.Current.CancellationToken)).ShouldNotBeNull();

        result.Moments.Where(moment => moment.Entry.Kind == TraceKind.StartWorkflow).Select(moment => (moment.Entry.Time, moment.Entry.Text, moment.Entry.Note))
            .ShouldBe([(FlowHost.Start.AddDays(1), "Call", (string?)null)]);
        _host.Workflows.Started.ShouldBeEmpty();
        _host.Workflows.Ended.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_end_is_told_once_but_failures_and_holdouts()
    {
        const string More = ""","exit":{"on":["product.viewed"]},"goal":{"event":"link.clicked"}""";
        await PublishAsync("completed", """{"id":"w","wait":"PT1H"}""");
        await PublishAsync("exited", """{"id":"w","wait":"P1D"}""", """,  "exit":{"on":["product.viewed"]}""");
        await PublishAsync("failed", """{"id":"e","enroll":"nothing"}""");
        await PublishAsync("goal", """{"id":"w","wait":"P1D"}""", ""","goal":{"event":"product.viewed"}""");
        await PublishAsync("held-out", """{"id":"h","holdout":100}""");
        await PublishAsync("removed-by-hand", """{"id":"w","wait":"P1D"}""", More);
        await PublishAsync("removed-by-step", """{"id":"w","wait":"P1D"}""", More);
        await PublishAsync("remover", """{"id":"w","wait":"PT1H"},{"id":"x","remove":"removed-by-step"},{"id":"y","remove":"remover"}""");
        await _host.OrderAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.FromHours(1));
        var passage = (await _host.EnrollmentsAsync(Ann)).Single(one => one.JourneyId == "removed-by-hand").Id;
        (await _host.Pipeline.Control.RemoveAsync(passage, "anna", null, TestContext.Current.CancellationToken)).ShouldBe(PassageChange.Done);
        await _host.HappenAsync(Ann, "product.viewed", new { sku = "a" });
        await _host.AdvanceAsync(TimeSpan.FromDays(9));

        _host.Workflows.Ended.OrderBy(one => one.Sequence, StringComparer.Ordinal).Select(one => (one.Sequence, one.Status)).ShouldBe(
        [
            ("completed", EnrollmentStatus.Completed), ("exited", EnrollmentStatus.Exited), ("goal", EnrollmentStatus.GoalReached), ("removed-by-hand", EnrollmentStatus.Removed),
            ("removed-by-step", EnrollmentStatus.Removed), ("remover", EnrollmentStatus.Removed),
        ]);
    }

    private async Task PublishAsync(string id, string steps, string more = "")
        => await _host.Pipeline.Sequences.PublishAsync($$"""{ "id": "{{id}}", "trigger": {"event":"order.placed"}, "steps": [{{steps}}] {{more}} }""", TestContext.Current.CancellationToken);
}
