using System.Net;
using System.Text.RegularExpressions;
using Shouldly;

namespace Automail.OrchardModule.Tests.Sites;

/// <summary>A browser of the site's administrator: logs in, and sends forms back with what the page filled in.</summary>
internal sealed partial class AdminBrowser : IDisposable
{
    private readonly HttpClient _client;

    private AdminBrowser(HttpClient client) => _client = client;

    public static async Task<AdminBrowser> LogInAsync(Site site)
    {
        var browser = new AdminBrowser(site.NewBrowser());
        var answer = await browser.SubmitAsync("/Login?ReturnUrl=%2FAdmin", "/Login?ReturnUrl=%2FAdmin", new Dictionary<string, string?>
        {
            ["LoginForm.UserName"] = Site.AdminName,
            ["LoginForm.Password"] = Site.AdminPassword,
        });
        answer.ShouldNotContain("Invalid login attempt");
        return browser;
    }

    /// <summary>A page's HTML.</summary>
    public async Task<string> GetAsync(string path)
    {
        using var response = await _client.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Fills in the form of a page, sends it, and gives the page that answers. Null takes a field away.</summary>
    public async Task<string> SubmitAsync(string page, string action, IReadOnlyDictionary<string, string?> changes)
    {
        var fields = Fields(await GetAsync(page));
        foreach (var (name, value) in changes)
        {
            fields.RemoveAll(field => field.Key == name);
            if (value is not null)
            {
                fields.Add(new(name, value));
            }
        }

        using var form = new FormUrlEncodedContent(fields);
        using var response = await _client.PostAsync(action, form);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, action);
        return await response.Content.ReadAsStringAsync();
    }

    public void Dispose() => _client.Dispose();

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
        const string TokenField = "__RequestVerificationToken";
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
