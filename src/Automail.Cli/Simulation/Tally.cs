using System.Text.Json;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;

namespace Automail.Cli.Simulation;

/// <summary>Counts what a simulation did, per sequence, step and reason.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, OfSequence> _sequences = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);

    public int Sent { get; private set; }

    public int Skipped { get; private set; }

    public int Contacts { get; set; }

    public int EventsRead { get; set; }

    public int EventsAccepted { get; set; }

    public int EventsDuplicate { get; set; }

    public int EventsAfterUntil { get; set; }

    public DateTimeOffset From { get; set; }

    public DateTimeOffset Until { get; set; }

    public int Seed { get; set; }

    public IEnumerable<(string Id, OfSequence Counts)> Sequences => _sequences.Select(pair => (pair.Key, pair.Value));

    public void Add(SequenceDefinition definition, int version)
    {
        var counts = _sequences[definition.Id] = new OfSequence { Version = version };
        foreach (var (_, step) in SequenceFolder.Sends(definition.Steps))
        {
            counts.Steps[step.Id] = new OfStep(step.Template);
        }
    }

    public void Mail(SendRecord record)
    {
        var step = _sequences[record.Key.Journey].Steps[record.Key.Step];
        if (record.State == SendState.Sent)
        {
            Sent++;
            step.Sent++;
            return;
        }

        var reason = record.Reason ?? record.State.ToString();
        Skipped++;
        step.Skipped[reason] = step.Skipped.GetValueOrDefault(reason) + 1;
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
    }

    public void Passage(Enrollment? before, Enrollment after)
    {
        var counts = _sequences[after.JourneyId];
        if (before is null)
        {
            counts.Entered++;
        }

        if (after.Status != EnrollmentStatus.Active && (before is null || before.Status == EnrollmentStatus.Active))
        {
            counts.Ended[(int)after.Status]++;
        }
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("period");
        writer.WriteString("from", OutputJson.Time(From));
        writer.WriteString("until", OutputJson.Time(Until));
        writer.WriteEndObject();
        writer.WriteNumber("seed", Seed);
        writer.WriteNumber("contacts", Contacts);
        writer.WriteStartObject("events");
        writer.WriteNumber("read", EventsRead);
        writer.WriteNumber("accepted", EventsAccepted);
        writer.WriteNumber("duplicates", EventsDuplicate);
        writer.WriteNumber("afterUntil", EventsAfterUntil);
        writer.WriteEndObject();
        writer.WriteNumber("sent", Sent);
        writer.WriteNumber("skipped", Skipped);
        WriteCounts(writer, "reasons", _reasons);
        writer.WriteStartObject("sequences");
        foreach (var (id, counts) in _sequences)
        {
            writer.WriteStartObject(id);
            counts.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, string name, SortedDictionary<string, int> counts)
    {
        writer.WriteStartObject(name);
        foreach (var (reason, count) in counts)
        {
            writer.WriteNumber(reason, count);
        }

        writer.WriteEndObject();
    }

    internal sealed class OfSequence
    {
        public int Version { get; init; }

        public int Entered { get; set; }

        public int[] Ended { get; } = new int[Enum.GetValues<EnrollmentStatus>().Length];

        public SortedDictionary<string, OfStep> Steps { get; } = new(StringComparer.Ordinal);

        public int Active => Entered - Ended.Sum();

        public void WriteTo(Utf8JsonWriter writer)
        {
            writer.WriteNumber("version", Version);
            writer.WriteNumber("entered", Entered);
            writer.WriteNumber("completed", Ended[(int)EnrollmentStatus.Completed]);
            writer.WriteNumber("exited", Ended[(int)EnrollmentStatus.Exited]);
            writer.WriteNumber("goalReached", Ended[(int)EnrollmentStatus.GoalReached]);
            writer.WriteNumber("removed", Ended[(int)EnrollmentStatus.Removed]);
            writer.WriteNumber("failed", Ended[(int)EnrollmentStatus.Failed]);
            writer.WriteNumber("heldOut", Ended[(int)EnrollmentStatus.HeldOut]);
            writer.WriteNumber("active", Active);
            writer.WriteNumber("sent", Steps.Values.Sum(step => step.Sent));
            writer.WriteNumber("skipped", Steps.Values.Sum(step => step.Skipped.Values.Sum()));
            writer.WriteStartObject("steps");
            foreach (var (id, step) in Steps)
            {
                writer.WriteStartObject(id);
                writer.WriteString("template", step.Template);
                writer.WriteNumber("sent", step.Sent);
                WriteCounts(writer, "skipped", step.Skipped);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
    }

    internal sealed class OfStep(string template)
    {
        public string Template => template;

        public int Sent { get; set; }

        public SortedDictionary<string, int> Skipped { get; } = new(StringComparer.Ordinal);
    }
}
