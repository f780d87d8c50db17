using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Automail.Engine.Sequences;
using Automail.Engine.Tracking;
using Automail.OrchardModule.Sequences;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Sequences.Editing;

/// <summary>How many people are where, and what happened at the steps, on the editor's page.</summary>
[Collection(nameof(AdminSite))]
public sealed partial class SequenceNumbersTests(AdminSite site)
{
    [Fact]
    public async Task People_are_counted_by_version_and_by_the_step_at_which_they_wait()
    {
        var id = await site.AddSequenceAsync("Counted", SequenceItems.Definition("counted", "counted.start", """{ "id": "w1", "wait": "P30D" }"""));
        await site.HappensToAsync("one@counted.example", "counted.start");
        await site.HappensToAsync("two@counted.example", "counted.start");
        await site.ChangeSequenceAsync(id, SequenceItems.Definition("counted", "counted.start", """{ "id": "f1", "waitFor": "counted.go", "timeout": "P30D", "then": [ ], "else": [ ] }"""));
        await site.HappensToAsync("three@counted.example", "counted.start");
        await site.HappensToAsync("four@counted.example", "counted.start");
        await site.HappensToAsync("four@counted.example", "counted.go");

        var (page, numbers) = await PageAsync(id);

        page.ShouldContain("Inside now: 1 in version 2 and 2 in version 1.");
        numbers[""]["f1"].ShouldBe(["1 waits here · for 1 it happened"]);
        numbers[""]["w1"].ShouldBe(["2 wait here"]);
        numbers["2"].Keys.ShouldBe(["f1"]);
        numbers["1"].Keys.ShouldBe(["w1"]);
        page.ShouldContain("""<option value="2">Version 2</option>""");
        page.ShouldNotContain("is counted since", Case.Sensitive, "all was counted from the beginning");
    }

