using Automail.Engine.Templates;
using Automail.OrchardModule.Templates.Lint;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Templates;

/// <summary>The editor of a template.</summary>
public class EmailTemplatePartViewModel
{
    /// <summary>The name by which steps refer to it.</summary>
    public string? Name { get; set; }

    /// <summary>The locale; empty for the site's.</summary>
    public string? Locale { get; set; }

    /// <summary>The subject line.</summary>
    public string? Subject { get; set; }

    /// <summary>The line after the subject.</summary>
    public string? Preheader { get; set; }

    /// <summary>The purpose.</summary>
    public string? Purpose { get; set; }

    /// <summary>How the body is written.</summary>
    public BodyFormat Format { get; set; }

    /// <summary>The body.</summary>
    public string? Html { get; set; }

    /// <summary>An own plain-text body.</summary>
    public string? Text { get; set; }

    /// <summary>The layout's name.</summary>
    public string? Layout { get; set; }

    /// <summary>The sender.</summary>
    public string? From { get; set; }

    /// <summary>The layouts to choose from.</summary>
    [BindNever]
    public IReadOnlyList<string> Layouts { get; set; } = [];

    /// <summary>The culture of Orchard's localization part, which goes before <see cref="Locale"/>; null without one.</summary>
    [BindNever]
    public string? LocalizedAs { get; set; }

    /// <summary>The site's cultures.</summary>
    [BindNever]
    public IReadOnlyList<string> Locales { get; set; } = [];

    /// <summary>What the linter says about the template as it is saved.</summary>
    [BindNever]
    public IReadOnlyList<FindingViewModel> Findings { get; set; } = [];
}
