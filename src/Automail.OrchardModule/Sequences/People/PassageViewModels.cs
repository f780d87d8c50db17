using Automail.Engine.Contacts;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>One passage.</summary>
internal sealed record PassageViewModel
{
    public required SequenceHeading Sequence { get; init; }

    public required PassageAddress Address { get; init; }

    public required PeopleRow Row { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<TraceLine> Trace { get; init; }

    /// <summary>The later steps.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Later { get; init; }

    /// <summary>What comes next; null where nothing does.</summary>
    public ForesightViewModel? Foresight { get; init; }

    public required bool MayManage { get; init; }

    public required bool MaySeeMails { get; init; }
}

/// <summary>What would happen if somebody entered a sequence.</summary>
internal sealed record WhatIfViewModel
{
    public required Contact Contact { get; init; }

    /// <summary>The sequence's name.</summary>
    public required string Sequence { get; init; }

    public required bool IsDraft { get; init; }

    public ForesightViewModel? Foresight { get; init; }

    /// <summary>Why nothing can be told; null for nothing.</summary>
    public string? Problem { get; init; }
}

/// <summary>The sequences of one contact, on the contact's page.</summary>
internal sealed record ContactSequencesViewModel
{
    public required string ContactId { get; init; }

    /// <summary>The passages, newest entry first.</summary>
    public required IReadOnlyList<ContactPassage> Passages { get; init; }

    /// <summary>The sequences that let people in: ids and names.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Open { get; init; }

    /// <summary>Whether who looks may put the contact into one.</summary>
    public required bool MayManage { get; init; }

    /// <summary>Drafts: what the address calls them, and names.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Drafts { get; init; }
}

/// <summary>A passage on the contact's page.</summary>
internal sealed record ContactPassage(PassageAddress Address, string Sequence, PeopleRow Row);
