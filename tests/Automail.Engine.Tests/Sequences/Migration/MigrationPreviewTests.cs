using System.Text.Json;
using System.Text.Json.Nodes;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.Engine.Tests.Flow;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences.Migration;

public sealed class MigrationPreviewTests
{
    private static readonly string[] Acts = ["link.clicked", "order.placed", "product.viewed", "pause", "resume", "skip"];
    private static readonly string[] People = ["ann@example.org", "bob@example.org", "cid@example.org"];

    private static readonly Gen<VersionAnswer> Answers =
        from answer in Gen.Frequency((1, Gen.Const(PeopleAnswer.Stay)), (6, Gen.Const(PeopleAnswer.Move)), (1, Gen.Const(PeopleAnswer.Exit)))
        from offers in Gen.Bool
        select new VersionAnswer(1, answer) { OffersAdded = offers };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task What_it_tells_is_what_then_happens()
    {
        var (moved, continued, exited, mails) = (0, 0, 0, 0);
        return RunAsync();

        async Task RunAsync()
        {
            await Gen.Select(RandomSequence.Definitions, RandomSequence.Changes, Answers, Gen.Select(Gen.Int[1, 60 * 36], Gen.Int[0, 2], Gen.OneOfConst(Acts)).List[1, 12]).SampleAsync(async (definition, change, answer, acts) =>
            {
                var (host, changed) = (new FlowHost(), answer.OffersAdded ? With(change(definition)) : change(definition));
                foreach (var person in People)
                {
                    await host.RegisterAsync(person, consent: person != People[2]);
                }

                await host.PublishAsync(definition);
                foreach (var person in People)
                {
                    await DoAsync(host, person, (string)JsonNode.Parse(definition)!["trigger"]!["event"]!);
                }

                foreach (var (minutes, person, act) in acts)
                {
                    await host.AdvanceAsync(TimeSpan.FromMinutes(minutes));
                    await DoAsync(host, People[person], act);
                }

                await host.Pipeline.Worker.DrainAsync(Token);
                if (SequenceReader.SaySame(definition, changed))
                {
                    return;
                }

                var settled = (await host.LedgerAsync()).Where(mail => mail.State != SendState.Queued).Select(mail => mail.Id).ToHashSet();
                var plan = new MigrationPlan("s", 2, [answer]);

                var told = new List<MigrationSample>();
                foreach (var person in People)
                {
                    told.AddRange(await host.Pipeline.Migrations.PreviewAsync(new MigrationPreview(plan, changed, (await host.ContactAsync(person))!.Id), Token));
                }

                var all = await host.Pipeline.Migrations.PreviewAsync(new MigrationPreview(plan, changed), Token);
                host.Pipeline.Sequences.Current["s"].Version.ShouldBe(1);
                await host.PublishAsync(changed);
                var migration = await host.Store.ExecuteAsync(unit => host.Pipeline.Migrations.StartAsync(unit, plan, "anna", null), Token);
                await host.Pipeline.Worker.DrainAsync(Token);
                await host.AdvanceAsync(TimeSpan.FromDays(400));

                var said = $"{definition}\n{changed}\n{answer} {string.Join(' ', acts)}";
                var (ledger, done) = (await host.LedgerAsync(), (await host.Store.ReadAsync(unit => unit.Sequences.FindMigrationAsync(migration.Id), Token))!);
                done.State.ShouldBe(MigrationState.Done, said);
                foreach (var sample in told)
                {
                    var passage = (await host.Store.ReadAsync(unit => unit.Enrollments.GetAsync([sample.Passage.Id]), Token))[sample.Passage.Id];
                    Picture(sample.After).ShouldBe(Picture(passage), said);
                    sample.Mails.Where(mail => mail.SkipReason != GateReasons.PassedBefore).Select(mail => (mail.Time, mail.StepId, mail.Template, mail.SkipReason)).Order().ShouldBe(
                        ledger.Where(mail => mail.Kind == SendKind.Mail && mail.EnrollmentId == passage.Id && !settled.Contains(mail.Id))
                            .Select(mail => (mail.UpdatedAt, mail.Key.Step, mail.Template, mail.State == SendState.Sent ? null : mail.Reason)).Order(), said);
                    mails += sample.Mails.Count;
                }

                all.Select(sample => (sample.Passage.Id, sample.Outcome)).Where(sample => sample.Outcome != MigrationOutcome.LeftAlone)
                    .ShouldBe(told.Select(sample => (sample.Passage.Id, sample.Outcome)).Where(sample => sample.Outcome != MigrationOutcome.LeftAlone), ignoreOrder: true, said);
                (done.Moved, done.Continued, done.Exited).ShouldBe((Count(told, MigrationOutcome.Moved), Count(told, MigrationOutcome.Continued), Count(told, MigrationOutcome.Exited)), said);
                (moved, continued, exited) = (moved + done.Moved, continued + done.Continued, exited + done.Exited);
            }, iter: 300, threads: 1);

            // Otherwise there was nothing to compare.
            (moved > 30 && continued > 2 && exited > 2 && mails > 30).ShouldBeTrue($"{moved} moved, {continued} continued, {exited} taken out, {mails} mails");
        }
    }

    /// <summary>With one more mail at its end.</summary>
    private static string With(string definition)
    {
        var json = JsonNode.Parse(definition)!;
        json["steps"]!.AsArray().Add(JsonNode.Parse("""{ "id": "z", "send": "z" }"""));
        return json.ToJsonString();
    }

    private static int Count(List<MigrationSample> told, MigrationOutcome outcome) => told.Count(sample => sample.Outcome == outcome);

    private static string Picture(Enrollment passage) => JsonSerializer.Serialize(passage with { Trace = null, EndReason = null });

    private static async Task DoAsync(FlowHost host, string person, string act)
    {
        var passage = (await host.EnrollmentsAsync(person)).MaxBy(one => one.Number)?.Id ?? "";
        switch (act)
        {
            case "pause":
                await host.Pipeline.Control.PauseAsync(passage, "anna", null, Token);
                break;
            case "resume":
                await host.Pipeline.Control.ResumeAsync(passage, "anna", null, Token);
                break;
            case "skip":
                await host.Pipeline.Control.SkipAheadAsync(passage, null, "anna", null, Token);
                break;
            case "order.placed":
                await host.OrderAsync(person);
                break;
            default:
                await host.HappenAsync(person, act, act == "product.viewed" ? new { sku = "a" } : new { url = "https://shop.example/" });
                break;
        }
    }
}
