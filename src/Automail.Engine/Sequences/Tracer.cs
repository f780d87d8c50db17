using Automail.Engine.Contacts;

namespace Automail.Engine.Sequences;

/// <summary>Notes what is decided in one go.</summary>
/// <param name="context">What may be looked at.</param>
internal sealed class Tracer(DecisionContext context)
{
    private List<TraceEntry>? _entries;
    private TraceEntry? _exit;

    /// <summary>Notes a decision.</summary>
    public void Add(TraceKind kind, string? stepId = null, string? text = null, string? note = null, DateTimeOffset? until = null)
    {
        if (context.Traces)
        {
            (_entries ??= []).Add(new TraceEntry(context.Now, kind, stepId, text, note, Until: until));
        }
    }

    /// <summary>Looks at the condition of a step.</summary>
    public ValueTask<bool> HoldsAsync(string stepId, string condition, Contact contact, Enrollment enrollment)
        => HoldsAsync(stepId, null, condition, contact, enrollment.EnteredBy, enrollment);

    /// <summary>Looks at a condition that belongs to no step.</summary>
    /// <param name="place">Where it stands, such as <c>exit.if</c>.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="contact">Who.</param>
    /// <param name="seen">What <c>event</c> means in it.</param>
    /// <param name="enrollment">The state.</param>
    public ValueTask<bool> HoldsAtAsync(string place, string condition, Contact contact, EnteringEvent? seen, Enrollment enrollment)
        => HoldsAsync(null, place, condition, contact, seen, enrollment);

    /// <summary>The decision with all that was noted, as far as it changes anything.</summary>
    public Decision Write(Enrollment before, Decision decision)
        => _entries is null || ReferenceEquals(before, decision.Enrollment)
            ? decision
            : decision with { Enrollment = decision.Enrollment with { Trace = TraceLog.Append(decision.Enrollment.Trace, _entries) } };

    private async ValueTask<bool> HoldsAsync(string? stepId, string? place, string condition, Contact contact, EnteringEvent? seen, Enrollment enrollment)
    {
        if (!context.Traces)
        {
            return await context.Conditions.HoldsAsync(condition, contact, seen, enrollment, context.Now);
        }

        var (holds, values) = await context.Conditions.LookAsync(condition, contact, seen, enrollment, context.Now);
        var entry = new TraceEntry(context.Now, TraceKind.Condition, stepId, condition, place, holds, Values: values.Count == 0 ? null : values);

        // The exit is looked at before every step; that nothing has changed since the step before says nothing.
        if (place != "exit.if" || _exit is null || _exit.Holds != holds || !Same(_exit.Values, entry.Values))
        {
            (_entries ??= []).Add(entry);
            _exit = place == "exit.if" ? entry : _exit;
        }

        return holds;
    }

    private static bool Same(IReadOnlyDictionary<string, string?>? one, IReadOnlyDictionary<string, string?>? other)
        => (one?.Count ?? 0) == (other?.Count ?? 0) && (one is null || one.All(value => other!.TryGetValue(value.Key, out var now) && now == value.Value));
}
