using System.Globalization;
using System.Text.Json;
using Automail.Engine.Simulation;
using Automail.Engine.Sequences;

namespace Automail.Cli.Simulation;

/// <summary>What a simulation came to, as summary.json has it.</summary>
internal sealed record SimulationSummary(SimulationInput Input, DateTimeOffset From, SimulationTally Tally)
{
    public int Contacts { get; init; }

    public int EventsRead { get; init; }

    public int EventsAccepted { get; init; }

    public int EventsDuplicate { get; init; }

    public int EventsAfterUntil { get; init; }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("period");
        writer.WriteString("from", OutputJson.Time(From));
        writer.WriteString("until", OutputJson.Time(Input.Until));
        writer.WriteEndObject();
        writer.WriteNumber("seed", Input.Seed);
        writer.WriteNumber("contacts", Contacts);
        writer.WriteStartObject("events");
        writer.WriteNumber("read", EventsRead);
        writer.WriteNumber("accepted", EventsAccepted);
        writer.WriteNumber("duplicates", EventsDuplicate);
        writer.WriteNumber("afterUntil", EventsAfterUntil);
        writer.WriteEndObject();
        writer.WriteNumber("sent", Tally.Sent);
        writer.WriteNumber("skipped", Tally.Skipped);
        writer.WriteNumber("held", Tally.Held);
        WriteCounts(writer, "reasons", Tally.Reasons);
        WriteCounts(writer, "days", Tally.Days.Select(day => KeyValuePair.Create(day.Key.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), day.Value)));
        WriteCounts(writer, "mailsPerContact", Tally.PerContact.Select(group => KeyValuePair.Create(group.Key.ToString(CultureInfo.InvariantCulture), group.Value)));
        if (Tally.Notices.Count > 0)
        {
            WriteCounts(writer, "mailsToTheTeam", Tally.Notices);
        }

        if (Tally.Webhooks.Count > 0)
        {
            WriteCounts(writer, "webhooksNotCalled", Tally.Webhooks);
        }

        if (Tally.Workflows.Count > 0)
        {
            WriteCounts(writer, "workflowsNotStarted", Tally.Workflows);
        }

        writer.WriteStartObject("sequences");
        foreach (var (id, counts) in Tally.Sequences)
        {
            writer.WriteStartObject(id);
            Write(writer, counts);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SequenceTally counts)
    {
        writer.WriteNumber("version", counts.Version);
        writer.WriteNumber("entered", counts.Entered);
        writer.WriteNumber("completed", counts.Ended(EnrollmentStatus.Completed));
        writer.WriteNumber("exited", counts.Ended(EnrollmentStatus.Exited));
        writer.WriteNumber("goalReached", counts.Ended(EnrollmentStatus.GoalReached));
        writer.WriteNumber("removed", counts.Ended(EnrollmentStatus.Removed));
        writer.WriteNumber("failed", counts.Ended(EnrollmentStatus.Failed));
        writer.WriteNumber("heldOut", counts.Ended(EnrollmentStatus.HeldOut));
        writer.WriteNumber("active", counts.Active);
        writer.WriteNumber("sent", counts.Steps.Sum(step => step.Sent));
        writer.WriteNumber("skipped", counts.Steps.Sum(step => step.Skipped.Values.Sum()));
        writer.WriteStartObject("steps");
        foreach (var step in counts.Steps.OrderBy(step => step.StepId, StringComparer.Ordinal))
        {
            writer.WriteStartObject(step.StepId);
            writer.WriteString("template", step.Template);
            writer.WriteNumber("sent", step.Sent);
            writer.WriteNumber("held", step.Held);
            WriteCounts(writer, "skipped", step.Skipped);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, int>> counts)
    {
        writer.WriteStartObject(name);
        foreach (var (key, count) in counts)
        {
            writer.WriteNumber(key, count);
        }

        writer.WriteEndObject();
    }
}
