using OrchardCore.ContentLocalization.Models;
using OrchardCore.ContentManagement;

namespace Automail.OrchardModule.Templates;

/// <summary>The language that a template is written in.</summary>
internal static class TemplateLocale
{
    /// <summary>The culture of Orchard's localization part, else the template's own locale; null for the site's.</summary>
    public static string? Of(EmailTemplatePart part) => OfLocalization(part.ContentItem) ?? (string.IsNullOrWhiteSpace(part.Locale) ? null : part.Locale);

    /// <summary>The culture of Orchard's localization part; null when there is none or it says nothing.</summary>
    public static string? OfLocalization(ContentItem? item)
        => item is not null && item.TryGet<LocalizationPart>(out var localization) && !string.IsNullOrWhiteSpace(localization.Culture) ? localization.Culture : null;
}
