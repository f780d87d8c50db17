using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>What stands in the store and cannot be read stops nobody else.</summary>
public sealed class SequenceCatalogTests
{
    private const string Ann = "ann@example.org";

    private readonly FlowHost _host = new();

    [Fact]
    public async Task A_sequence_that_cannot_be_read_lets_nobody_in_and_the_others_go_on()
    {
        await _host.Store.ExecuteAsync(
            async unit =>
            {
                await unit.Sequences.AddAsync(new StoredSequence("newer", 7, """{ "id": "newer", "trigger": { "telepathy": true }, "steps": [] }""", FlowHost.Start));
                await unit.Sequences.AddAsync(new StoredSequence("plain", 2, """{ "id": "plain", "trigger": { "event": "order.placed" }, "steps": [{ "id": "m", "send": "a" }] }""", FlowHost.Start));
            },
            Token);

        await _host.Pipeline.Sequences.LoadAsync(Token);
        await _host.HappenAsync(Ann, "user.registered", new { email = Ann, consent = new { purpose = "marketing", source = "form", textVersion = "1" } });
        await _host.OrderAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.Zero);

        _host.Pipeline.Sequences.Current.Keys.ShouldBe(["plain"]);
        _host.Pipeline.Sequences.Current["plain"].Version.ShouldBe(2);
        _host.Sent.Select(mail => mail.Template).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Who_is_inside_a_version_that_cannot_be_read_ends_with_the_reason_and_events_are_taken_as_ever()
    {
        await _host.HappenAsync(Ann, "user.registered", new { email = Ann });
        var ann = await _host.ContactAsync(Ann);
        var inside = new Enrollment
        {
            Id = "e", JourneyId = "lost", Version = 3, ContactId = ann!.Id, Number = 1, EnteredAt = FlowHost.Start, StepStartedAt = FlowHost.Start, WakeAt = FlowHost.Start.AddDays(1),
        };
        await _host.Store.ExecuteAsync(
            async unit =>
            {
                await unit.Sequences.AddAsync(new StoredSequence("lost", 3, "{}", FlowHost.Start));
                await unit.Enrollments.SaveAsync(inside);
                await unit.Due.ScheduleAsync(new DueItem("step:e", "step", FlowHost.Start.AddDays(1)));
            },
            Token);

        (await _host.HappenAsync(Ann, "product.viewed", new { sku = "a" })).Accepted.ShouldBe(1);
        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Active);
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        var ended = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        (ended.Status, ended.EndReason).ShouldBe((EnrollmentStatus.Failed, "version 3 of the sequence is gone or cannot be read"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
