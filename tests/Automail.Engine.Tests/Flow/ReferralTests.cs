using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>Into and out of sequences by steps of other sequences, and by hand.</summary>
public sealed class ReferralTests
{
    private const string Ann = "ann@example.org";
    private const string Wait = """{"id":"w","wait":"P1D"}""";

    private readonly FlowHost _host = new();

    [Fact]
    public async Task A_step_puts_the_contact_into_another_sequence_with_the_event_that_it_is_about()
    {
        await PublishAsync("first", """{"id":"e","enroll":"second"},{"id":"m","send":"a"}""");
        await PublishAsync("second", """{"id":"w","wait":"PT1H"},{"id":"b","if":"event.total > 5","then":[{"id":"m","send":"b"}]}""", trigger: """{"manual":true}""");
        await _host.HappenAsync(Ann, "user.registered", new { email = Ann, consent = new { purpose = "marketing", source = "form", textVersion = "1" } });

        await _host.OrderAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.FromHours(2));

        _host.Sent.Select(mail => (mail.Template, mail.Time)).ShouldBe([("a", FlowHost.Start), ("b", FlowHost.Start.AddHours(1))]);
    }

    [Fact]
    public async Task A_step_takes_the_contact_out_of_another_sequence_also_when_both_hear_the_same_event()
    {
        // "a-removed" comes first by its id, so that it is moved before the one that ends it.
        await PublishAsync("a-removed", """{"id":"u","waitFor":"product.viewed","timeout":"P9D","then":[{"id":"w","wait":"P1D"},{"id":"m","send":"late"}]}""");
        await PublishAsync("b-removes", """{"id":"u","waitFor":"product.viewed","timeout":"P9D","then":[{"id":"x","remove":"a-removed"},{"id":"y","remove":"c-removed"}]}""");
        await PublishAsync("c-removed", """{"id":"u","waitFor":"product.viewed","timeout":"P9D","then":[{"id":"m","send":"never"}]}""");
        await _host.OrderAsync(Ann);

        await _host.HappenAsync(Ann, "product.viewed", new { sku = "a" });
        await _host.AdvanceAsync(TimeSpan.FromDays(30));

        _host.Sent.ShouldBeEmpty();
        (await StatesAsync()).ShouldBe(
        [
            ("a-removed", EnrollmentStatus.Removed, "by step 'x' of the sequence 'b-removes'"),
            ("b-removes", EnrollmentStatus.Completed, null),
            ("c-removed", EnrollmentStatus.Removed, "by step 'y' of the sequence 'b-removes'"),
        ]);
    }

    [Fact]
    public async Task Removing_itself_ends_a_sequence()
    {
        await PublishAsync("s", """{"id":"x","remove":"s"},{"id":"m","send":"never"}""");
        await _host.OrderAsync(Ann);
        (await StatesAsync()).ShouldBe([("s", EnrollmentStatus.Removed, "step 'x'")]);
    }

    [Fact]
    public async Task A_sequence_that_there_is_not_fails_the_passage_with_the_step()
    {
        await PublishAsync("s", """{"id":"e","enroll":"nothing"},{"id":"m","send":"never"}""");
        await _host.OrderAsync(Ann);
        (await StatesAsync()).ShouldBe([("s", EnrollmentStatus.Failed, "step 'e': there is no sequence 'nothing'")]);
    }

    [Fact]
    public async Task Two_that_enroll_into_each_other_without_a_wait_stop()
    {
        await PublishAsync("a", """{"id":"e","enroll":"b"}""", more: ""","reentry":{"mode":"always"}""");
        await PublishAsync("b", """{"id":"e","enroll":"a"}""", trigger: """{"manual":true}""", more: ""","reentry":{"mode":"always"}""");

        await _host.OrderAsync(Ann);

        var states = await StatesAsync();
        states.Count.ShouldBeLessThan(20);
        states.Count(state => state.Reason == "step 'e': sequences enroll into each other in a circle").ShouldBe(1);
        states.ShouldAllBe(state => state.Status != EnrollmentStatus.Active);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_circle_whose_only_wait_is_for_a_time_of_the_clock_comes_to_rest_at_that_time(bool enteredOnTime)
    {
        const string NineThenOn = """{"id":"u","waitUntil":{"time":"09:00"}},{"id":"e","enroll":"OTHER"}""";
        await PublishAsync("a", NineThenOn.Replace("OTHER", "b", StringComparison.Ordinal), more: ""","reentry":{"mode":"always"}""");
        await PublishAsync("b", NineThenOn.Replace("OTHER", "a", StringComparison.Ordinal), trigger: """{"manual":true}""", more: ""","reentry":{"mode":"always"}""");
        await _host.AdvanceAsync(TimeSpan.FromHours(enteredOnTime ? 1 : 0.5));

        await _host.OrderAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.FromHours(2));

        var states = await StatesAsync();
        states.Count.ShouldBeLessThan(50);
        states.Count(state => state.Reason == "step 'e': sequences enroll into each other in a circle").ShouldBe(1);
        states.ShouldAllBe(state => state.Status != EnrollmentStatus.Active);
        (await _host.Store.ReadAsync(unit => unit.Due.NextDueAsync(), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task A_sequence_that_begins_anew_each_day_at_a_time_of_the_clock_goes_on_for_ever()
    {
        await PublishAsync("a", """{"id":"u","waitUntil":{"time":"09:00"}},{"id":"w","wait":"PT1H"},{"id":"e","enroll":"a"}""", more: ""","reentry":{"mode":"always"}""");
        await _host.OrderAsync(Ann);

        await _host.AdvanceAsync(TimeSpan.FromDays(30));

        var states = await StatesAsync();
        states.Count.ShouldBe(31);
        states.Count(state => state.Status == EnrollmentStatus.Active).ShouldBe(1);
        states.ShouldAllBe(state => state.Reason == null);
    }

    [Fact]
    public async Task By_hand_re_entry_counts_and_the_trigger_does_not()
    {
        await PublishAsync("s", Wait, trigger: """{"event":"order.placed","if":"event.total > 1000"}""", more: ""","reentry":{"mode":"after","period":"P3D"}""");
        await _host.HappenAsync(Ann, "user.registered", new { email = Ann });

        (await EnrollAsync("s")).ShouldBe(EnrollResult.Entered);
        (await EnrollAsync("s")).ShouldBe(EnrollResult.NotAllowed);
        (await EnrollAsync("nothing")).ShouldBe(EnrollResult.UnknownSequence);
        await _host.AdvanceAsync(TimeSpan.FromDays(2));
        (await EnrollAsync("s")).ShouldBe(EnrollResult.NotAllowed);
        await _host.AdvanceAsync(TimeSpan.FromDays(1));
        (await EnrollAsync("s")).ShouldBe(EnrollResult.Entered);

        (await RemoveAsync("s")).ShouldBeTrue();
        (await RemoveAsync("s")).ShouldBeFalse();
        (await StatesAsync()).ShouldBe([("s", EnrollmentStatus.Completed, null), ("s", EnrollmentStatus.Removed, "asked for")]);
        (await _host.Store.ReadAsync(unit => unit.Due.NextDueAsync(), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    private Task<SequencePlan> PublishAsync(string id, string steps, string trigger = """{"event":"order.placed"}""", string more = "")
        => _host.Pipeline.Sequences.PublishAsync($$"""{ "id": "{{id}}", "trigger": {{trigger}}, "steps": [{{steps}}] {{more}} }""", TestContext.Current.CancellationToken);

    private async Task<EnrollResult> EnrollAsync(string sequence)
    {
        var contact = await _host.ContactAsync(Ann);
        return await _host.Store.ExecuteAsync(unit => _host.Pipeline.Runner.EnrollAsync(unit, sequence, contact!), TestContext.Current.CancellationToken);
    }

    private async Task<bool> RemoveAsync(string sequence)
    {
        var contact = await _host.ContactAsync(Ann);
        return await _host.Store.ExecuteAsync(unit => _host.Pipeline.Runner.RemoveAsync(unit, sequence, contact!.Id, "asked for"), TestContext.Current.CancellationToken);
    }

    private async Task<List<(string Sequence, EnrollmentStatus Status, string? Reason)>> StatesAsync()
        => [.. (await _host.EnrollmentsAsync(Ann)).OrderBy(one => one.JourneyId, StringComparer.Ordinal).ThenBy(one => one.Number).Select(one => (one.JourneyId, one.Status, one.EndReason))];
}
