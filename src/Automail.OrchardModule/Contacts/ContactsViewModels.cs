using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.OrchardModule.Contacts.Timeline;
using OrchardCore.DisplayManagement;

namespace Automail.OrchardModule.Contacts;

/// <summary>A row of the list.</summary>
/// <param name="Contact">Who.</param>
/// <param name="Marketing">What the contact said about marketing last; null for nothing.</param>
/// <param name="IsSuppressed">Whether the address gets nothing.</param>
internal sealed record ContactRow(Contact Contact, ConsentStatus? Marketing, bool IsSuppressed);

/// <summary>The list.</summary>
internal sealed record ContactsViewModel(string? Search, IReadOnlyList<ContactRow> Rows, int Total, int First, IShape Pager);

/// <summary>One contact.</summary>
internal sealed record ContactViewModel
{
    public required Contact Contact { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<ConsentRecord> Consents { get; init; }

    /// <summary>The purposes for which consent is given or waits for confirmation.</summary>
    public required IReadOnlyList<string> Withdrawable { get; init; }

    public required Suppression? Suppression { get; init; }

    public required IReadOnlyList<TimelineLine> Timeline { get; init; }

    public required int TimelineTotal { get; init; }

    public required IShape Pager { get; init; }

    public required bool MayManage { get; init; }
}
