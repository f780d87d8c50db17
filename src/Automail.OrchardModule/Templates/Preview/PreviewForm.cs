using Automail.Engine.Templates;

namespace Automail.OrchardModule.Templates.Preview;

/// <summary>What the editor sends to see a mail: the fields as they are typed, and for whom.</summary>
public class PreviewForm
{
    /// <summary>Whether <see cref="Html"/> is a layout, which is shown around a mail that comes with Automail.</summary>
    public bool IsLayout { get; set; }

    /// <summary>The content item that is edited; empty for a new one.</summary>
    public string? ContentItemId { get; set; }

    /// <summary>The name by which steps refer to the template.</summary>
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

    /// <summary>The address of the contact who gets it; empty for a sample contact.</summary>
    public string? Contact { get; set; }

    /// <summary>The type of the event that the mail answers; empty for none.</summary>
    public string? Event { get; set; }

    /// <summary>A part of its own, which is never saved.</summary>
    internal EmailTemplatePart ToPart(OrchardCore.ContentManagement.ContentItem item) => new()
    {
        ContentItem = item,
        Name = string.IsNullOrWhiteSpace(Name) ? "preview" : Name.Trim(),
        Locale = Locale,
        Subject = Subject?.Trim() ?? "",
        Preheader = Preheader,
        Purpose = Purpose?.Trim() ?? "",
        Format = Format,
        Html = Html ?? "",
        Text = Text,
        Layout = Layout,
        From = From,
    };
}
