using Automail.Engine.Sequences;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>The part of a trigger's editor that all triggers share.</summary>
public class JourneyTriggerViewModel
{
    /// <summary>Whether a contact may come in again.</summary>
    public ReentryMode ReentryMode { get; set; }

    /// <summary>How long after the last entry, ISO 8601.</summary>
    public string? ReentryPeriod { get; set; }

    /// <summary>The usual events that end the journey.</summary>
    public IList<string> ExitOn { get; set; } = [];

    /// <summary>Other events that end it, separated by commas or spaces.</summary>
    public string? OtherExits { get; set; }
}
