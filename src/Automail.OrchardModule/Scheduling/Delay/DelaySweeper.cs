using Automail.Engine;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrchardCore.Environment.Shell.Scope;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>
/// Resumes the workflows whose Delay is over. It reads an index of due times, so that what waits costs nothing, and resumes in scopes of <see cref="Together"/>
/// instances, each one transaction. An instance that fails is recorded as failed, and the others go on.
/// </summary>
internal sealed class DelaySweeper(TimeProvider clock, ILogger<DelaySweeper> logger) : IDueWork
{
    /// <summary>How many instances share a scope: YesSql's session grows slow with many, and each scope has its price.</summary>
    public const int Together = 200;

    private const int Stretch = 1_000;

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        long? next = null;
        await ShellScope.UsingChildScopeAsync(async scope => next = await scope.ServiceProvider.GetRequiredService<WaitingStore>().NextDueAsync());
        return next is { } due ? DueTime.ToTime(due) : null;
    }

    /// <inheritdoc/>
    public async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        // What is resumed may come to another Delay that is over already, after downtime for example.
        var total = 0;
        while (await SweepAsync(cancellationToken) is > 0 and var count)
        {
            total += count;
        }

        return total;
    }

    /// <summary>Goes once through all that is due.</summary>
    /// <returns>How many instances moved.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var moved = 0;
        WaitingIndex? last = null;
        while (true)
        {
            var rows = await DueAsync(last);
            foreach (var chunk in rows.Select(row => row.DocumentId).Distinct().Chunk(Together))
            {
                cancellationToken.ThrowIfCancellationRequested();
                moved += await ResumeAsync(chunk);
            }

            if (rows.Count < Stretch)
            {
                return moved;
            }

            last = rows[^1];
        }
    }

    private async Task<IReadOnlyList<WaitingIndex>> DueAsync(WaitingIndex? after)
    {
        IReadOnlyList<WaitingIndex> rows = [];
        await ShellScope.UsingChildScopeAsync(async scope
            => rows = await scope.ServiceProvider.GetRequiredService<WaitingStore>().DueAsync(DueTime.Of(clock.Now()), after, Stretch));
        return rows;
    }

    private async Task<int> ResumeAsync(long[] documentIds)
    {
        try
        {
            return await RunAsync(resume => resume.ResumeAsync(documentIds));
        }
        catch (Exception e) when (e is not OperationCanceledException && documentIds.Length > 1)
        {
            // One instance must not hold up the others: find it by going one by one.
            logger.LogWarning(e, "Resuming {Count} workflows together failed; going one by one", documentIds.Length);
            var moved = 0;
            foreach (var documentId in documentIds)
            {
                moved += await ResumeAsync([documentId]);
            }

            return moved;
        }
        catch (Exception e) when (Conflicts.LostTo(e))
        {
            // Others are at it. If it is still due then, the next sweep resumes it.
            return 0;
        }
        catch (Exception e) when (e is not OperationCanceledException and not StoreUnavailableException && !Conflicts.LockedOut(e))
        {
            logger.LogError(e, "The workflow of document {DocumentId} could not be resumed", documentIds[0]);
            return await FailAsync(documentIds[0], e.Message);
        }
    }

    private async Task<int> FailAsync(long documentId, string reason)
    {
        try
        {
            return await RunAsync(resume => resume.FailAsync(documentId, reason));
        }
        catch (Exception e) when (e is not OperationCanceledException and not StoreUnavailableException && !Conflicts.LockedOut(e))
        {
            // A document that cannot be read, for example. It stays, and costs one look at each sweep.
            logger.LogError(e, "The failure of the workflow of document {DocumentId} could not be recorded", documentId);
            return 0;
        }
    }

    private static async Task<int> RunAsync(Func<DelayResume, Task<int>> run)
    {
        var moved = 0;
        await ScopeTransactionStore.RunAsync(async services => moved = await run(services.GetRequiredService<DelayResume>()));
        return moved;
    }
}
