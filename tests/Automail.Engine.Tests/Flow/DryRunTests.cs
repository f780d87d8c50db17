using System.Text.Json;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Tests.Sequences;
using CsCheck;
using NodaTime;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

public sealed class DryRunTests
{
    private const string Address = "ann@example.org";

    private static readonly string[] Acts = ["link.clicked", "order.placed", "product.viewed", "pause", "resume", "skip"];

    private static readonly Gen<GateOptions> Gates =
        from cap in Gen.OneOfConst<int?>(null, 1, 2)
        from hours in Gen.OneOfConst<SendWindow?>(null, new SendWindow(ClockTime.EveryDay, new LocalTime(7, 30), new LocalTime(19, 0)))
        select new GateOptions { Cap = cap, CapPeriod = TimeSpan.FromHours(20), SendingHours = hours };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task What_it_tells_is_what_the_engine_then_does()
        => Gen.Select(RandomSequence.Definitions, RandomSequence.Definitions, Gates, Gen.Select(Gen.Int[1, 60 * 36], Gen.OneOfConst(Acts)).List[1, 8], Gen.Bool).SampleAsync(async (one, other, gate, acts, consents) =>
        {
            var host = new FlowHost(FlowHost.Profile with { Gate = gate });
            await host.RegisterAsync(Address, consents);
            await host.PublishAsync(one);
            await host.PublishAsync(other.Replace("\"id\":\"s\"", "\"id\":\"s2\"", StringComparison.Ordinal));
            foreach (var (minutes, act) in acts)
            {
                await host.AdvanceAsync(TimeSpan.FromMinutes(minutes));
                await DoAsync(host, act);
            }

            // What is due at this very moment comes first.
            await host.Pipeline.Worker.DrainAsync(Token);
            var (contact, before) = ((await host.ContactAsync(Address))!, await PictureAsync(host));
            var (settled, sent) = ((await host.LedgerAsync()).Where(mail => mail.State != SendState.Queued).Select(mail => mail.Id).ToHashSet(), host.Sent.Count);

            var told = (await host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = contact.Id, Horizon = TimeSpan.FromDays(90) }, Token)).ShouldNotBeNull();

            var said = $"{one}\n{other}\n{gate}\n{string.Join(' ', acts)} {consents}";
            (await PictureAsync(host)).ShouldBe(before, said);
            host.Sent.Count.ShouldBe(sent);
            told.IsCut.ShouldBeFalse();
            await host.AdvanceAsync(TimeSpan.FromDays(90));

