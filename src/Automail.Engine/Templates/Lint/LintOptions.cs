namespace Automail.Engine.Templates.Lint;

/// <summary>What the linter has to know besides the template.</summary>
public sealed record LintOptions
{
    /// <summary>Names at the root of the model that this host has beside the portable ones, such as Orchard's <c>Site</c>; anything may stand behind them.</summary>
    public IReadOnlyCollection<string> KnownVariables { get; init; } = [];

    /// <summary>Filters that this host has beside the portable ones.</summary>
    public IReadOnlyCollection<string> KnownFilters { get; init; } = [];

    /// <summary>Tags that this host has beside the portable ones. Of a block only the opening name is needed.</summary>
    public IReadOnlyCollection<string> KnownTags { get; init; } = [];

    /// <summary>Parts that exist although their Liquid source is not in <see cref="Theme"/>, such as shapes written in Razor.</summary>
    public IReadOnlyCollection<string> KnownParts { get; init; } = [];

    /// <summary>The theme; null for that of the template. Parts are looked at when there is one.</summary>
    public MailTheme? Theme { get; init; }

    /// <summary>How the body is written. Of Markdown the places are those in the Markdown.</summary>
    public BodyFormat Format { get; init; }

    /// <summary>The type of the event that the mail answers, such as <c>cart.abandoned</c>, if it is known: then the members of <c>event</c> are checked.</summary>
    public string? Trigger { get; init; }

    /// <summary>The name of the layout that the template asks for, where the host found none of this name; else null.</summary>
    public string? MissingLayout { get; init; }

    /// <summary>The mail rendered for a sample contact, if there is one: size and text are then measured on it, too.</summary>
    public RenderedMail? Rendered { get; init; }
}
