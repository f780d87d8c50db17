using Automail.Engine.Delivery;
using Automail.OrchardModule.Scheduling;
using OrchardCore.DisplayManagement;

namespace Automail.OrchardModule.Delivery;

/// <summary>A row of the mail log.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="Journey">The journey's name.</param>
/// <param name="Why">Why it was not sent, failed or waits; or null.</param>
internal sealed record MailRow(SendRecord Mail, string Journey, string? Why);

/// <summary>A state to filter by; null for all.</summary>
internal sealed record StateCount(SendState? State, int Count);

/// <summary>The mail log.</summary>
internal sealed record MailLogViewModel
{
    public required string? Search { get; init; }

    public required SendState? State { get; init; }

    public required IReadOnlyList<StateCount> Counts { get; init; }

    public required IReadOnlyList<MailRow> Rows { get; init; }

    public required int Total { get; init; }

    /// <summary>The number of the first row, from 1.</summary>
    public required int First { get; init; }

    public required QueueStatus Queue { get; init; }

    public required IShape Pager { get; init; }
}

/// <summary>One mail.</summary>
internal sealed record MailViewModel(MailRow Row, string? ContactName, string? ContactEmail, bool ContactExists, bool MayManage)
{
    public SendRecord Mail => Row.Mail;

    /// <summary>What the contact is called: by the address to which a mail went, else by name.</summary>
    public string Called(string unknown) => (Mail.Kind == SendKind.Mail ? Mail.Email ?? ContactName : ContactName ?? ContactEmail) ?? unknown;

    /// <summary>Whether an operator may settle that it was sent.</summary>
    public bool MayMarkSent => MayManage && Mail.State == SendState.InDoubt;

    /// <summary>Whether an operator may let it go again.</summary>
    public bool MaySendAgain => MayManage && (Mail.State is SendState.InDoubt or SendState.Failed);
}
