using System.Text;

namespace Automail.Engine.Tracking;

/// <summary>
/// What web analytics tell visits from mail by: the parameters <c>utm_source</c>, <c>utm_medium</c> and <c>utm_campaign</c> of links to the site itself, as Google Analytics and others read them.
/// </summary>
/// <param name="Source">Where visitors come from, such as <c>newsletter</c>.</param>
/// <param name="Medium">By what they come; null for none.</param>
/// <param name="Campaign">Why they come; null for what <see cref="For"/> says.</param>
public sealed record UtmTags(string Source, string? Medium = UtmTags.StandardMedium, string? Campaign = null)
{
    /// <summary>The medium unless another one is set.</summary>
    public const string StandardMedium = "email";

    /// <summary>The tags of one mail: without a campaign of their own, that of the journey, else of the template.</summary>
    /// <param name="journey">The sequence's or workflow type's id; null or empty for none.</param>
    /// <param name="template">The template's name.</param>
    public UtmTags For(string? journey, string template) => Campaign is not null ? this : this with { Campaign = string.IsNullOrEmpty(journey) ? template : journey };

    /// <summary>
    /// A link with these tags at the end of its query. What the link has already stays as it is, the tags among it; so does its fragment.
    /// </summary>
    /// <param name="url">An absolute http or https address.</param>
    public string AddTo(string url)
    {
        var fragment = url.IndexOf('#') is >= 0 and var hash ? hash : url.Length;
        var query = url.IndexOf('?', 0, fragment);
        var parameters = query < 0 ? [] : url[(query + 1)..fragment].Split('&');
        var tags = new StringBuilder();
        foreach (var (name, value) in ((string, string?)[])[("utm_source", Source), ("utm_medium", Medium), ("utm_campaign", Campaign)])
        {
            if (!string.IsNullOrEmpty(value) && !parameters.Any(parameter => IsNamed(parameter, name)))
            {
                var isFirst = query < 0 && tags.Length == 0;
                var isReady = tags.Length == 0 && (query == fragment - 1 || url[fragment - 1] == '&');
                tags.Append(isFirst ? "?" : isReady ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return tags.Length == 0 ? url : url.Insert(fragment, tags.ToString());
    }

    private static bool IsNamed(string parameter, string name)
    {
        var end = parameter.IndexOf('=') is >= 0 and var equals ? equals : parameter.Length;
        return Uri.UnescapeDataString(parameter[..end]).Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
