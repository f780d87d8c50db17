namespace Automail.OrchardModule.Sequences.Migration;

/// <summary>What was sent with the page of a sequence's versions.</summary>
public sealed class MigrationForm
{
    /// <summary>The value of a place that takes people out.</summary>
    public const string Exit = "exit";

    /// <summary>What stands before a step's id as the value of a place.</summary>
    public const string StepPrefix = "step:";

    /// <summary>The step that the value of a place names; null for the exit.</summary>
    internal static string? StepOf(string to) => to == Exit ? null : to[StepPrefix.Length..];

    /// <summary>The version to which people move, as the page showed it.</summary>
    public int ToVersion { get; set; }

    /// <summary>The fingerprint of the definition that the page showed.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>The fingerprint of the answers that the page showed the meaning of.</summary>
    public string? Shown { get; set; }

    /// <summary>Whom to show in the preview: an address, an external id or a contact's id; empty for the first of all.</summary>
    public string? Contact { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>The answers.</summary>
    public IReadOnlyList<VersionForm>? Versions { get; set; }
}

/// <summary>The answer for the people of a version.</summary>
public sealed class VersionForm
{
    /// <summary>The version.</summary>
    public int Version { get; set; }

    /// <summary>What happens to those who are inside: <c>stay</c>, <c>move</c> or <c>exit</c>.</summary>
    public string? Answer { get; set; }

    /// <summary>Whether those who finished are offered what was added.</summary>
    public bool Offers { get; set; }

    /// <summary>Where those go on who stand at a step.</summary>
    public IReadOnlyList<PlaceForm>? Steps { get; set; }
}

/// <summary>Where people go on.</summary>
public sealed class PlaceForm
{
    /// <summary>The step at which they stand.</summary>
    public string? Id { get; set; }

    /// <summary><c>step:</c> and the id of the step with which they go on, or <c>exit</c>.</summary>
    public string? To { get; set; }
}
