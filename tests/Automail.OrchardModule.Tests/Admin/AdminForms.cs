using System.Net;
using System.Text.RegularExpressions;
using Shouldly;

namespace Automail.OrchardModule.Tests.Admin;

/// <summary>Fills in and sends the forms of pages.</summary>
internal static partial class AdminForms
{
    private const string TokenField = "__RequestVerificationToken";

    /// <summary>Sends the form of a page with what the page filled in and some fields changed, and gives the page that answers. Null takes a field away.</summary>
    public static async Task<string> SubmitAsync(this AdminBrowser browser, string page, string action, IReadOnlyDictionary<string, string?> changes)
    {
        var fields = Fields(await browser.PageAsync(page));
        foreach (var (name, value) in changes)
        {
            fields.RemoveAll(field => field.Key == name);
            if (value is not null)
            {
                fields.Add(new(name, value));
            }
        }

        using var response = await browser.PostWithoutTokenAsync(action, [.. fields.Select(field => (field.Key, field.Value))]);
        if (response.StatusCode == HttpStatusCode.Redirect)
        {
            return await browser.PageAsync(response.Headers.Location!.OriginalString);
        }

        response.StatusCode.ShouldBe(HttpStatusCode.OK, action);
        return await response.Content.ReadAsStringAsync(AdminBrowser.Token);
    }

    private static List<KeyValuePair<string, string>> Fields(string html)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (Match input in Input().Matches(html))
        {
            var tag = input.Value;
            var type = Attribute(tag, "type");
            if (Attribute(tag, "name") is { Length: > 0 } name && type is not ("submit" or "button" or "file")
                && (type is not ("checkbox" or "radio") || tag.Contains("checked", StringComparison.Ordinal)))
            {
                fields.Add(new(name, Attribute(tag, "value") ?? ""));
            }
        }

        foreach (Match area in TextArea().Matches(html))
        {
            if (Attribute(area.Value, "name") is { Length: > 0 } name)
            {
                fields.Add(new(name, WebUtility.HtmlDecode(area.Groups["text"].Value).TrimStart('\r', '\n')));
            }
        }

        foreach (Match select in Select().Matches(html))
        {
            if (Attribute(select.Value[..select.Value.IndexOf('>', StringComparison.Ordinal)], "name") is { Length: > 0 } name)
            {
                var options = Option().Matches(select.Value).Select(option => option.Value).ToList();
                var chosen = options.Find(option => option.Contains("selected", StringComparison.Ordinal)) ?? options.FirstOrDefault();
                fields.Add(new(name, chosen is null ? "" : Attribute(chosen, "value") ?? ""));
            }
        }

        // Each form of the page has a token, and any of them will do.
        var token = fields.Find(field => field.Key == TokenField);
        fields.RemoveAll(field => field.Key == TokenField);
        fields.Add(token);
        return fields;
    }

    private static string? Attribute(string tag, string name)
        => Regex.Match(tag, $"\\s{name}=\"(?<value>[^\"]*)\"", RegexOptions.IgnoreCase) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["value"].Value) : null;

    [GeneratedRegex("<input\\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Input();

    [GeneratedRegex("<textarea\\b[^>]*>(?<text>.*?)</textarea>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex TextArea();

    [GeneratedRegex("<select\\b.*?</select>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Select();

    [GeneratedRegex("<option\\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Option();
}