            // Of a mail that waits for quiet hours to end although its journey has ended, the dry run tells so now, and the gate when it looks again.
            static DateTimeOffset When(DateTimeOffset time, string? reason) => reason == GateReasons.JourneyEnded ? default : time;
            told.Mails.Select(mail => (When(mail.Time, mail.SkipReason), mail.SequenceId, mail.StepId, mail.Template, mail.SkipReason)).Order().ShouldBe(
                (await host.LedgerAsync()).Where(mail => mail.Kind == SendKind.Mail && mail.State != SendState.Queued && !settled.Contains(mail.Id))
                    .Select(mail => (When(mail.UpdatedAt, mail.Reason), mail.Key.Journey, mail.Key.Step, mail.Template, mail.State == SendState.Sent ? null : mail.Reason)).Order(), said);
            var passages = (await host.EnrollmentsAsync(Address)).ToDictionary(passage => passage.Id);
            foreach (var passage in told.Passages)
            {
                var really = passages[passage.Id];
                JsonSerializer.Serialize(passage with { Trace = null }).ShouldBe(JsonSerializer.Serialize(really with { Trace = null }), said);
                really.Trace.ShouldNotBeNull().ShouldEndWith(passage.Trace ?? "", customMessage: said);
            }
        }, iter: 200);

    [Fact]
    public async Task It_tells_moments_mails_and_what_it_takes_for_granted()
    {
        var host = new FlowHost();
        await host.RegisterAsync(Address);
        await host.PublishAsync("""
            { "id": "s", "trigger": { "manual": true }, "exit": { "on": ["order.placed"] }, "goal": { "event": "product.viewed", "within": "P7D" }, "window": { "from": "09:00", "to": "20:00" },
              "steps": [ { "id": "m1", "send": "hello" }, { "id": "u1", "waitFor": "link.clicked", "timeout": "P1D", "then": [ { "id": "m2", "send": "thanks" } ], "else": [ { "id": "m3", "send": "still-there" } ] },
                         { "id": "b1", "if": "contact.orderCount > 0", "then": [], "else": [ { "id": "m4", "send": "offer" } ] } ] }
            """);

        var told = (await host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = (await host.ContactAsync(Address))!.Id, Enter = "s" }, Token)).ShouldNotBeNull();

        told.Entered.ShouldBe(EnrollResult.Entered);
        told.Mails.Select(mail => (mail.Time - FlowHost.Start, mail.StepId, mail.Template, mail.SkipReason)).ShouldBe(
            [(TimeSpan.FromHours(1), "m1", "hello", null), (TimeSpan.FromHours(25), "m3", "still-there", null), (TimeSpan.FromHours(25), "m4", "offer", null)], ignoreOrder: true);
        told.Moments.Select(moment => moment.Entry.Kind).ShouldBe(
            [TraceKind.Entered, TraceKind.Window, TraceKind.Mail, TraceKind.WaitFor, TraceKind.TimedOut, TraceKind.Mail, TraceKind.Condition, TraceKind.Mail, TraceKind.Ended]);
        told.Assumptions.ShouldBe(
        [
            new DryAssumption(DryAssumptionKind.WaitedForDoesNotCome, "link.clicked", "s", "u1", FlowHost.Start.AddHours(25)),
            new DryAssumption(DryAssumptionKind.ConditionStays, "contact.orderCount > 0", "s", "b1"),
            new DryAssumption(DryAssumptionKind.NoExit, "order.placed", "s"),
            new DryAssumption(DryAssumptionKind.NoGoal, "product.viewed", "s", Until: FlowHost.Start.AddDays(7)),
        ], ignoreOrder: true);
        (await host.EnrollmentsAsync(Address)).ShouldBeEmpty();
        host.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_goals_time_is_counted_by_the_sites_clock_where_the_contact_has_none()
    {
        // The clocks change on October 25th: that day has 25 hours.
        var host = new FlowHost(FlowHost.Profile with { TimeZone = "Europe/Amsterdam" });
        host.Clock.AdvanceTo(new DateTimeOffset(2026, 10, 24, 12, 0, 0, TimeSpan.Zero));
        await host.RegisterAsync(Address);
        await host.PublishAsync("""{ "id": "s", "trigger": { "manual": true }, "goal": { "event": "order.placed", "within": "P1D" }, "steps": [ { "id": "w1", "wait": "P1D" } ] }""");

        var told = (await host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = (await host.ContactAsync(Address))!.Id, Enter = "s" }, Token)).ShouldNotBeNull();

        told.Assumptions.ShouldHaveSingleItem().Until.ShouldBe(new DateTimeOffset(2026, 10, 25, 13, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_cart_that_is_left_is_seen_coming()
    {
        var host = new FlowHost();
        await host.RegisterAsync(Address);
        await host.PublishAsync("""{ "id": "s", "trigger": { "event": "cart.abandoned" }, "steps": [ { "id": "m1", "send": "cart" } ] }""");
        await host.FillCartAsync(Address);

        var told = (await host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = (await host.ContactAsync(Address))!.Id }, Token)).ShouldNotBeNull();

        told.Mails.ShouldHaveSingleItem().Time.ShouldBe(FlowHost.Start.AddHours(1));
        told.Assumptions.ShouldContain(new DryAssumption(DryAssumptionKind.CartStays, "c1", ""));
    }

    [Fact]
    public async Task A_draft_is_tried_without_being_published()
    {
        var host = new FlowHost();
        await host.RegisterAsync(Address);
        var contact = (await host.ContactAsync(Address))!.Id;
        const string Draft = """{ "id": "s", "trigger": { "manual": true }, "steps": [ { "id": "m1", "send": "draft" } ] }""";

        var told = (await host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = contact, Enter = "s", Draft = Draft }, Token)).ShouldNotBeNull();

        told.Mails.ShouldHaveSingleItem().Template.ShouldBe("draft");
        host.Pipeline.Sequences.Current.ShouldBeEmpty();
        (await host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = contact, Enter = "s" }, Token))!.Entered.ShouldBe(EnrollResult.UnknownSequence);
        await Should.ThrowAsync<FieldException>(() => host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = contact, Draft = "{}" }, Token));
        await Should.ThrowAsync<FieldException>(() => host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = contact, Horizon = TimeSpan.FromDays(4_000) }, Token));
        (await host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = "nobody" }, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task What_never_ends_is_cut()
    {
        var host = new FlowHost();
        await host.RegisterAsync(Address);
        await host.PublishAsync("""{ "id": "s", "trigger": { "manual": true }, "reentry": { "mode": "always" }, "steps": [ { "id": "w1", "wait": "PT1H" }, { "id": "e1", "enroll": "s" } ] }""");

        var told = (await host.Pipeline.DryRun.RunAsync(new DryRunRequest { ContactId = (await host.ContactAsync(Address))!.Id, Enter = "s" }, Token)).ShouldNotBeNull();

        told.IsCut.ShouldBeTrue();
    }

    private static async Task DoAsync(FlowHost host, string act)
    {
        var control = host.Pipeline.Control;
        var passage = await host.EnrollmentsAsync(Address) is [var newest, ..] ? newest.Id : "";
        switch (act)
        {
            case "pause":
                await control.PauseAsync(passage, "anna", null, Token);
                break;
            case "resume":
                await control.ResumeAsync(passage, "anna", null, Token);
                break;
            case "skip":
                await control.SkipAheadAsync(passage, null, "anna", null, Token);
                break;
            case "order.placed":
                await host.OrderAsync(Address);
                break;
            default:
                await host.HappenAsync(Address, act, new { sku = "a", url = "https://shop.example/" });
                break;
        }
    }

    /// <summary>All that is stored about the contact, and what is due.</summary>
    private static Task<string> PictureAsync(FlowHost host) => host.Store.ReadAsync(async unit =>
    {
        var contacts = await unit.Contacts.SearchAsync(null, 0, 10);
        return JsonSerializer.Serialize(new
        {
            contacts,
            enrollments = await unit.Enrollments.ForContactAsync(contacts.Items[0].Id),
            mails = await unit.Ledger.SearchAsync(new SendQuery(), 0, 1_000),
            sequences = await unit.Sequences.LatestAsync(),
            due = await unit.Due.CountAsync(host.Clock.GetUtcNow()),
            next = await unit.Due.NextDueAsync(),
        });
    }, Token);
}
