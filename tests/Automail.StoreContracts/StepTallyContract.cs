using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Insights;
using Automail.Engine.Sequences;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

/// <summary>What is counted at the steps of sequences, in the transaction in which it happens.</summary>
public abstract class StepTallyContract : StoreContract
{
    private const string Journey = "welcome";

    private static readonly StepTallyKey Passed = new(Journey, 1, "w1", StepFact.Passed);

    /// <summary>How many histories of mails are tried.</summary>
    protected virtual int Histories => 100;

    [Fact]
    public async Task A_mail_counts_as_sent_once_however_often_it_is_tried()
    {
        var store = await NewStoreAsync();
        var mail = Mail("1");
        await store.ExecuteAsync(unit => unit.Ledger.TryAddAsync(mail));
        foreach (var state in (SendState[])[SendState.Sending, SendState.Queued, SendState.Sending, SendState.Sent, SendState.Sent])
        {
            await store.ExecuteAsync(unit => unit.Ledger.UpdateAsync(mail with { State = state, Reason = "450 later" }));
        }

        (await store.ExecuteAsync(unit => unit.Ledger.TryAddAsync(mail with { State = SendState.Sent }))).ShouldBeFalse();

        (await OfAsync(store)).ShouldBe([new StepTally(1, "m1", StepFact.Sent, "", 1)]);
    }

    [Fact]
    public async Task Who_wrote_a_mail_down_later_decides()
    {
        var store = await NewStoreAsync();
        var mail = Mail("1") with { State = SendState.Sending };
        await store.ExecuteAsync(unit => unit.Ledger.TryAddAsync(mail));

        // Another node gave it up while the first one was still handing it over.
        await store.ExecuteAsync(unit => unit.Ledger.UpdateAsync(mail with { State = SendState.InDoubt }));
        await store.ExecuteAsync(unit => unit.Ledger.UpdateAsync(mail with { State = SendState.Sent }));

        (await OfAsync(store)).ShouldBe([new StepTally(1, "m1", StepFact.Sent, "", 1)]);
    }

