using Automail.Engine;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

public abstract class EnrollmentStoreContract : StoreContract
{
    [Fact]
    public async Task Every_field_comes_back()
    {
        var store = await NewStoreAsync();
        var enrollment = new Enrollment
        {
            Id = "workflow:w/ann/7",
            JourneyId = "workflow:w",
            Version = 12,
            ContactId = "ann",
            Number = 7,
            EnteredAt = Some.After(1),
            EnteredBy = new EnteringEvent("cart.abandoned", Some.After(0.5), Some.Nested()),
            Status = EnrollmentStatus.Failed,
            EndedAt = Some.After(9),
            EndReason = Some.Text,
            StepId = "b1.then[0]",
            StepStartedAt = Some.After(2),
            WakeAt = Some.After(3),
            SendDueAt = Some.After(4),
            Instance = Some.Text,
            EnteredVersion = 11,
            PausedAt = Some.After(5),
            PausedBy = Some.Text,
            PausedWakeAt = Some.After(6),
            Trace = TraceLog.Append(null, [new TraceEntry(Some.After(7), TraceKind.Condition, "b1", Some.Text, "exit.if", true, Some.After(8), new Dictionary<string, string?> { ["contact.name"] = Some.Text, ["event.x"] = null })]),
        };

        await store.ExecuteAsync(u => u.Enrollments.SaveAsync(enrollment));

        (await store.ReadAsync(u => u.Enrollments.GetAsync([enrollment.Id])))[enrollment.Id].ShouldBeSame(enrollment);
    }

    [Theory]
    [InlineData(EnrollmentStatus.Active)]
    [InlineData(EnrollmentStatus.Completed)]
    [InlineData(EnrollmentStatus.Exited)]
    [InlineData(EnrollmentStatus.GoalReached)]
    [InlineData(EnrollmentStatus.Removed)]
    [InlineData(EnrollmentStatus.HeldOut)]
    public async Task Fields_without_a_value_come_back_without_one(EnrollmentStatus status)
    {
        var store = await NewStoreAsync();
        var enrollment = Some.Enrollment("j", "ann") with { Status = status };

        await store.ExecuteAsync(u => u.Enrollments.SaveAsync(enrollment));

        (await store.ReadAsync(u => u.Enrollments.GetAsync([enrollment.Id])))[enrollment.Id].ShouldBeSame(enrollment);
    }

