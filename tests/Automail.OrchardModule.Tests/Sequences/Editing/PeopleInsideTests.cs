using System.Net;
using Automail.OrchardModule.Sequences;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Storage;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Sequences.Editing;

/// <summary>How many people are where, on the editor's page.</summary>
[Collection(nameof(AdminSite))]
public sealed class PeopleInsideTests(AdminSite site)
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
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await admin.PageAsync($"/Admin/Contents/ContentItems/{id}/Edit");

        WebUtility.HtmlDecode(page).ShouldContain("Inside now: 1 in version 2 and 2 in version 1.");
        WebUtility.HtmlDecode(page).ShouldContain("""data-people="{"w1":"2 wait here","f1":"1 waits here"}""");
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

        using var admin = await AdminBrowser.AdminAsync(site);
        var page = WebUtility.HtmlDecode(await admin.PageAsync($"/Admin/Contents/ContentItems/{id}/Edit"));

        page.ShouldContain("Inside now: 1 in version 1.");
        page.ShouldContain("Left before the end: 1 in version 2 and 2 in version 1.");
        page.ShouldContain("""data-people="{"w1":"1 waits here \u00B7 3 have left here (1 in version 2 and 2 in version 1)"}""");

        static string Left(string steps) => SequenceItems.Definition("left", Start, steps).Replace("\"steps\"", "\"exit\": { \"on\": [ \"counted.stop\" ] }, \"steps\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_left_is_read_from_an_index_alone()
    {
        Assert.SkipUnless(site.Database.IsSqlite, "The plans are SQLite's.");
        var sql = await site.WithAsync<IStore, string>(store => Task.FromResult(EnrollmentStore.LeftSql(store.Configuration)));

        var plan = await site.SqlAsync(connection => connection.RowsAsync("explain query plan " + sql));

        plan.ShouldContain(line => line.Contains("USING COVERING INDEX IDX_Automail_Enrollment_State (JourneyKey=? AND PassageState>?)"));
    }

    [Fact]
    public async Task Who_has_finished_is_not_read()
    {
        Assert.SkipUnless(site.Database.IsSqlite, "The plans are SQLite's.");
        var sql = await site.WithAsync<IStore, string>(store => Task.FromResult(EnrollmentStore.InsideSql(store.Configuration)));

        var plan = await site.SqlAsync(connection => connection.RowsAsync("explain query plan " + sql));

        plan.ShouldHaveSingleItem().ShouldContain("USING COVERING INDEX IDX_Automail_Enrollment_Inside (JourneyKey=? AND Active=?)");
    }
}
