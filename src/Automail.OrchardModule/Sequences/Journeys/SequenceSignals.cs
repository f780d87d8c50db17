using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Logging;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>
/// Tells workflows of sequences: an event in the log, and the due item with which workflows hear of it, both in the transaction that moves the passage. Where no workflow wants it, nothing is written.
/// </summary>
internal sealed class SequenceSignals(JourneyCatalog catalog, SequenceCatalog sequences, OrchardTimeProvider clock, ILogger<SequenceSignals> logger) : IWorkflows
{
    /// <summary>A workflow that puts the contact back into the sequence that started it would do so for ever.</summary>
    private const int LongestChain = 10;

    private static readonly TimeSpan Quick = TimeSpan.FromMinutes(1);

    private static readonly HashSet<string> Own = new(StringComparer.Ordinal) { EventTypes.SequenceStartsWorkflow, EventTypes.SequenceFinished, EventTypes.SequenceExited, EventTypes.SequenceGoalReached };

    /// <inheritdoc/>
    public Task OnEndedAsync(IUnitOfWork unit, Enrollment passage) => TellAsync(unit, passage, TypeOf(passage.Status), passage.JourneyId, $"ended:{passage.Id}", new(StringComparer.Ordinal)
    {
        ["outcome"] = OutcomeOf(passage.Status),
        ["reason"] = passage.EndReason,
        ["step"] = passage.StepId,
        ["endedAt"] = passage.EndedAt,
    });

    /// <inheritdoc/>
    public ValueTask<bool> HearsAsync(string name) => catalog.CaresAsync(EventTypes.SequenceStartsWorkflow, name);

    /// <inheritdoc/>
    public Task StartAsync(IUnitOfWork unit, Enrollment passage, WorkflowStart start)
        => TellAsync(unit, passage, EventTypes.SequenceStartsWorkflow, start.Workflow, $"start:{passage.Id}:{start.StepId}", new(StringComparer.Ordinal)
        {
            ["workflow"] = start.Workflow,
            ["step"] = start.StepId,
            ["about"] = AboutOf(passage.EnteredBy),
        });

    private async Task TellAsync(IUnitOfWork unit, Enrollment passage, string type, string about, string id, Dictionary<string, object?> more)
    {
        if (!await catalog.CaresAsync(type, about))
        {
            return;
        }

        var now = clock.Now();
        var chain = ChainOf(passage, now);
        if (chain > LongestChain)
        {
            logger.LogWarning("Workflows and sequences start each other in a circle without a wait: no workflow hears of {Type} of the passage {Passage}", type, passage.Id);
            return;
        }

        var data = new Dictionary<string, object?>(more, StringComparer.Ordinal)
        {
            ["sequence"] = passage.JourneyId,
            ["name"] = sequences.Current.GetValueOrDefault(passage.JourneyId)?.Definition.Name ?? passage.JourneyId,
            ["version"] = passage.Version,
            ["enteredAt"] = passage.EnteredAt,
            ["chain"] = chain,
        };
        var happened = new BehaviorEvent(Intake.OwnSource, id, type, passage.ContactId, now, JsonSerializer.SerializeToElement(data));
        if (await unit.Events.TryAppendAsync(happened, passage.ContactId))
        {
            await unit.Due.ScheduleAsync(JourneySignals.ForEvent(happened, now));
        }
    }

    /// <summary>How many passages have followed each other, each begun by a workflow that heard of the one before, and none of them with a wait; from 1.</summary>
    private static int ChainOf(Enrollment passage, DateTimeOffset now)
        => now - passage.EnteredAt < Quick && passage.EnteredBy is { } entered && Own.Contains(entered.Type)
            && entered.Data.TryGetProperty("chain", out var chain) && chain.TryGetInt32(out var number)
                ? number + 1
                : 1;

    /// <summary>The event that the passage is about, with its type and time among its data; null for nothing.</summary>
    private static Dictionary<string, object?>? AboutOf(EnteringEvent? entered)
    {
        if (entered is null)
        {
            return null;
        }

        var about = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var value in entered.Data.ValueKind == JsonValueKind.Object ? entered.Data.EnumerateObject() : default)
        {
            about[value.Name] = value.Value;
        }

        (about["type"], about["time"]) = (entered.Type, entered.Time);
        return about;
    }

    private static string TypeOf(EnrollmentStatus status) => status switch
    {
        EnrollmentStatus.Completed => EventTypes.SequenceFinished,
        EnrollmentStatus.GoalReached => EventTypes.SequenceGoalReached,
        _ => EventTypes.SequenceExited,
    };

    private static string OutcomeOf(EnrollmentStatus status) => status switch
    {
        EnrollmentStatus.Completed => "finished",
        EnrollmentStatus.GoalReached => "goal-reached",
        EnrollmentStatus.Removed => "removed",
        _ => "exited",
    };
}
