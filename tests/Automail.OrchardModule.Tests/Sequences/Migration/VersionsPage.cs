using System.Net;
using System.Text.RegularExpressions;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.People;

namespace Automail.OrchardModule.Tests.Sequences.Migration;

/// <summary>The page of a sequence's versions, as somebody without scripts uses it.</summary>
internal static partial class VersionsPage
{
    public static string Of(string sequenceId) => $"/Admin/Automail/Sequences/{sequenceId}/Versions";

    /// <summary>What the page's form holds beside the answers.</summary>
    public static async Task<(string Name, string Value)[]> HiddenAsync(this AdminBrowser browser, string sequenceId) => Hidden(await browser.PageAsync(Of(sequenceId)));

    /// <summary>What the form of a page that was answered holds beside the answers.</summary>
    public static (string Name, string Value)[] Hidden(string html) => [.. HiddenField().Matches(html).Select(field => (field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)))];

    /// <summary>Sends the page's form, with answers, as they come first.</summary>
    public static async Task<string> AnswerAsync(this AdminBrowser browser, string sequenceId, string action, params (string Name, string Value)[] answers)
        => await browser.SendAsync(Of(sequenceId), $"{Of(sequenceId)}/{action}", [.. await browser.HiddenAsync(sequenceId), .. answers]);

    /// <summary>Looks at the preview of answers, and does what it shows.</summary>
    public static async Task<string> MoveAsync(this AdminBrowser browser, string sequenceId, params (string Name, string Value)[] answers)
    {
        var preview = await browser.AnswerAsync(sequenceId, "Preview", answers);
        return await browser.SendAsync(Of(sequenceId), $"{Of(sequenceId)}/Move", [.. Hidden(preview), .. Places(preview), .. answers.Where(answer => !answer.Name.Contains(".Steps[", StringComparison.Ordinal))]);
    }

    /// <summary>Where a page says that people go on.</summary>
    public static (string Name, string Value)[] Places(string html)
        => [.. Place().Matches(html).Select(place => (place.Groups[1].Value, WebUtility.HtmlDecode(Chosen().Match(place.Groups[2].Value).Groups[1].Value)))];

    public static async Task<Enrollment> PassageAsync(this AdminSite site, string sequenceId, string email) => (await site.LatestAsync(sequenceId, email))!;

    public static Task<SequenceMigration?> LatestMoveAsync(this AdminSite site, string sequenceId) => site.ReadAsync(unit => unit.Sequences.LatestMigrationAsync(sequenceId));

    [GeneratedRegex("type=\"hidden\" name=\"(ToVersion|Fingerprint|Shown|Versions[^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();

    [GeneratedRegex("<select[^>]*name=\"(Versions[^\"]+\\.To)\"[^>]*>(.*?)</select>", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex("<option value=\"([^\"]*)\"[^>]*selected")]
    private static partial Regex Chosen();
}
