using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

/// <summary>A move that somebody stops.</summary>
public abstract partial class MigrationContract
{
    [Fact]
    public async Task A_move_that_is_stopped_leaves_people_where_they_are_and_another_one_can_go_on()
    {
        await BeginAsync(Steps("""{ "id": "w1", "wait": "P9D" }"""));
        const int People = (2 * MigrationRunner.Stretch) + 7;
        await _store.ExecuteAsync(async unit =>
        {
            for (var i = 0; i < People; i++)
            {
                var contact = Some.Contact($"c{i:000}");
                await unit.Contacts.SaveAsync(contact);
                await _runner.EnrollAsync(unit, "mig", contact);
            }
        });
        await PublishAsync(Steps("""{ "id": "w1", "wait": "P5D" }"""));
        var migration = await StartAsync(Move(1));
        (await _worker.RunOnceAsync(10)).ShouldBe(1);

        (await _desk.StopAsync(migration.Id, "bea")).ShouldBeTrue();
        (await _desk.StopAsync(migration.Id, "bea")).ShouldBeFalse("it is stopped already");
        (await _desk.StopAsync("mig/9", "bea")).ShouldBeFalse("there is none");
        await _worker.DrainAsync();

        var stopped = (await _store.ReadAsync(unit => unit.Sequences.FindMigrationAsync(migration.Id)))!;
        (stopped.State, stopped.Moved, stopped.EndedAt, stopped.StoppedBy).ShouldBe((MigrationState.Stopped, MigrationRunner.Stretch, Start, "operator bea"));
        (await _store.ReadAsync(unit => unit.Enrollments.CountAsync("mig", completed: false))).ShouldBe([new(1, "w1", People - MigrationRunner.Stretch), new(2, "w1", MigrationRunner.Stretch)]);

        var rest = await MoveAsync(Move(1));
        (rest.Number, rest.State, rest.People, rest.Moved).ShouldBe((2, MigrationState.Done, People - MigrationRunner.Stretch, People - MigrationRunner.Stretch));
        (await _desk.StopAsync(rest.Id, "bea")).ShouldBeFalse("it is done");
    }

    [Fact]
    public async Task A_worker_that_holds_the_next_stretch_of_a_stopped_move_moves_nobody()
    {
        await BeginAsync(Steps("""{ "id": "w1", "wait": "P9D" }"""));
        await EnterAsync("ann");
        await PublishAsync(Steps("""{ "id": "w1", "wait": "P5D" }"""));
        var migration = await StartAsync(Move(1));
        var leases = await _store.ExecuteAsync(unit => unit.Due.ClaimAsync(_clock.GetUtcNow(), DueWorker.Lease, 10));

        (await _desk.StopAsync(migration.Id, "bea")).ShouldBeTrue();
        await _migrations.HandleAsync(leases, TestContext.Current.CancellationToken);

        (await GetAsync("ann")).Version.ShouldBe(1);
        (await _store.ReadAsync(unit => unit.Due.NextDueAsync())).ShouldBe(Start.AddDays(9), "nothing of the move is left in the queue");
    }
}
