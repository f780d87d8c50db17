using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using OrchardCore.ContentManagement;

namespace Automail.OrchardModule.Templates;

/// <summary>
/// Who may write what contacts entered into a mail without encoding. Checked when somebody saves; what a recipe or a deployment brings is trusted, as the rest of it is, and so is code
/// outside of requests.
/// </summary>
internal sealed partial class RawOutput(IHttpContextAccessor contexts, IAuthorizationService authorization)
{
    private readonly HashSet<string> _trusted = new(StringComparer.Ordinal);

    /// <summary>Takes an item as it comes, for as long as this scope lasts.</summary>
    public void Trust(ContentItem item) => _trusted.Add(item.ContentItemId);

    /// <summary>Whether whoever saves the item may use raw output.</summary>
    public async Task<bool> IsAllowedAsync(ContentItem item)
        => _trusted.Contains(item.ContentItemId)
            || contexts.HttpContext?.User is not { } user
            || await authorization.AuthorizeAsync(user, AutomailPermissions.UseRawOutput);

    /// <summary>The first filter that keeps output from being encoded, and its line; null when there is none. Rather one too many: a name in a text counts too.</summary>
    public static (string Filter, int Line)? Find(string source)
    {
        var match = Bypassing().Match(source);
        return match.Success ? (match.Groups[1].Value, source.AsSpan(0, match.Groups[1].Index).Count('\n') + 1) : null;
    }

    // raw itself, and every filter of Orchard whose result is written as it is.
    [GeneratedRegex(@"\|\s*(raw|liquid|shortcode|shape_render|shape_stringify|orchard_shape|img_tag|console_log)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Bypassing();
}
