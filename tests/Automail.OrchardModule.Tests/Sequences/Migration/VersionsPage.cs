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
    public static async Task<(string Name, string Value)[]> HiddenAsync(this AdminBrowser browser, string sequenceId)
    {
        var html = await browser.PageAsync(Of(sequenceId));
        return [.. HiddenField().Matches(html).Select(field => (field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)))];
    }

    /// <summary>Sends the page's form, with answers.</summary>
    public static async Task<string> AnswerAsync(this AdminBrowser browser, string sequenceId, string action, params (string Name, string Value)[] answers)
        => await browser.SendAsync(Of(sequenceId), $"{Of(sequenceId)}/{action}", [.. await browser.HiddenAsync(sequenceId), .. answers]);

    public static async Task<Enrollment> PassageAsync(this AdminSite site, string sequenceId, string email) => (await site.LatestAsync(sequenceId, email))!;

    public static Task<SequenceMigration?> LatestMoveAsync(this AdminSite site, string sequenceId) => site.ReadAsync(unit => unit.Sequences.LatestMigrationAsync(sequenceId));

    [GeneratedRegex("type=\"hidden\" name=\"(ToVersion|Fingerprint|Versions[^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
