using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Sequences.Enrolling;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>Does the work on many people, a stretch at a time, each in one transaction with the note of how far it has come. It stands in the due queue, so that a restart loses nothing.</summary>
internal sealed class PeopleWorker(IAutomailStore store, PassageControl control, EnrollPeople enrolling, OrchardTimeProvider clock) : IDueHandler
{
    private const string DueKind = "people";
    private const string Prefix = DueKind + ":";

    /// <summary>What nobody confirms is given up after this time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public string Kind => DueKind;

    /// <summary>Takes work on, and does the first stretch of it at once: that is all of it for a few people.</summary>
    /// <param name="work">The work.</param>
    /// <param name="parts">What is kept of a file.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task StartAsync(PeopleWork work, IReadOnlyList<EnrollPart> parts, CancellationToken cancellationToken)
    {
        await store.ExecuteAsync(
            async unit =>
            {
                foreach (var part in parts)
                {
                    await unit.PeopleWork().AddPartAsync(part);
                }

                await SaveAsync(unit, work);
            },
            cancellationToken);
        await FirstStretchAsync(work.Id, cancellationToken);
    }

    /// <summary>Confirms work that has counted.</summary>
    /// <param name="sequenceId">The sequence.</param>
    /// <param name="id">The work.</param>
    /// <param name="confirm">What is said with it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether it waited for that.</returns>
    public async Task<bool> ConfirmAsync(string sequenceId, string id, Func<EnrollOrder, EnrollOrder> confirm, CancellationToken cancellationToken)
    {
        var confirmed = await store.ExecuteAsync(
            async unit =>
            {
                if (await unit.PeopleWork().GetAsync(id) is not { State: WorkState.Ready, Enroll: { } order } work || work.SequenceId != sequenceId)
                {
                    return false;
                }

                var next = confirm(order) with { StartedAt = clock.Now() };
                await SaveAsync(unit, work with { State = WorkState.Running, Seen = 0, Total = order.Found + order.UnknownCount, Enroll = next });
                return true;
            },
            cancellationToken);
        if (confirmed)
        {
            await FirstStretchAsync(id, cancellationToken);
        }

        return confirmed;
    }

    /// <summary>Stops work that has not ended. What was done stays done.</summary>
    /// <returns>Whether it had not ended.</returns>
    public Task<bool> StopAsync(string sequenceId, string id, string note, CancellationToken cancellationToken)
        => store.ExecuteAsync(
            async unit =>
            {
                if (await unit.PeopleWork().GetAsync(id) is not { IsOpen: true } work || work.SequenceId != sequenceId)
                {
                    return false;
                }

                await SaveAsync(unit, work.End(WorkState.Stopped, note, clock.Now()));
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
                    if (await unit.Due.CompleteAsync(lease) && await unit.PeopleWork().GetAsync(IdOf(lease)) is { IsOpen: true } work)
                    {
                        await SaveAsync(unit, work.HasStretch ? await GoOnAsync(unit, work) : work.State == WorkState.Ready ? work.End(WorkState.Stopped, "nobody confirmed it", clock.Now()) : work);
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
                if (await unit.Due.CompleteAsync(lease) && await unit.PeopleWork().GetAsync(IdOf(lease)) is { IsOpen: true } work)
                {
                    await SaveAsync(unit, work.End(WorkState.Failed, error, clock.Now()));
                }
            },
            cancellationToken);

    private Task FirstStretchAsync(string id, CancellationToken cancellationToken)
        => store.ExecuteAsync(
            async unit =>
            {
                if (await unit.PeopleWork().GetAsync(id) is { HasStretch: true } work)
                {
                    await SaveAsync(unit, await GoOnAsync(unit, work));
                }
            },
            cancellationToken);

    private async Task<PeopleWork> GoOnAsync(IUnitOfWork unit, PeopleWork work)
    {
        if (work.Enroll is not null)
        {
            return await enrolling.GoOnAsync(unit, work);
        }

        var done = await control.StretchAsync(unit, work.SequenceId, work.Order!, work.Cursor);
        var next = work with { Seen = work.Seen + done.Seen, Changed = work.Changed + done.Changed, Cursor = done.Next };
        return done.Next is null ? next.End(WorkState.Done, null, clock.Now()) : next;
    }

    /// <summary>Keeps how far it is, with the moment at which to come back to it.</summary>
    private async Task SaveAsync(IUnitOfWork unit, PeopleWork work)
    {
        await unit.PeopleWork().SaveAsync(work);
        if (work.HasStretch || work.State == WorkState.Ready)
        {
            await unit.Due.ScheduleAsync(new DueItem(Prefix + work.Id, DueKind, clock.Now() + (work.HasStretch ? TimeSpan.Zero : Patience)));
        }
        else
        {
            await unit.Due.CancelAsync(Prefix + work.Id);
        }
    }

    private static string IdOf(DueLease lease) => lease.Item.Key[Prefix.Length..];
}