    [Fact]
    public async Task What_was_not_sent_is_counted_by_its_reason_and_nothing_of_a_person_is_kept()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async unit =>
        {
            var number = 0;
            foreach (var (state, reason) in new (SendState, string?)[]
            {
                (SendState.Skipped, GateReasons.NoConsent), (SendState.Skipped, GateReasons.NoConsent), (SendState.Skipped, "suppressed:hard-bounce"), (SendState.Skipped, "ann@example.com asked for it"),
                (SendState.Failed, "550 no such user ann@example.com"), (SendState.InDoubt, "interrupted"),
            })
            {
                await unit.Ledger.TryAddAsync(Mail($"{++number}") with { State = state, Reason = reason });
            }
        });

        (await OfAsync(store)).ShouldBe(
        [
            new StepTally(1, "m1", StepFact.Skipped, "", 1), new StepTally(1, "m1", StepFact.Skipped, "no-consent", 2), new StepTally(1, "m1", StepFact.Skipped, "suppressed:hard-bounce", 1),
            new StepTally(1, "m1", StepFact.Failed, "", 1), new StepTally(1, "m1", StepFact.InDoubt, "", 1),
        ]);
    }

    [Fact]
    public async Task Mail_of_no_sequence_is_not_counted()
    {
        var store = await NewStoreAsync();

        await store.ExecuteAsync(async unit =>
        {
            await unit.Ledger.TryAddAsync(Mail("1") with { EnrollmentId = null, State = SendState.Sent });
            await unit.Ledger.TryAddAsync(Mail("2") with { EnrollmentId = "workflow:x/ann/1", State = SendState.Sent });
        });

        (await OfAsync(store)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_version_that_decided_counts()
    {
        var store = await NewStoreAsync();

        await store.ExecuteAsync(unit => unit.Ledger.TryAddAsync(Mail("1") with { DecidedVersion = 3, State = SendState.Sent }));

        (await OfAsync(store)).ShouldBe([new StepTally(3, "m1", StepFact.Sent, "", 1)]);
        var id = Mail("1").Id;
        (await store.ReadAsync(unit => unit.Ledger.GetAsync([id])))[id].DecidedVersion.ShouldBe(3);
    }

    [Fact]
    public async Task The_first_click_of_a_mail_is_noted_and_no_later_change_forgets_it()
    {
        var store = await NewStoreAsync();
        var mail = Mail("1") with { State = SendState.Sending };
        await store.ExecuteAsync(unit => unit.Ledger.TryAddAsync(mail));

        (await store.ExecuteAsync(unit => unit.Ledger.MarkClickedAsync(mail.Id, Some.After(5)))).ShouldBeTrue();
        (await store.ExecuteAsync(unit => unit.Ledger.MarkClickedAsync(mail.Id, Some.After(6)))).ShouldBeFalse();
        (await store.ExecuteAsync(unit => unit.Ledger.MarkClickedAsync("none", Some.After(6)))).ShouldBeFalse();

        // Whoever handed it over read it before.
        await store.ExecuteAsync(unit => unit.Ledger.UpdateAsync(mail with { State = SendState.Sent }));

        var now = (await store.ReadAsync(unit => unit.Ledger.GetAsync([mail.Id])))[mail.Id];
        (now.State, now.ClickedAt).ShouldBe((SendState.Sent, Some.After(5)));
        (await store.ReadAsync(unit => unit.Ledger.SearchAsync(new SendQuery(), 0, 10))).Items.ShouldHaveSingleItem().ClickedAt.ShouldBe(Some.After(5));
    }

    [Fact]
    public async Task Of_many_clicks_at_once_one_is_the_first()
    {
        var store = await NewStoreAsync();
        var mail = Mail("1") with { State = SendState.Sent };
        await store.ExecuteAsync(unit => unit.Ledger.TryAddAsync(mail));

        var first = await AtOnceAsync(4, worker => InsistAsync(store, unit => unit.Ledger.MarkClickedAsync(mail.Id, Some.After(worker))));

        first.Count(isFirst => isFirst).ShouldBe(1);
        (await OfAsync(store)).ShouldContain(new StepTally(1, "m1", StepFact.Clicked, "", 1));
    }

    [Fact]
    public async Task What_several_count_at_once_is_added_up()
    {
        var store = await NewStoreAsync();

        await AtOnceAsync(4, async _ =>
        {
            for (var i = 0; i < 5; i++)
            {
                await InsistAsync(store, async unit =>
                {
                    await unit.Tallies.AddAsync(Passed);
                    await unit.Tallies.AddAsync(Passed with { Detail = StepWay.Then }, 2);
                    return true;
                });
            }

            return true;
        });

        (await OfAsync(store)).ShouldBe([new StepTally(1, "w1", StepFact.Passed, "", 20), new StepTally(1, "w1", StepFact.Passed, "then", 40)]);
    }

    [Fact]
    public async Task What_is_not_committed_is_not_counted()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(unit => unit.Tallies.AddAsync(Passed));

        await Should.ThrowAsync<TimeoutException>(() => store.ExecuteAsync(async unit =>
        {
            await unit.Tallies.AddAsync(Passed);
            await unit.Ledger.TryAddAsync(Mail("1") with { State = SendState.Sent });
            throw new TimeoutException();
        }));

        (await OfAsync(store)).ShouldBe([new StepTally(1, "w1", StepFact.Passed, "", 1)]);
    }

    [Fact]
    public async Task A_unit_sees_what_it_counted_and_what_was_taken_back_is_gone()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async unit =>
        {
            await unit.Tallies.AddAsync(Passed);
            (await unit.Tallies.OfAsync(Journey)).ShouldBe([new StepTally(1, "w1", StepFact.Passed, "", 1)]);
            await unit.Tallies.AddAsync(Passed, -1);
            (await unit.Tallies.OfAsync(Journey)).ShouldBeEmpty();
        });

        (await OfAsync(store)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sequences_versions_and_steps_are_told_apart_letter_by_letter()
    {
        var store = await NewStoreAsync();
        StepTallyKey[] keys = [Passed, Passed with { StepId = "W1" }, Passed with { Version = 2 }, Passed with { JourneyId = "Welcome" }, Passed with { StepId = "" }, Passed with { Fact = StepFact.Left, Detail = "Exited" }];
        await store.ExecuteAsync(async unit =>
        {
            foreach (var key in keys)
            {
                await unit.Tallies.AddAsync(key);
            }
        });

        (await OfAsync(store)).ShouldBe(
        [
            new StepTally(1, "", StepFact.Passed, "", 1), new StepTally(1, "W1", StepFact.Passed, "", 1), new StepTally(1, "w1", StepFact.Passed, "", 1), new StepTally(1, "w1", StepFact.Left, "Exited", 1),
            new StepTally(2, "w1", StepFact.Passed, "", 1),
        ]);
        (await store.ReadAsync(unit => unit.Tallies.OfAsync("Welcome"))).ShouldHaveSingleItem();
        (await store.ReadAsync(unit => unit.Tallies.OfAsync("none"))).ShouldBeEmpty();
        (await store.ReadAsync(unit => unit.Tallies.SinceAsync())).ShouldBeNull("all was counted from the beginning");
    }

    [Fact]
    public async Task Whatever_happens_to_mails_the_numbers_are_those_of_the_ledger()
    {
        var store = await NewStoreAsync();
        var states = Gen.Enum<SendState>();
        var reasons = Gen.OneOfConst(null, GateReasons.NoConsent, GateReasons.Overdue, "what else");
        var number = 0;

        await Gen.Select(Gen.Int[1, 3], Gen.Select(states, reasons, Gen.Bool).Array[1, 8]).SampleAsync(async (version, history) =>
        {
            var journey = $"j{Interlocked.Increment(ref number)}";
            var mails = new Dictionary<string, SendRecord>();
            await store.ExecuteAsync(async unit =>
            {
                for (var i = 0; i < history.Length; i++)
                {
                    var (state, reason, again) = history[i];
                    var mail = Mail($"{(again ? 0 : i)}", journey) with { State = state, Reason = reason, DecidedVersion = version };
                    if (!await unit.Ledger.TryAddAsync(mail))
                    {
                        await unit.Ledger.UpdateAsync(mail);
                    }

                    mails[mail.Id] = mail;
                }
            });

            var expected = mails.Values.Select(MailTallies.Of).OfType<StepTallyKey>().GroupBy(key => key).Select(same => new StepTally(same.Key.Version, same.Key.StepId, same.Key.Fact, same.Key.Detail, same.Count()));
            (await store.ReadAsync(unit => unit.Tallies.OfAsync(journey))).ShouldBe(StepTallies.InOrder(expected));
        }, iter: Histories, threads: 1);
    }

    private static Task<IReadOnlyList<StepTally>> OfAsync(IAutomailStore store) => store.ReadAsync(unit => unit.Tallies.OfAsync(Journey));

    /// <summary>A mail of a passage of its own.</summary>
    private static SendRecord Mail(string who, string journey = Journey)
    {
        var key = new SendKey(journey, 1, Enrollment.MakeId(journey, who, 1), "m1", 0);
        return Some.Send(key.ToId(), who) with { Key = key, EnrollmentId = key.Instance };
    }
}
