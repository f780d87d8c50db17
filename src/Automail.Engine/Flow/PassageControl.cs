using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>What came of an operator's decision about a passage.</summary>
public enum PassageChange
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>There is no such passage, or it has ended.</summary>
    NotInside,

    /// <summary>The passage is not in a state for it: paused already, not paused, or the step is not a later one.</summary>
    NotPossible,
}

/// <summary>
/// What operators may do to people who are inside a sequence: pause, resume, skip ahead, remove, for one passage or for all. Who decided and why is kept in the passage's trace. A passage that is
/// paused hears exits and the goal only; its waits stand still (docs/features/sequences.md). Mail that had come due before leaves all the same, but for a removed passage.
/// </summary>
/// <param name="store">Where state lives.</param>
/// <param name="site">The site.</param>
/// <param name="catalog">The sequences.</param>
/// <param name="mails">Where mails are asked for.</param>
/// <param name="conditions">Evaluates conditions.</param>
/// <param name="clock">The present.</param>
/// <param name="workflows">The host's workflows; null where there are none.</param>
public sealed class PassageControl(IAutomailStore store, ISite site, SequenceCatalog catalog, MailQueue mails, IConditions conditions, TimeProvider clock, IWorkflows? workflows = null)
{
    /// <summary>So many passages are changed in one transaction.</summary>
    private const int Stretch = 200;

    private readonly PassageMover _mover = new(site, catalog, mails, conditions, clock, traces: true, workflows);

    /// <summary>Stops a passage until it is resumed.</summary>
    /// <param name="enrollmentId">The passage.</param>
    /// <param name="by">Who decided: an account's name.</param>
    /// <param name="reason">Why, in the operator's words; may be empty.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FieldException">The reason is too long.</exception>
    public Task<PassageChange> PauseAsync(string enrollmentId, string by, string? reason, CancellationToken cancellationToken = default)
        => OneAsync(enrollmentId, new Signal.Paused(Who(by, reason)), cancellationToken);

    /// <summary>Lets a paused passage go on with what was left of its wait.</summary>
    /// <inheritdoc cref="PauseAsync"/>
    public Task<PassageChange> ResumeAsync(string enrollmentId, string by, string? reason, CancellationToken cancellationToken = default)
        => OneAsync(enrollmentId, new Signal.Resumed(Who(by, reason)), cancellationToken);

    /// <summary>Leaves out the wait, or the mail that waits for its window, at which a passage stands, and what lies before a later step.</summary>
    /// <param name="enrollmentId">The passage.</param>
    /// <param name="toStepId">The later step with which it goes on; null for the next one.</param>
    /// <param name="by">Who decided: an account's name.</param>
    /// <param name="reason">Why, in the operator's words; may be empty.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FieldException">The reason is too long.</exception>
    public Task<PassageChange> SkipAheadAsync(string enrollmentId, string? toStepId, string by, string? reason, CancellationToken cancellationToken = default)
        => OneAsync(enrollmentId, new Signal.SkippedAhead(Who(by, reason), toStepId), cancellationToken);

    /// <summary>Ends a passage. Its mail that has not left is kept back.</summary>
    /// <inheritdoc cref="PauseAsync"/>
    public Task<PassageChange> RemoveAsync(string enrollmentId, string by, string? reason, CancellationToken cancellationToken = default)
        => OneAsync(enrollmentId, new Signal.Removed(Who(by, reason)), cancellationToken);

    /// <summary>Pauses everybody who is inside a sequence now; who enters later is not paused.</summary>
    /// <param name="sequenceId">The sequence, in all its versions.</param>
    /// <param name="by">Who decided: an account's name.</param>
    /// <param name="reason">Why, in the operator's words; may be empty.</param>
    /// <param name="cancellationToken">Stops between two transactions; run again, it goes on.</param>
    /// <returns>For how many it was done.</returns>
    /// <exception cref="FieldException">The reason is too long.</exception>
    public Task<int> PauseAllAsync(string sequenceId, string by, string? reason, CancellationToken cancellationToken = default)
        => AllAsync(sequenceId, new PassageOrder(PassageAction.Pause, by, reason), cancellationToken);

    /// <summary>Resumes everybody in a sequence who is paused.</summary>
    /// <inheritdoc cref="PauseAllAsync"/>
    public Task<int> ResumeAllAsync(string sequenceId, string by, string? reason, CancellationToken cancellationToken = default)
        => AllAsync(sequenceId, new PassageOrder(PassageAction.Resume, by, reason), cancellationToken);

