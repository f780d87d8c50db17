using Automail.Engine.Tracking;

namespace Automail.Engine.Templates;

/// <summary>What rendering one mail has to know besides template and model.</summary>
public sealed record MailRenderOptions
{
    /// <summary>The recipient's culture and zone, and the present.</summary>
    public required LiquidContext Liquid { get; init; }

    /// <summary>The ledger's id of this mail: 32 hexadecimal digits. Its tokens carry it.</summary>
    public required string SendId { get; init; }

    /// <summary>Where the endpoints for clicks, unsubscribing and preferences are.</summary>
    public required MailLinks Links { get; init; }

    /// <summary>Whether links go through the click endpoint; off where the contact did not allow tracking.</summary>
    public bool TrackLinks { get; init; } = true;

    /// <summary>What links to the site itself are labelled with; null for nothing.</summary>
    public UtmTags? Utm { get; init; }

    /// <summary>Whether a browser can show this mail later; not where no ledger knows it, as in a preview: then there is no <c>view_url</c>.</summary>
    public bool CanBeViewed { get; init; } = true;

    /// <summary>What relative links are relative to; null for the base of <see cref="Links"/>.</summary>
    public string? SiteUrl { get; init; }

    /// <summary>The site's language, BCP 47: that of templates which name none. Null to take the reader's.</summary>
    public string? SiteLocale { get; init; }
}

/// <summary>What is wrong with a template.</summary>
/// <param name="Part">Which text: <c>subject</c>, <c>preheader</c>, <c>html</c>, <c>layout</c>, <c>text</c> or <c>from</c>.</param>
/// <param name="Line">The line in that part, from 1; 0 when unknown.</param>
/// <param name="Column">The column, from 1; 0 when unknown.</param>
/// <param name="Message">What is wrong.</param>
public sealed record TemplateProblem(string Part, int Line, int Column, string Message);