    [Fact]
    public async Task Who_has_left_before_the_end_is_counted_where_it_was_by_version()
    {
        const string Wait = """{ "id": "w1", "wait": "P30D" }""";
        const string Start = "counted.left-start";
        var id = await site.AddSequenceAsync("Left", Left(Wait));
        await site.HappensToAsync("one@left.example", Start);
        await site.HappensToAsync("two@left.example", Start);
        await site.HappensToAsync("three@left.example", Start);
        await site.ChangeSequenceAsync(id, Left(Wait + """, { "id": "w2", "wait": "P1D" }"""));
        await site.HappensToAsync("four@left.example", Start);
        foreach (var gone in (string[])["one", "two", "four"])
        {
            await site.HappensToAsync($"{gone}@left.example", "counted.stop");
        }

        var (page, numbers) = await PageAsync(id);

        page.ShouldContain("Inside now: 1 in version 1.");
        page.ShouldContain("Left before the end: 1 in version 2 and 2 in version 1.");
        numbers[""]["w1"].ShouldBe(["1 waits here · 3 have left here (Exited: 3)"]);
        numbers["1"]["w1"].ShouldBe(["1 waits here · 2 have left here (Exited: 2)"]);
        numbers["2"]["w1"].ShouldBe(["1 has left here (Exited: 1)"]);

        static string Left(string steps) => SequenceItems.Definition("left", Start, steps).Replace("\"steps\"", "\"exit\": { \"on\": [ \"counted.stop\" ] }, \"steps\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_are_counted_as_they_leave_and_their_first_clicks()
    {
        await site.PublishTemplateAsync("numbered", part => part.Purpose = "marketing");
        var id = await site.AddSequenceAsync("Numbered", SequenceItems.Definition("numbered", "numbered.start", """{ "id": "m1", "send": "numbered" }""").Replace("transactional", "marketing", StringComparison.Ordinal));
        foreach (var name in (string[])["one", "two"])
        {
            await site.RegisterAsync($"{name}@numbered.example");
        }

        foreach (var name in (string[])["one", "two", "three"])
        {
            await site.HappensToAsync($"{name}@numbered.example", "numbered.start");
        }

        await site.SweepAsync();
        (await PageAsync(id)).Numbers[""]["m1"].ShouldBe(["2 sent, 1 not sent", "Not sent: no consent was given for marketing (1)"]);

        var mail = (await site.MailsOfAsync("one@numbered.example")).ShouldHaveSingleItem();
        var token = await site.WithAsync<ITokenProtector, string>(tokens => Task.FromResult(tokens.Protect(new TokenContent(TokenKind.Click, mail.Id, "https://shop.example/tea"))));
        using var reader = site.NewBrowser(followRedirects: false);
        foreach (var method in (HttpMethod[])[HttpMethod.Head, HttpMethod.Get, HttpMethod.Get])
        {
            using var request = new HttpRequestMessage(method, $"/automail/c/{token}");
            using var response = await reader.SendAsync(request, AdminBrowser.Token);
            response.StatusCode.ShouldBe(HttpStatusCode.Found);
        }

        var half = 0.5.ToString("P0", CultureInfo.GetCultureInfo("en-US"));
        (await PageAsync(id)).Numbers[""]["m1"].ShouldBe([$"2 sent, 1 clicked ({half}), 1 not sent", "Not sent: no consent was given for marketing (1)"]);
    }

    [Fact]
    public async Task The_commonest_reasons_are_told_and_the_others_together()
    {
        await site.WriteAsync(async unit =>
        {
            foreach (var (fact, detail, count) in new (StepFact, string, int)[]
            {
                (StepFact.Sent, "", 1_234), (StepFact.Clicked, "", 5), (StepFact.Skipped, "overdue", 4), (StepFact.Skipped, "frequency-cap", 9), (StepFact.Skipped, "no-consent", 2), (StepFact.Skipped, "journey-ended", 3),
                (StepFact.Skipped, "", 1), (StepFact.Failed, "", 2), (StepFact.InDoubt, "", 1), (StepFact.Left, "GoalReached", 1), (StepFact.Left, "Exited", 6),
            })
            {
                await unit.Tallies.AddAsync(new StepTallyKey("reasons", 1, "m1", fact, detail), count);
            }

            foreach (var (way, count) in new[] { (StepWay.Else, 7), (StepWay.Then, 3), ("2", 4), ("1", 5) })
            {
                await unit.Tallies.AddAsync(new StepTallyKey("reasons", 1, "b1", StepFact.Passed, way), count);
            }
        });

        var words = await site.InScopeAsync(services => services.GetRequiredService<SequenceNumbers>().OfAsync("reasons"));

        words.BySteps[""]["m1"].ShouldBe(
        [
            "7 have left here (Exited: 6 and Goal reached: 1)",
            $"1,234 sent, 5 clicked ({(5 / 1234.0).ToString("P1", CultureInfo.GetCultureInfo("en-US"))}), 19 not sent, 2 failed, 1 in doubt",
            "Not sent: the contact had as much mail as the limit allows (9), its time had passed too long ago (4), the journey had ended for this contact (3), other reasons (3)",
        ]);
        words.BySteps[""]["b1"].ShouldBe(["5 took way 1 · 4 took way 2 · for 3 it held · for 7 it did not hold"]);
        words.Versions.ShouldBe([1]);
    }

    [Fact]
    public async Task Who_has_finished_is_not_read()
    {
        Assert.SkipUnless(site.Database.IsSqlite, "The plans are SQLite's.");
        var sql = await site.WithAsync<IStore, string>(store => Task.FromResult(EnrollmentStore.InsideSql(store.Configuration)));

        var plan = await site.SqlAsync(connection => connection.RowsAsync("explain query plan " + sql));

        plan.ShouldHaveSingleItem().ShouldContain("USING COVERING INDEX IDX_Automail_Enrollment_Inside (JourneyKey=? AND Active=?)");
    }

    /// <summary>The editor's page, and the numbers that it shows at the steps.</summary>
    private async Task<(string Page, Dictionary<string, Dictionary<string, string[]>> Numbers)> PageAsync(string id)
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = WebUtility.HtmlDecode(await admin.PageAsync($"/Admin/Contents/ContentItems/{id}/Edit"));
        return (page, JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string[]>>>(Numbers().Match(page).Groups[1].Value)!);
    }

    [GeneratedRegex("data-numbers=\"(\\{.*\\})\"")]
    private static partial Regex Numbers();
}
