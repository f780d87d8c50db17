using Automail.Engine;
using Automail.OrchardModule.Behavior;
using Automail.OrchardModule.Behavior.CartAbandoned;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>A trigger in a workflow type.</summary>
/// <param name="WorkflowTypeId">The type.</param>
/// <param name="ActivityId">The trigger.</param>
/// <param name="EventType">What it hears of.</param>
/// <param name="IsStart">Whether it stands at the start, and not in the middle.</param>
/// <param name="IsEnabled">Whether the type is enabled. Instances of a type that is not go on, and no new ones start.</param>
/// <param name="ExitOn">What ends the instances that it started.</param>
/// <param name="Idle">For an abandoned cart: how long it rests.</param>
/// <param name="About">The one thing that its events are about, see <see cref="JourneyTrigger.About"/>; null for anything.</param>
internal sealed record TriggerEntry(
    string WorkflowTypeId, string ActivityId, string EventType, bool IsStart, bool IsEnabled, IReadOnlyList<string> ExitOn, TimeSpan? Idle, string? About);

/// <summary>
/// The triggers of all workflow types, in memory: every event asks. Read again after a change on this node, and each minute for changes on others.
/// </summary>
internal sealed class JourneyCatalog(TriggerNames names, ILogger<JourneyCatalog> logger) : ICartIdleSource
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    /// <summary>A change is seen when it is written, and counts when it is committed: what is read in between is not kept.</summary>
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(30);

    private volatile Snapshot? _snapshot;
    private long _distrustedAt;

    /// <summary>Whether some workflow may have to hear of such an event. In doubt yes: this asks no database.</summary>
    public bool MayCare(string eventType) => Known() is not { } known || known.Types.Contains(eventType);

    /// <summary>Whether some workflow has to hear of such an event about this: starts with it, waits for it, or ends by it.</summary>
    public async ValueTask<bool> CaresAsync(string eventType, string about)
        => (await GetAsync()).Any(trigger => trigger.ExitOn.Contains(eventType) || (trigger.EventType == eventType && (trigger.About is null || trigger.About == about)));

    /// <summary>The triggers as they are now.</summary>
    public async ValueTask<IReadOnlyList<TriggerEntry>> GetAsync() => (Known() ?? await ReadAsync()).Triggers;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<TimeSpan>> GetIdleTimesAsync() => (Known() ?? await ReadAsync()).IdleTimes;

    /// <summary>A workflow type is being changed.</summary>
    public void Distrust()
    {
        Interlocked.Exchange(ref _distrustedAt, TimeProvider.System.GetTimestamp());
        _snapshot = null;
    }

    private Snapshot? Known()
        => _snapshot is { } snapshot && TimeProvider.System.GetElapsedTime(snapshot.ReadAt) < Lasts ? snapshot : null;

    private async Task<Snapshot> ReadAsync()
    {
        var readAt = TimeProvider.System.GetTimestamp();
        var triggers = new List<TriggerEntry>();
        await ShellScope.UsingChildScopeAsync(async scope =>
        {
            var library = scope.ServiceProvider.GetRequiredService<IActivityLibrary>();
            foreach (var type in await scope.ServiceProvider.GetRequiredService<JourneyTypeStore>().ListAsync())
            {
                foreach (var record in type.Activities.Where(activity => names.Contains(activity.Name)))
                {
                    var trigger = library.InstantiateActivity<JourneyTrigger>(record);
                    triggers.Add(new TriggerEntry(
                        type.WorkflowTypeId, record.ActivityId, trigger.EventType, record.IsStart, type.IsEnabled, [.. trigger.ExitOn], IdleOf(trigger, type.Name), trigger.About));
                }
            }
        });

        var snapshot = new Snapshot(triggers, readAt);
        var distrustedAt = Interlocked.Read(ref _distrustedAt);
        if (distrustedAt == 0 || TimeProvider.System.GetElapsedTime(distrustedAt, readAt) > Settles)
        {
            _snapshot = snapshot;
        }

        return snapshot;
    }

    private TimeSpan? IdleOf(JourneyTrigger trigger, string workflow)
    {
        try
        {
            return trigger is CartAbandonedEvent cart ? CartAbandonedEvent.ReadIdle(cart.IdleTime) : null;
        }
        catch (FieldException e)
        {
            logger.LogWarning("The workflow '{Workflow}' hears of no abandoned cart. {Problem}", workflow, e.Message);
            return null;
        }
    }

    private sealed class Snapshot(IReadOnlyList<TriggerEntry> triggers, long readAt)
    {
        public IReadOnlyList<TriggerEntry> Triggers { get; } = triggers;

        public long ReadAt { get; } = readAt;

        public HashSet<string> Types { get; } = triggers
            .SelectMany(trigger => trigger.ExitOn.Append(trigger.EventType))
            .ToHashSet(StringComparer.Ordinal);

        public IReadOnlyCollection<TimeSpan> IdleTimes { get; } = [.. triggers.Select(trigger => trigger.Idle).OfType<TimeSpan>().Distinct()];
    }
}
