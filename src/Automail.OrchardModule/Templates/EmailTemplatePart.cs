using System.Text.Json.Serialization;
using Automail.Engine.Consent;
using Automail.Engine.Templates;
using OrchardCore.ContentManagement;

namespace Automail.OrchardModule.Templates;

/// <summary>An e-mail template as a content item; every text is Liquid.</summary>
public sealed class EmailTemplatePart : ContentPart
{
    /// <summary>The name by which steps and activities refer to it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The locale it is written in; empty for the site's. The culture of Orchard's localization part goes before it.</summary>
    public string? Locale { get; set; }

    /// <summary>The subject line.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The line that inboxes show after the subject.</summary>
    public string? Preheader { get; set; }

    /// <summary>The purpose, which decides about consent.</summary>
    public string Purpose { get; set; } = Purposes.Marketing;

    /// <summary>How <see cref="Html"/> is written.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<BodyFormat>))]
    public BodyFormat Format { get; set; }

    /// <summary>The body, in its <see cref="Format"/>.</summary>
    public string Html { get; set; } = "";

    /// <summary>An own plain-text body; empty to derive it from the HTML.</summary>
    public string? Text { get; set; }

    /// <summary>The name of the <see cref="EmailLayoutPart"/> around the body; empty for none.</summary>
    public string? Layout { get; set; }

    /// <summary>The sender, <c>Name &lt;address&gt;</c>; empty for the site's.</summary>
    public string? From { get; set; }
}
