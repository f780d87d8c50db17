using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>A sequence that lets nobody in any more, while those inside go on to the end.</summary>
public sealed class ClosedSequenceTests
{
    private const string Ann = "ann@example.org";
    private const string Bob = "bob@example.org";
    private const string Series = """
        { "id": "series", "purpose": "transactional", "trigger": { "event": "order.placed" }, "reentry": { "mode": "always" },
          "steps": [ { "id": "w1", "wait": "P1D" }, { "id": "m1", "send": "a" } ] }
        """;

    private readonly FlowHost _host = new();

    [Fact]
    public async Task Nobody_enters_any_more_and_who_is_inside_goes_on_to_the_end()
    {
        await StartAsync();
        await _host.OrderAsync(Ann);
        await CloseAsync();

        await _host.OrderAsync(Bob);
        var enrolled = await EnrollAsync(Bob);
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        enrolled.ShouldBe(EnrollResult.NotAllowed);
        (await _host.EnrollmentsAsync(Bob)).ShouldBeEmpty();
        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
        _host.Sent.Select(mail => mail.Template).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_step_that_enrolls_into_it_is_passed_over()
    {
        await StartAsync();
        await _host.Pipeline.Sequences.PublishAsync(
            """{ "id": "feeder", "purpose": "transactional", "trigger": { "event": "product.viewed" }, "steps": [ { "id": "e1", "enroll": "series" }, { "id": "m1", "send": "a" } ] }""", Token);
        await CloseAsync();

        await _host.HappenAsync(Ann, "product.viewed", new { sku = "x" });

        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            enrollment => enrollment.JourneyId.ShouldBe("feeder"),
            enrollment => enrollment.Status.ShouldBe(EnrollmentStatus.Completed));
    }

    [Fact]
    public async Task The_same_definition_again_opens_it_without_a_new_version()
    {
        await StartAsync();
        await CloseAsync();

        var plan = await _host.Pipeline.Sequences.PublishAsync(Series, Token);
        await _host.Pipeline.Sequences.LoadAsync(Token);
        await _host.OrderAsync(Ann);

        plan.Version.ShouldBe(1);
        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_sequence_that_there_is_not_cannot_be_closed()
        => (await _host.Store.ExecuteAsync(unit => SequenceCatalog.CloseAsync(unit, "nowhere"), Token)).ShouldBeFalse();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task StartAsync()
    {
        await _host.Pipeline.Sequences.PublishAsync(Series, Token);
        foreach (var email in new[] { Ann, Bob })
        {
            await _host.HappenAsync(email, "user.registered", new { email });
        }
    }

    private async Task CloseAsync()
    {
        (await _host.Store.ExecuteAsync(unit => SequenceCatalog.CloseAsync(unit, "series"), Token)).ShouldBeTrue();
        await _host.Pipeline.Sequences.LoadAsync(Token);
    }

    private async Task<EnrollResult> EnrollAsync(string email)
    {
        var contact = (await _host.ContactAsync(email)).ShouldNotBeNull();
        return await _host.Store.ExecuteAsync(unit => _host.Pipeline.Runner.EnrollAsync(unit, "series", contact), Token);
    }
}
