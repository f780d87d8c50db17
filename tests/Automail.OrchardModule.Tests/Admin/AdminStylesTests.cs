using Automail.OrchardModule.Tests.Sequences.People;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Admin;

/// <summary>The pages of the admin have the stylesheet that right-to-left languages need; the pages of recipients look as the site does.</summary>
[Collection(nameof(AdminSite))]
public sealed class AdminStylesTests(AdminSite site)
{
    private const string Stylesheet = "/Automail.OrchardModule/admin.css";

    [Fact]
    public async Task Pages_of_the_admin_have_the_stylesheet_and_those_of_recipients_do_not()
    {
        await site.PublishSequenceAsync("styles-people");
        using var admin = await AdminBrowser.AdminAsync(site);

        foreach (var path in (string[])[PeopleActs.PeopleOf("styles-people"), "/Admin/Automail/Contacts", "/Admin/Automail/Mails", "/Admin/Automail/Webhooks"])
        {
            (await admin.PageAsync(path)).ShouldContain(Stylesheet, Case.Sensitive, path);
        }

        using var css = await admin.GetAsync(Stylesheet);
        (await css.Content.ReadAsStringAsync(AdminBrowser.Token)).ShouldContain("[dir=\"rtl\"] .text-break");
        using var recipient = await admin.GetAsync("/automail/unsubscribe/nothing");
        (await recipient.Content.ReadAsStringAsync(AdminBrowser.Token)).ShouldNotContain("admin.css");
    }

    [Fact]
    public async Task A_date_in_a_line_is_isolated_from_the_direction_of_what_stands_around_it()
    {
        await site.PublishSequenceAsync("styles-dates");
        await site.EnterAsync("styles-dates", "ann@styles.example");
        using var admin = await AdminBrowser.AdminAsync(site);

        (await admin.PageAsync(PeopleActs.PeopleOf("styles-dates"))).ShouldMatch("<bdi>Entered <bdi><time datetime=\"[^\"]+\" title=\"[^\"]+\">[^<]+</time></bdi></bdi>");
    }
}
