using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Behavior;
using Automail.OrchardModule.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>
/// Runs the workflows that an event is for. All that an event does is committed at once, with the completion of its due item, so that a crash leaves either all
/// or nothing of it. A workflow that fails is recorded as failed, and the event's other workflows run.
/// </summary>
internal sealed class JourneyHandler(IAutomailStore store, ILogger<JourneyHandler> logger) : IDueHandler
{
    /// <inheritdoc/>
    public string Kind => JourneySignals.DueKind;

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        foreach (var lease in leases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (JourneySignals.EventKey(lease.Item) is { } eventKey)
            {
                await HearAsync(lease, eventKey);
            }
            else
            {
                await ReviewAsync(lease);
            }
        }
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
    {
        logger.LogError("No workflow hears of {Item}: {Error}", lease.Item.Key, error);
        return store.ExecuteAsync(unit => unit.Due.CompleteAsync(lease), cancellationToken);
    }

    private async Task HearAsync(DueLease lease, string eventKey)
    {
        var failed = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            try
            {
                await ScopeTransactionStore.RunAsync(services => HearAsync(services, lease, eventKey, failed));
                return;
            }
            catch (JourneyFailedException e) when (failed.TryAdd(e.Workflow, e.Message))
            {
                logger.LogError(e, "The workflow {Workflow} failed at the event {Event}; it is recorded as failed, and the others go on", e.Workflow, eventKey);
            }
        }
    }

    private static async Task HearAsync(IServiceProvider services, DueLease lease, string eventKey, IReadOnlyDictionary<string, string> failed)
    {
        var unit = services.GetRequiredService<IUnitOfWork>();
        if (await unit.Due.CompleteAsync(lease) && await ((EventLogStore)unit.Events).FindAsync(eventKey) is { } heard)
        {
            await services.GetRequiredService<JourneyRun>().HearAsync(heard, failed);
        }
    }

    /// <summary>Each stretch commits by itself; after a crash it begins again.</summary>
    private static async Task ReviewAsync(DueLease lease)
    {
        long? last = 0;
        while (last is { } after)
        {
            await ScopeTransactionStore.RunAsync(async services =>
            {
                var review = services.GetRequiredService<JourneyReview>();
                last = JourneySignals.ChangedType(lease.Item) is { } changed ? await review.ChangedAsync(changed, after)
                    : JourneySignals.DeletedType(lease.Item) is { } deleted ? await review.DeletedAsync(deleted, after)
                    : null;
                if (last is null)
                {
                    await services.GetRequiredService<IUnitOfWork>().Due.CompleteAsync(lease);
                }
            });
        }
    }
}
