using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using OrchardCore.DisplayManagement;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>The sequence that a page is about.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ContentItemId">The item in which it is edited; null for none.</param>
/// <param name="Page">What the page is called in the breadcrumbs; null on the list of people itself.</param>
internal sealed record SequenceHeading(string Id, string Name, string? ContentItemId, string? Page = null);

/// <summary>A row of the list.</summary>
/// <param name="Passage">The passage.</param>
/// <param name="Contact">Who; null when the contact is gone.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Step">Where it is, or ended, in words; null for nowhere.</param>
internal sealed record PeopleRow(Enrollment Passage, Contact? Contact, PassageState State, string? Step)
{
    public bool IsInside => State is PassageState.Active or PassageState.Paused;
}

/// <summary>A state to look for, and how many are in it.</summary>
internal sealed record PeopleCount(PassageState? State, int Count);

/// <summary>The people of a sequence.</summary>
internal sealed record PeopleViewModel
{
    public required SequenceHeading Sequence { get; init; }

    public required PeopleQuery Query { get; init; }

    public required IReadOnlyList<PeopleCount> Counts { get; init; }

    public required IReadOnlyList<int> Versions { get; init; }

    /// <summary>The steps to look for: ids and words.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Steps { get; init; }

    public required IReadOnlyList<PeopleRow> Rows { get; init; }

    public required int Total { get; init; }

    public required int First { get; init; }

    /// <summary>How many are inside, in the version and at the step that are looked for.</summary>
    public required int Inside { get; init; }

    public required IReadOnlyList<PeopleWork> Works { get; init; }

    public required bool MayManage { get; init; }

    public required IShape Pager { get; init; }
}

/// <summary>The question before something is done to people.</summary>
internal sealed record PeopleAskViewModel
{
    public required SequenceHeading Sequence { get; init; }

    public required PassageAction Action { get; init; }

    public required int People { get; init; }

    /// <summary>Some of them.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The passages; empty for all that the query finds inside.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    public required PeopleQuery Query { get; init; }

    /// <summary>The steps with which they may go on.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Steps { get; init; }
}

/// <summary>What was sent with the form of the list, and with the question.</summary>
public sealed class PeopleForm
{
    /// <summary>What is to be done.</summary>
    public string? What { get; set; }

    /// <summary>To whom: <c>all</c>, or else those with <see cref="Ids"/>.</summary>
    public string? Scope { get; set; }

    /// <summary>The passages.</summary>
    public IReadOnlyList<string>? Ids { get; set; }

    /// <summary>Only in this version.</summary>
    public int? Version { get; set; }

    /// <summary>Only at this step.</summary>
    public string? Step { get; set; }

    /// <summary>With which step they go on.</summary>
    public string? To { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }
}

/// <summary>Work on many people.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Work">The work.</param>
/// <param name="Purpose">The purpose of the sequence's mail.</param>
/// <param name="First">Some of those who would enter: ids and names.</param>
/// <param name="MayManage">Whether who looks may stop and confirm it.</param>
internal sealed record PeopleWorkViewModel(SequenceHeading Sequence, PeopleWork Work, string Purpose, IReadOnlyList<KeyValuePair<string, string>> First, bool MayManage);
