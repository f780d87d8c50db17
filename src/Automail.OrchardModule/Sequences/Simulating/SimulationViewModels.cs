using Automail.Engine.Delivery;
using Automail.Engine.Simulation;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using NodaTime;

namespace Automail.OrchardModule.Sequences.Simulating;

/// <summary>The page.</summary>
public sealed class SimulationViewModel
{
    /// <summary>The content item of the sequence.</summary>
    public required string ContentItemId { get; init; }

    /// <summary>The sequence, for people.</summary>
    public required string Name { get; init; }

    /// <summary>What is asked.</summary>
    public required SimulationForm Form { get; init; }

    /// <summary>Whether this user may try it on what really happened.</summary>
    public required bool MaySeePast { get; init; }

    /// <summary>Why the definition cannot run; empty when it can.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What came of it; null before it ran.</summary>
    [BindNever]
    public SimulationResult? Result { get; init; }
}

/// <summary>A mail of a simulation.</summary>
public sealed record SimulatedRow(DateTimeOffset Time, string Contact, SendRecord Mail);

/// <summary>What came of a simulation.</summary>
public sealed record SimulationResult
{
    /// <summary>The sequence that was tried.</summary>
    public required string SequenceId { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The zone in which days were counted.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>How many events were taken.</summary>
    public required int Events { get; init; }

    /// <summary>How many contacts there were in the end.</summary>
    public required int Contacts { get; init; }

    /// <summary>Whether there were more events than are taken, so that it began later than asked.</summary>
    public required bool IsCut { get; init; }

    /// <summary>The counts.</summary>
    public required SimulationTally Tally { get; init; }

    /// <summary>Every mail, sent or not, by time and then by contact.</summary>
    public required IReadOnlyList<SimulatedRow> Rows { get; init; }

    /// <summary>Events that contradicted what is known, and why.</summary>
    public required IReadOnlyList<string> Refused { get; init; }

    /// <summary>The sequences into which the one that was tried leads, itself or by others.</summary>
    public required IReadOnlyList<LedSequence> LedInto { get; init; }

    /// <summary>The steps that lead into sequences which there are not.</summary>
    public required IReadOnlyList<LostStep> Lost { get; init; }

    /// <summary>Whether only these ran beside it, for the people whom it led there.</summary>
    public required bool RanAlone { get; init; }

    /// <summary>Mails sent on each day, days without any too.</summary>
    public IReadOnlyList<KeyValuePair<LocalDate, int>> Days()
    {
        var (first, last) = (DateOf(From), DateOf(Until));
        var days = new List<KeyValuePair<LocalDate, int>>();
        for (var day = first; day <= last; day = day.PlusDays(1))
        {
            days.Add(KeyValuePair.Create(day, Tally.Days.GetValueOrDefault(day)));
        }

        return days;
    }

    private LocalDate DateOf(DateTimeOffset time) => Instant.FromDateTimeOffset(time).InZone(Zone).Date;
}
