using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>Does the work on many people, a stretch at a time, each in one transaction with the note of how far it has come. It stands in the due queue, so that a restart loses nothing.</summary>
internal sealed class PeopleWorker(IAutomailStore store, PassageControl control, OrchardTimeProvider clock) : IDueHandler
{
    private const string DueKind = "people";
    private const string Prefix = DueKind + ":";

    /// <inheritdoc/>
    public string Kind => DueKind;

    /// <summary>Takes work on, and does the first stretch of it at once: that is all of it for a few people.</summary>
    public async Task<PeopleWork> StartAsync(PeopleWork work, CancellationToken cancellationToken)
    {
        await store.ExecuteAsync(
            async unit =>
            {
                await unit.PeopleWork().SaveAsync(work);
                await ScheduleAsync(unit, work);
            },
            cancellationToken);
        return await store.ExecuteAsync(
            async unit =>
            {
                if (await unit.PeopleWork().GetAsync(work.Id) is not { State: WorkState.Running } current)
                {
                    return work;
                }

                var next = await GoOnAsync(unit, current);
                if (next.State != WorkState.Running)
                {
                    await unit.Due.CancelAsync(Prefix + work.Id);
                }

                return next;
            },
            cancellationToken);
    }

    /// <summary>Stops work that is running. What was done stays done.</summary>
    /// <returns>Whether it was running.</returns>
    public Task<bool> StopAsync(string sequenceId, string id, string note, CancellationToken cancellationToken)
        => store.ExecuteAsync(
            async unit =>
            {
                if (await unit.PeopleWork().GetAsync(id) is not { State: WorkState.Running } work || work.SequenceId != sequenceId)
                {
                    return false;
                }

                await unit.PeopleWork().SaveAsync(End(work, WorkState.Stopped, note));
                await unit.Due.CancelAsync(Prefix + id);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        foreach (var lease in leases)
        {
            await store.ExecuteAsync(
                async unit =>
                {
                    if (await unit.Due.CompleteAsync(lease)
                        && await unit.PeopleWork().GetAsync(IdOf(lease)) is { State: WorkState.Running } work
                        && await GoOnAsync(unit, work) is { State: WorkState.Running } next)
                    {
                        await ScheduleAsync(unit, next);
                    }
                },
                cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(
            async unit =>
            {
                if (await unit.Due.CompleteAsync(lease) && await unit.PeopleWork().GetAsync(IdOf(lease)) is { State: WorkState.Running } work)
                {
                    await unit.PeopleWork().SaveAsync(End(work, WorkState.Failed, error));
                }
            },
            cancellationToken);

    private async Task<PeopleWork> GoOnAsync(IUnitOfWork unit, PeopleWork work)
    {
        var done = await control.StretchAsync(unit, work.SequenceId, work.Order!, work.Cursor);
        var next = work with { Seen = work.Seen + done.Seen, Changed = work.Changed + done.Changed, Cursor = done.Next };
        next = done.Next is null ? End(next, WorkState.Done, null) : next;
        await unit.PeopleWork().SaveAsync(next);
        return next;
    }

    private PeopleWork End(PeopleWork work, WorkState state, string? note) => work with { State = state, Note = note, EndedAt = clock.Now() };

    private Task ScheduleAsync(IUnitOfWork unit, PeopleWork work) => unit.Due.ScheduleAsync(new DueItem(Prefix + work.Id, DueKind, clock.Now()));

    private static string IdOf(DueLease lease) => lease.Item.Key[Prefix.Length..];
}
