using System.Globalization;
using System.Text.Json.Nodes;
using Automail.Engine.Contacts;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.Engine.Tests.Flow;
using CsCheck;
using NodaTime;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences;

/// <summary>The engine against <see cref="PlainSequence"/>, on random definitions and random lives of a contact, over the nights on which clocks change.</summary>
public sealed class PlainSequenceTests
{
    private const string Address = "ann@example.org";

    private static readonly string[] Zones = ["UTC", "Europe/Amsterdam", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"];

    /// <summary>Before the clocks change in spring and in autumn, on both halves of the world.</summary>
    private static readonly DateTime[] Starts =
        [new(2027, 3, 3, 9, 0, 0, DateTimeKind.Utc), new(2027, 3, 24, 22, 10, 0, DateTimeKind.Utc), new(2026, 9, 22, 5, 0, 0, DateTimeKind.Utc), new(2026, 10, 20, 23, 30, 0, DateTimeKind.Utc)];

    private static readonly Gen<Life> Lives =
        from definition in RandomSequence.DefinitionsOfAnyTrigger
        from dateIn in Gen.Int[0, 40]
        from start in Gen.OneOfConst(Starts)
        from zone in Gen.OneOfConst(Zones)
        from happened in Gen.Select(Gen.Int[1, 60 * 36], Gen.Frequency((3, Gen.OneOfConst(RandomSequence.Heard)), (1, Gen.OneOfConst("pause", "resume", "skip")))).List[1, 14]
        select new Life(definition, start, zone, DateOnly.FromDateTime(start).AddDays(dateIn), happened);

    private static readonly Gen<Change> Moves =
        from changed in RandomSequence.Changes
        from at in Gen.Int[0, 8]
        from moves in Gen.Frequency((1, Gen.Const(PeopleAnswer.Stay)), (8, Gen.Const(PeopleAnswer.Move)), (1, Gen.Const(PeopleAnswer.Exit)))
        from ways in Gen.Select(Gen.Bool, Gen.Int[-1, 99]).Array[40]
        select new Change(changed, at, moves, ways);

    [Fact]
    public Task The_engine_sends_what_the_rules_say_and_nothing_else() => CompareAsync(Lives.Select(life => (life, (Change?)null)), 500);

    [Fact]
    public Task People_who_are_moved_get_what_the_rules_say() => CompareAsync(Gen.Select(Lives, Moves).Select(both => (both.Item1, (Change?)both.Item2)), 500);

    private static Task CompareAsync(Gen<(Life, Change?)> lives, int iter)
        => lives.SampleAsync(async both =>
        {
            var (life, change) = both;
            var changed = change?.Changed(life.Definition) ?? life.Definition;
            var host = new FlowHost();
            host.Clock.AdvanceTo(life.Start);
            await host.HappenAsync(Address, "user.registered", new { email = Address, timeZone = life.Zone, attributes = new { date = Written(life) }, consent = new { purpose = "marketing", source = "form", textVersion = "1" } });
            await host.Pipeline.Sequences.PublishAsync(life.Definition, TestContext.Current.CancellationToken);
            var contact = (await host.ContactAsync(Address))!;
            var plain = new PlainSequence(JsonNode.Parse(life.Definition)!.AsObject(), TimeZoneInfo.FindSystemTimeZoneById(life.Zone), step => Way(life.Definition.Contains($"\"{step}\"", StringComparison.Ordinal) ? life.Definition : changed, step, contact), life.Start, life.Date);

            var now = life.Start;
            for (var i = 0; i < life.Happened.Count; i++)
            {
                var (minutes, type) = life.Happened[i];
                now = now.AddMinutes(minutes);
                plain.GoTo(now);
                Do(plain, type);
                await host.AdvanceAsync(now.AddMilliseconds(-1) - host.Clock.GetUtcNow().UtcDateTime);
                host.Clock.AdvanceTo(now);
                await DoAsync(host, type, now);
                if (change is not null && i == Math.Min(change.At, life.Happened.Count - 1))
                {
                    plain.Publish(JsonNode.Parse(changed)!.AsObject());
                    await host.PublishAsync(changed);
                    await MoveAsync(host, plain, life.Definition, changed, change);
                }
            }

            plain.GoTo(now.AddDays(60));

            // The model does what comes before that moment, the engine what comes at it, too.
            await host.AdvanceAsync(TimeSpan.FromDays(60) - TimeSpan.FromMilliseconds(1));

            var said = $"{changed} {change} {life.Start:O} {life.Zone} {life.Date:O} {life.Definition} {string.Join(' ', life.Happened)}";

            // Mails of one moment leave in any order.
            InOrder(host.Sent.Select(mail => new PlainMail(mail.Time.UtcDateTime, mail.Template))).ShouldBe(InOrder(plain.Mails), said);
            InOrder(host.Told).ShouldBe(InOrder(plain.Told), said);
            host.Workflows.Started.Select(one => one.Step).ShouldBe(plain.Workflows.Select(one => one.Step), said);
            host.Workflows.Ended.Select(one => one.Status.ToString()).ShouldBe(plain.Passages.Where(one => one.EndedAt is not null).Select(one => one.Status), said);
            (await host.EnrollmentsAsync(Address)).OrderBy(one => one.Number).Select(one => (one.EnteredAt.UtcDateTime, one.Status.ToString(), one.EndedAt?.UtcDateTime))
                .ShouldBe(plain.Passages.Select(one => (one.EnteredAt, one.Status, one.EndedAt)), said);
        }, iter: iter);

    /// <summary>Those who stand at a step that is still there go on with it, or anywhere; the others anywhere, or leave.</summary>
    private static async Task MoveAsync(FlowHost host, PlainSequence plain, string before, string after, Change change)
    {
        string[] old = [.. SequenceReader.Read(before).Steps.SelectMany(All).Select(step => step.Id)];
        string[] now = [.. SequenceReader.Read(after).Steps.SelectMany(All).Select(step => step.Id)];
        var steps = new Dictionary<string, string?>();
        for (var i = 0; i < old.Length; i++)
        {
            var (isFree, way) = change.Ways[i % change.Ways.Length];
            if (isFree || !now.Contains(old[i]))
            {
                steps[old[i]] = way < 0 ? null : now[way % now.Length];
            }
        }

        if (SequenceReader.SaySame(before, after) || change.Answer == PeopleAnswer.Stay)
        {
            return;
        }

        if (change.Answer == PeopleAnswer.Exit)
        {
            plain.Remove();
        }
        else
        {
            plain.Move(step => steps.TryGetValue(step, out var to) ? to : step);
        }

        var plan = new MigrationPlan("s", 2, [new VersionAnswer(1, change.Answer) { Steps = change.Answer == PeopleAnswer.Move ? steps : new Dictionary<string, string?>() }]);
        await host.Store.ExecuteAsync(unit => host.Pipeline.Migrations.StartAsync(unit, plan, "anna", null), TestContext.Current.CancellationToken);
        await host.Pipeline.Worker.DrainAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The contact's date as it is told: a yearly one is long ago.</summary>
    private static string Written(Life life)
        => (life.Definition.Contains("\"yearly\":true", StringComparison.Ordinal) ? life.Date.AddYears(-28) : life.Date).ToString("O", CultureInfo.InvariantCulture);

    private static void Do(PlainSequence plain, string act)
    {
        switch (act)
        {
            case "pause":
                plain.Pause();
                break;
            case "resume":
                plain.Resume();
                break;
            case "skip":
                plain.Skip();
                break;
            default:
                plain.Hear(act);
                break;
        }
    }

    private static async Task DoAsync(FlowHost host, string act, DateTime now)
    {
        var control = host.Pipeline.Control;
        var passage = (await host.EnrollmentsAsync(Address)).MaxBy(one => one.Number)?.Id ?? "";
        switch (act)
        {
            case "pause":
                await control.PauseAsync(passage, "anna", null, TestContext.Current.CancellationToken);
                break;
            case "resume":
                await control.ResumeAsync(passage, "anna", null, TestContext.Current.CancellationToken);
                break;
            case "skip":
                await control.SkipAheadAsync(passage, null, "anna", null, TestContext.Current.CancellationToken);
                break;
            default:
                await host.HappenAsync(Address, act, act switch
                {
                    "order.placed" => new { orderId = $"o{now.Ticks}", currency = "EUR", total = 1 },
                    "product.viewed" => new { sku = "a" },
                    _ => new { url = "https://shop.example/" },
                });
                break;
        }
    }

    private static IEnumerable<PlainMail> InOrder(IEnumerable<PlainMail> mails) => mails.OrderBy(mail => mail.Time).ThenBy(mail => mail.Step, StringComparer.Ordinal);

    /// <summary>Which branch the engine takes; that it always takes the same is tested elsewhere.</summary>
    private static int Way(string definition, string step, Contact contact)
    {
        var split = SequenceReader.Read(definition).Steps.SelectMany(All).OfType<SplitStep>().Single(one => one.Id == step);
        var marked = split with { Branches = [.. split.Branches.Select((branch, i) => branch with { Steps = [new SendStep($"way{i}", "x")] })] };
        var plan = new SequencePlan(new SequenceDefinition { Id = "s", Name = "s", Purpose = "marketing", Trigger = new SequenceTrigger("x", null), Steps = [marked] }, 1);
        var now = DateTimeOffset.UnixEpoch;
        var entered = new Enrollment { Id = "x", JourneyId = "s", Version = 1, ContactId = contact.Id, EnteredAt = now };
        var decision = SequenceRules.DecideAsync(plan, entered, new Signal.Entered(), new DecisionContext(now, contact, DateTimeZone.Utc, null!)).AsTask().GetAwaiter().GetResult();
        return int.Parse(decision.Mails.Single().StepId["way".Length..], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<Step> All(Step step) => step switch
    {
        IfStep branch => [step, .. branch.Then.Concat(branch.Else).SelectMany(All)],
        WaitForStep wait => [step, .. wait.Then.Concat(wait.Else).SelectMany(All)],
        SplitStep split => [step, .. split.Branches.SelectMany(branch => branch.Steps).SelectMany(All)],
        _ => [step],
    };

    private sealed record Change(Func<string, string> Changed, int At, PeopleAnswer Answer, (bool IsFree, int Way)[] Ways);

    private sealed record Life(string Definition, DateTime Start, string Zone, DateOnly Date, List<(int Minutes, string Type)> Happened);
}