    /// <summary>Lets everybody skip ahead who stands at a step.</summary>
    /// <param name="sequenceId">The sequence, in all its versions.</param>
    /// <param name="atStepId">Only who stands here; null for everybody.</param>
    /// <param name="toStepId">The later step with which they go on; null for the next one.</param>
    /// <param name="by">Who decided: an account's name.</param>
    /// <param name="reason">Why, in the operator's words; may be empty.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    /// <returns>For how many it was done.</returns>
    /// <exception cref="FieldException">The reason is too long.</exception>
    public Task<int> SkipAllAheadAsync(string sequenceId, string? atStepId, string? toStepId, string by, string? reason, CancellationToken cancellationToken = default)
        => AllAsync(sequenceId, new PassageOrder(PassageAction.SkipAhead, by, reason) { AtStepId = atStepId, ToStepId = toStepId }, cancellationToken);

    /// <summary>Ends the passages of everybody in a sequence.</summary>
    /// <inheritdoc cref="PauseAllAsync"/>
    public Task<int> RemoveAllAsync(string sequenceId, string by, string? reason, CancellationToken cancellationToken = default)
        => AllAsync(sequenceId, new PassageOrder(PassageAction.Remove, by, reason), cancellationToken);

    /// <summary>Does it to some passages, all in one transaction.</summary>
    /// <param name="enrollmentIds">The passages; those that have ended are left as they are.</param>
    /// <param name="order">What, and why.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>For how many it was done.</returns>
    /// <exception cref="FieldException">The reason is too long.</exception>
    public Task<int> SomeAsync(IReadOnlyCollection<string> enrollmentIds, PassageOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        var signal = order.ToSignal();
        return store.ExecuteAsync(
            async unit => await ChangeAsync(
                await _mover.BeginAsync(unit), (await unit.Enrollments.GetAsync(enrollmentIds)).Values.Where(order.Means).OrderBy(enrollment => enrollment.Id, StringComparer.Ordinal), signal),
            cancellationToken);
    }

    /// <summary>Does it to the next stretch of those who are inside a sequence, as part of the caller's work, for whoever does it to all of them bit by bit.</summary>
    /// <param name="unit">The unit in which it happens.</param>
    /// <param name="sequenceId">The sequence.</param>
    /// <param name="order">What, to whom, and why.</param>
    /// <param name="after">The <see cref="PassageProgress.Next"/> of the stretch before; null for the first.</param>
    /// <exception cref="FieldException">The reason is too long.</exception>
    public async Task<PassageProgress> StretchAsync(IUnitOfWork unit, string sequenceId, PassageOrder order, string? after)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(order);
        var signal = order.ToSignal();
        var stretch = await unit.Enrollments.ActiveInAsync(sequenceId, after, Stretch);
        var meant = stretch.Enrollments.Where(order.Means).ToList();
        return new PassageProgress(meant.Count, await ChangeAsync(await _mover.BeginAsync(unit), meant, signal), stretch.Next);
    }

    private static string Who(string by, string? reason) => OperatorDesk.Source(by, OperatorDesk.Check(reason, required: false));

    private Task<PassageChange> OneAsync(string enrollmentId, Signal signal, CancellationToken cancellationToken)
        => store.ExecuteAsync(
            async unit => (await unit.Enrollments.GetAsync([enrollmentId])).GetValueOrDefault(enrollmentId) is { } enrollment
                ? await ChangeAsync(await _mover.BeginAsync(unit), enrollment, signal)
                : PassageChange.NotInside,
            cancellationToken);

    private async Task<int> AllAsync(string sequenceId, PassageOrder order, CancellationToken cancellationToken)
    {
        var total = 0;
        string? after = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var done = await store.ExecuteAsync(unit => StretchAsync(unit, sequenceId, order, after), cancellationToken);
            total += done.Changed;
            after = done.Next;
        }
        while (after is not null);
        return total;
    }

    private async Task<int> ChangeAsync(PassageRun run, IEnumerable<Enrollment> enrollments, Signal signal)
    {
        var changed = 0;
        foreach (var enrollment in enrollments)
        {
            changed += !run.Ended.Contains(enrollment.Id) && await ChangeAsync(run, enrollment, signal) == PassageChange.Done ? 1 : 0;
        }

        return changed;
    }

    private async Task<PassageChange> ChangeAsync(PassageRun run, Enrollment enrollment, Signal signal)
    {
        if (enrollment.Status != EnrollmentStatus.Active)
        {
            return PassageChange.NotInside;
        }

        if (await catalog.FindAsync(run.Unit, enrollment) is not { } plan)
        {
            // What cannot be read can still be left.
            return signal is Signal.Removed removed && await PassageMover.RemoveAsync(run, enrollment, removed.By) ? PassageChange.Done : PassageChange.NotPossible;
        }

        if (await Contacts.ContactStoreExtensions.GetAsync(run.Unit.Contacts, enrollment.ContactId) is not { } contact)
        {
            return PassageChange.NotInside;
        }

        if (!SequenceRules.Allows(plan, enrollment, signal))
        {
            return PassageChange.NotPossible;
        }

        await _mover.MoveAsync(run, plan, enrollment, signal, contact);
        return PassageChange.Done;
    }
}
