namespace Automail.Engine.Templates;

/// <summary>A template as its author wrote it; every text is Liquid.</summary>
public sealed record MailTemplate
{
    /// <summary>The name by which steps refer to it: lower-case letters, digits, hyphens and dots.</summary>
    public required string Name { get; init; }

    /// <summary>Changes whenever the contents do; caches are keyed by it.</summary>
    public required string Version { get; init; }

    /// <summary>The locale it is written in, or null for the site's.</summary>
    public string? Locale { get; init; }

    /// <summary>The subject line.</summary>
    public required string Subject { get; init; }

    /// <summary>The line that inboxes show after the subject.</summary>
    public string? Preheader { get; init; }

    /// <summary>The purpose, which decides about consent; see <c>Purposes</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>The body, HTML.</summary>
    public required string Html { get; init; }

    /// <summary>An own plain-text body; null to derive it from the HTML.</summary>
    public string? Text { get; init; }

    /// <summary>The layout around the body, HTML that prints <c>{{ content }}</c>; null for none.</summary>
    public string? Layout { get; init; }

    /// <summary>What its parts are printed with and its styles come from; null for none.</summary>
    public MailTheme? Theme { get; init; }

    /// <summary>The sender, <c>Name &lt;address&gt;</c>; null for the site's.</summary>
    public string? From { get; init; }
}

/// <summary>Where templates come from: files, or content items in Orchard.</summary>
public interface ITemplateSource
{
    /// <summary>The template for a locale, falling back to the language and then to the site's locale; null when there is none of this name.</summary>
    Task<MailTemplate?> FindAsync(string name, string? locale, CancellationToken cancellationToken = default);

    /// <summary>An earlier version of a template; null when it cannot be had any more, as where only the latest one is kept.</summary>
    /// <param name="current">The template as it is now.</param>
    /// <param name="version">Its <see cref="MailTemplate.Version"/> then.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<MailTemplate?> FindVersionAsync(MailTemplate current, string version, CancellationToken cancellationToken = default) => Task.FromResult<MailTemplate?>(null);
}

/// <summary>A mail ready to become MIME.</summary>
/// <param name="Subject">One line, no control characters.</param>
/// <param name="Html">The complete HTML document, links absolute and tracked.</param>
/// <param name="Text">The plain-text part.</param>
/// <param name="From">The sender that the template names, or null.</param>
public sealed record RenderedMail(string Subject, string Html, string Text, string? From);
