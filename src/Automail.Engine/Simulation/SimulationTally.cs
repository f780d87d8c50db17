using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using NodaTime;

namespace Automail.Engine.Simulation;

/// <summary>Counts what a simulation did: per sequence, step, reason, day and contact.</summary>
/// <param name="zone">The site's zone, in which days begin.</param>
public sealed class SimulationTally(DateTimeZone zone)
{
    private readonly SortedDictionary<string, SequenceTally> _sequences = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly SortedDictionary<LocalDate, int> _days = [];
    private readonly SortedDictionary<string, int> _workflows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _notices = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _webhooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _contacts = new(StringComparer.Ordinal);
    private (long Ticks, LocalDate Date) _today = (long.MinValue, default);

    /// <summary>Mails sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Mails that were not.</summary>
    public int Skipped { get; private set; }

    /// <summary>Times that a mail waited for the sequence's window, or for the site's sending hours.</summary>
    public int Held { get; private set; }

    /// <summary>Per sequence, by id.</summary>
    public IReadOnlyDictionary<string, SequenceTally> Sequences => _sequences;

    /// <summary>Mails not sent, by reason.</summary>
    public IReadOnlyDictionary<string, int> Reasons => _reasons;

    /// <summary>Mails sent, by day in the site's zone. Days without any are not listed.</summary>
    public IReadOnlyDictionary<LocalDate, int> Days => _days;

    /// <summary>How many contacts got how many mails, by the number of mails from 1.</summary>
    public IReadOnlyDictionary<int, int> PerContact
        => new SortedDictionary<int, int>(_contacts.Values.GroupBy(mails => mails).ToDictionary(same => same.Key, same => same.Count()));

    /// <summary>How often steps would have started workflows, by name: a simulation has none.</summary>
    public IReadOnlyDictionary<string, int> Workflows => _workflows;

    /// <summary>How many mails people of the team would have got, by address. They count as no mail of a contact.</summary>
    public IReadOnlyDictionary<string, int> Notices => _notices;

    /// <summary>How often webhooks would have been called, by address: a simulation calls none.</summary>
    public IReadOnlyDictionary<string, int> Webhooks => _webhooks;

    /// <summary>Begins to count a sequence.</summary>
    public void Add(SequencePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _sequences[plan.Definition.Id] = new SequenceTally(plan);
    }

    internal void Workflow(string name) => _workflows[name] = _workflows.GetValueOrDefault(name) + 1;

    internal void Told(SendRecord record)
    {
        var (counts, whom) = record.Kind == SendKind.Webhook ? (_webhooks, record.Url!) : (_notices, record.Email!);
        if (record.State == SendState.Sent)
        {
            counts[whom] = counts.GetValueOrDefault(whom) + 1;
        }
    }

    internal void Mail(SendRecord record, string contact)
    {
        var step = _sequences[record.Key.Journey].Step(record.Key.Step);
        if (record.State == SendState.Sent)
        {
            Sent++;
            step.Sent++;
            if (record.UpdatedAt > record.QueuedAt)
            {
                Hold(step);
            }

            var day = DayOf(record.UpdatedAt);
            _days[day] = _days.GetValueOrDefault(day) + 1;
            _contacts[contact] = _contacts.GetValueOrDefault(contact) + 1;
            return;
        }

        var reason = record.Reason ?? record.State.ToString();
        Skipped++;
        step.Skip(reason);
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
    }

    internal void Passage(Enrollment? before, Enrollment after)
    {
        var counts = _sequences[after.JourneyId];
        if (before is null)
        {
            counts.Entered++;
        }

        if (after.SendDueAt is not null && after.StepId is { } held && (before?.SendDueAt is null || before.StepId != held))
        {
            Hold(counts.Step(held));
        }

        if (after.Status != EnrollmentStatus.Active && (before is null || before.Status == EnrollmentStatus.Active))
        {
            counts.End(after.Status);
        }
    }

    private void Hold(StepTally step)
    {
        Held++;
        step.Held++;
    }

    // Mails come by time, thousands in the same millisecond: the zone is asked once for each.
    private LocalDate DayOf(DateTimeOffset time)
    {
        if (time.UtcTicks != _today.Ticks)
        {
            _today = (time.UtcTicks, Instant.FromDateTimeOffset(time).InZone(zone).Date);
        }

        return _today.Date;
    }
}

/// <summary>What a simulation counted for a sequence.</summary>
public sealed class SequenceTally
{
    private readonly int[] _ended = new int[Enum.GetValues<EnrollmentStatus>().Length];
    private readonly Dictionary<string, StepTally> _steps;

    internal SequenceTally(SequencePlan plan)
    {
        Version = plan.Version;
        Name = plan.Definition.Name;
        Steps = [.. plan.Sends().Select(send => new StepTally(send.StepId, send.Template))];
        _steps = Steps.ToDictionary(step => step.StepId, StringComparer.Ordinal);
    }

    /// <summary>The version that people entered.</summary>
    public int Version { get; }

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>Who entered.</summary>
    public int Entered { get; internal set; }

    /// <summary>Who was inside when the simulation ended.</summary>
    public int Active => Entered - _ended.Sum();

    /// <summary>The steps that send, in the order in which they stand in the definition.</summary>
    public IReadOnlyList<StepTally> Steps { get; }

    /// <summary>How many passages ended in a way.</summary>
    public int Ended(EnrollmentStatus status) => _ended[(int)status];

    internal StepTally Step(string stepId) => _steps[stepId];

    internal void End(EnrollmentStatus status) => _ended[(int)status]++;
}

/// <summary>What a simulation counted for a step that sends.</summary>
/// <param name="stepId">The step.</param>
/// <param name="template">What it sends.</param>
public sealed class StepTally(string stepId, string template)
{
    private readonly SortedDictionary<string, int> _skipped = new(StringComparer.Ordinal);

    /// <summary>The step.</summary>
    public string StepId => stepId;

    /// <summary>What it sends.</summary>
    public string Template => template;

    /// <summary>Mails sent.</summary>
    public int Sent { get; internal set; }

    /// <summary>Times that a mail waited for the sequence's window, or for the site's sending hours.</summary>
    public int Held { get; internal set; }

    /// <summary>Mails not sent, by reason.</summary>
    public IReadOnlyDictionary<string, int> Skipped => _skipped;

    internal void Skip(string reason) => _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;
}
