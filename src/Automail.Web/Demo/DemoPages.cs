using MimeKit;

namespace Automail.Web.Demo;

/// <summary>What the inbox and clock page shows.</summary>
public sealed record DemoPage
{
    /// <summary>The site's present, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How far that is ahead.</summary>
    public required TimeSpan Ahead { get; init; }

    /// <summary>When the next thing comes due, in the site's zone.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>The latest mails.</summary>
    public required IReadOnlyList<InboxEntry> Mails { get; init; }

    /// <summary>Puts a moment into the site's zone.</summary>
    public required Func<DateTimeOffset, DateTimeOffset> ToLocal { get; init; }

    /// <summary>The site's present in its zone.</summary>
    public DateTimeOffset LocalNow => ToLocal(Now);
}

/// <summary>What the page of one mail shows.</summary>
public sealed record MailPage(string Id, MimeMessage Message, DateTimeOffset LocalTime);
