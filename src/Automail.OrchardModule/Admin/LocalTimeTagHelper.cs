using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NodaTime;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Admin;

/// <summary>A moment in the zone of who looks at it, with the exact UTC time beside it for programs: <c>&lt;local-time value="…" /&gt;</c>.</summary>
[HtmlTargetElement("local-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class LocalTimeTagHelper(ILocalClock clock) : TagHelper
{
    /// <summary>The moment, UTC. Nothing is written for null.</summary>
    public DateTimeOffset? Value { get; set; }

    /// <summary>A zone to show it in instead, with the day of the week; null for that of who looks.</summary>
    public DateTimeZone? Zone { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Value is not { } value)
        {
            output.SuppressOutput();
            return;
        }

        var local = Zone is null ? await clock.ConvertToLocalAsync(value) : Instant.FromDateTimeOffset(value).InZone(Zone).ToDateTimeOffset();
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;

        // A date in the middle of a line keeps its order, whatever the direction of what stands around it.
        output.PreElement.SetHtmlContent("<bdi>");
        output.PostElement.SetHtmlContent("</bdi>");
        output.Attributes.SetAttribute("datetime", value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("title", local.ToString("F", CultureInfo.CurrentCulture));
        output.Content.SetContent(local.ToString(Zone is null ? "g" : "ddd ", CultureInfo.CurrentCulture) + (Zone is null ? "" : local.ToString("g", CultureInfo.CurrentCulture)));
    }
}
