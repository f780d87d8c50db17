using Automail.Engine.Templates;

namespace Automail.Engine.Sequences.Lint;

/// <summary>What the linter has to know besides the definition. What is null is not known, and not checked.</summary>
public sealed record SequenceLintOptions
{
    /// <summary>The names of the templates that there are.</summary>
    public IReadOnlyCollection<string>? Templates { get; init; }

    /// <summary>The ids of the sequences that there are; the one that is looked at counts whether it is among them or not.</summary>
    public IReadOnlyCollection<string>? SequenceIds { get; init; }

    /// <summary>The names by which sequences can start workflows.</summary>
    public IReadOnlyCollection<string>? Workflows { get; init; }

    /// <summary>The definitions of other sequences, as far as they are known: a circle of sequences is found in them. One with the id of the definition that is looked at is left out.</summary>
    public IReadOnlyCollection<SequenceDefinition> Sequences { get; init; } = [];

    /// <summary>Event types that this host has beside those of <see cref="Behavior.EventTypes"/>. Any other may come in too; only one that is nearly a known one is told.</summary>
    public IReadOnlyCollection<string> EventTypes { get; init; } = [];

    /// <summary>The purposes to which a contact can consent here; a purpose that needs no consent need not be among them.</summary>
    public IReadOnlyCollection<string>? Purposes { get; init; }

    /// <summary>The names of the contacts' attributes.</summary>
    public IReadOnlyCollection<string>? Attributes { get; init; }

    /// <summary>Reads a condition, and throws a <see cref="TemplateException"/> when that cannot be done.</summary>
    public Action<string>? CheckCondition { get; init; }

    /// <summary>Reads a text of a mail to the team, and throws a <see cref="TemplateException"/> when that cannot be done.</summary>
    public Action<string>? CheckText { get; init; }
}