    [Fact]
    public async Task Saving_again_replaces()
    {
        var store = await NewStoreAsync();
        var entered = Some.Enrollment("j", "ann") with { EnteredBy = new EnteringEvent("t", Some.Time, Some.Nested()), WakeAt = Some.After(1), StepId = "w1" };
        var ended = entered with { Status = EnrollmentStatus.Exited, EndedAt = Some.After(2), EndReason = "order.placed", WakeAt = null, StepId = null };
        await store.ExecuteAsync(u => u.Enrollments.SaveAsync(entered));

        await store.ExecuteAsync(u => u.Enrollments.SaveAsync(ended));

        (await store.ReadAsync(u => u.Enrollments.ForContactAsync("ann"))).ShouldBeSame(ended);
        (await store.ReadAsync(u => u.Enrollments.ActiveAsync("ann"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Unknown_ids_are_left_out()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(u => u.Enrollments.SaveAsync(Some.Enrollment("j", "ann")));

        (await store.ReadAsync(u => u.Enrollments.GetAsync(["j/ann/1", "j/ann/2", "J/ann/1"]))).Keys.ShouldBe(["j/ann/1"]);
        (await store.ReadAsync(u => u.Enrollments.GetAsync([]))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Active_ones_come_by_id_without_those_that_ended()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Enrollments.SaveAsync(Some.Enrollment("z", "ann"));
            await u.Enrollments.SaveAsync(Some.Enrollment("a", "ann") with { Status = EnrollmentStatus.Completed });
            await u.Enrollments.SaveAsync(Some.Enrollment("a", "ann", 2));
            await u.Enrollments.SaveAsync(Some.Enrollment("Z", "ann"));
            await u.Enrollments.SaveAsync(Some.Enrollment("m", "bob"));
        });

        (await store.ReadAsync(u => u.Enrollments.ActiveAsync("ann"))).Select(e => e.Id).ShouldBe(["Z/ann/1", "a/ann/2", "z/ann/1"]);
        (await store.ReadAsync(u => u.Enrollments.ActiveAsync("nobody"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_latest_entry_into_a_journey_is_the_one_with_the_highest_number()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            foreach (var number in new[] { 2, 10, 9 })
            {
                await u.Enrollments.SaveAsync(Some.Enrollment("j", "ann", number) with { EnteredAt = Some.After(-number), Status = EnrollmentStatus.Completed });
            }

            await u.Enrollments.SaveAsync(Some.Enrollment("other", "ann", 99));
            await u.Enrollments.SaveAsync(Some.Enrollment("j", "bob", 98));
        });

        (await store.ReadAsync(u => u.Enrollments.LatestAsync("j", "ann")))!.Number.ShouldBe(10);
        (await store.ReadAsync(u => u.Enrollments.LatestAsync("J", "ann"))).ShouldBeNull();
        (await store.ReadAsync(u => u.Enrollments.LatestAsync("j", "nobody"))).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task People_of_a_version_are_seen_once_while_they_move_on_and_counted_by_step(bool completed)
    {
        var store = await NewStoreAsync();
        var (wanted, other) = completed ? (EnrollmentStatus.Completed, EnrollmentStatus.Active) : (EnrollmentStatus.Active, EnrollmentStatus.Completed);
        await store.ExecuteAsync(async u =>
        {
            for (var i = 0; i < 7; i++)
            {
                await u.Enrollments.SaveAsync(Some.Enrollment("j", $"c{i}") with { Version = 3, Status = wanted, StepId = i < 2 ? null : i < 4 ? "B" : "a" });
                await u.Enrollments.SaveAsync(Some.Enrollment("j", $"old{i}") with { Version = 2, Status = wanted, StepId = "a" });
                await u.Enrollments.SaveAsync(Some.Enrollment("j", $"else{i}") with { Version = 3, Status = other, StepId = "a" });
                await u.Enrollments.SaveAsync(Some.Enrollment("j", $"out{i}") with { Version = 3, Status = EnrollmentStatus.Removed, StepId = "a" });
                await u.Enrollments.SaveAsync(Some.Enrollment("j2", $"c{i}") with { Version = 3, Status = wanted, StepId = "a" });
            }

            (await u.Enrollments.CountAsync("j", completed)).ShouldBe([new(2, "a", 7), new(3, null, 2), new(3, "B", 2), new(3, "a", 3)], "a unit sees its own writes");
        });

        var seen = new List<string>();
        string? after = null;
        do
        {
            var from = after;
            after = await store.ExecuteAsync(async u =>
            {
                var stretch = await u.Enrollments.InVersionAsync("j", 3, completed, from, 3);
                foreach (var enrollment in stretch.Enrollments)
                {
                    seen.Add(enrollment.ContactId);
                    await u.Enrollments.SaveAsync(enrollment with { Version = 4, StepId = "z" });
                }

                return stretch.Next;
            });
        }
        while (after is not null);

        seen.Order().ShouldBe(Enumerable.Range(0, 7).Select(i => $"c{i}"));
        (await store.ReadAsync(u => u.Enrollments.CountAsync("j", completed))).ShouldBe([new(2, "a", 7), new(4, "z", 7)]);
        (await store.ReadAsync(u => u.Enrollments.CountAsync("J", completed))).ShouldBeEmpty();
        (await store.ReadAsync(u => u.Enrollments.InVersionAsync("j", 3, completed, null, 3))).Enrollments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Everybody_inside_a_journey_is_seen_once_while_they_leave(int max)
    {
        var store = await NewStoreAsync();
        string[] contacts = [.. Enumerable.Range(0, 7).Select(i => $"c{i}")];
        await store.ExecuteAsync(async u =>
        {
            foreach (var contact in contacts)
            {
                await u.Enrollments.SaveAsync(Some.Enrollment("j", contact) with { PausedAt = contact == "c3" ? Some.Time : null });
                await u.Enrollments.SaveAsync(Some.Enrollment("j2", contact));
                await u.Enrollments.SaveAsync(Some.Enrollment("j", contact + "-gone") with { Status = EnrollmentStatus.Exited });
            }
        });

        var seen = new List<string>();
        string? after = null;
        do
        {
            var from = after;
            after = await store.ExecuteAsync(async u =>
            {
                var stretch = await u.Enrollments.ActiveInAsync("j", from, max);
                stretch.Enrollments.Count.ShouldBeLessThanOrEqualTo(max);
                foreach (var enrollment in stretch.Enrollments)
                {
                    seen.Add(enrollment.ContactId);
                    await u.Enrollments.SaveAsync(enrollment with { Status = EnrollmentStatus.Removed });
                }

                return stretch.Next;
            });
        }
        while (after is not null);

        seen.Order(StringComparer.Ordinal).ShouldBe(contacts);
        var left = await store.ReadAsync(u => u.Enrollments.ActiveInAsync("j", null, 10));
        (left.Enrollments.Count, left.Next).ShouldBe((0, null));
        (await store.ReadAsync(u => u.Enrollments.ActiveInAsync("J", null, 10))).Enrollments.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contacts_enrollments_come_newest_entry_first()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            foreach (var number in new[] { 2, 4, 1, 3 })
            {
                await u.Enrollments.SaveAsync(Some.Enrollment($"j{number}", "ann", number));
            }

            await u.Enrollments.SaveAsync(Some.Enrollment("j", "bob", 9));
        });

        (await store.ReadAsync(u => u.Enrollments.ForContactAsync("ann"))).Select(e => e.Number).ShouldBe([4, 3, 2, 1]);
    }

    [Fact]
    public async Task Reassigned_enrollments_keep_their_ids()
    {
        var store = await NewStoreAsync();
        await store.ExecuteAsync(async u =>
        {
            await u.Enrollments.SaveAsync(Some.Enrollment("j", "visitor", 2));
            await u.Enrollments.SaveAsync(Some.Enrollment("j", "person", 1));
            await u.Enrollments.SaveAsync(Some.Enrollment("j", "bystander", 3));
        });

        await store.ExecuteAsync(u => u.Enrollments.ReassignAsync("visitor", "person"));

        await store.ReadAsync(async u =>
        {
            (await u.Enrollments.ForContactAsync("person")).Select(e => (e.Id, e.ContactId)).ShouldBe([("j/visitor/2", "person"), ("j/person/1", "person")]);
            (await u.Enrollments.GetAsync(["j/visitor/2"]))["j/visitor/2"].ContactId.ShouldBe("person");
            (await u.Enrollments.LatestAsync("j", "person"))!.Id.ShouldBe("j/visitor/2");
            (await u.Enrollments.ActiveAsync("visitor")).ShouldBeEmpty();
            (await u.Enrollments.ActiveAsync("bystander")).Count.ShouldBe(1);
            return true;
        });
    }
}
