using System.Net;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sequences.Migration;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Archiving;

/// <summary>Putting sequences aside, and taking them up again.</summary>
[Collection(nameof(AdminSite))]
public sealed class ArchiveTests(AdminSite site)
{
    private const string List = "/Admin/Contents/ContentItems/EmailSequence";

    [Fact]
    public async Task An_archived_sequence_lets_nobody_in_and_is_left_out_of_the_list_while_people_inside_go_on()
    {
        var id = await site.AddSequenceAsync("Archived letters", SequenceItems.Definition("ar-stay", "arstay.start"));
        await site.HappensToAsync("ann@arstay.example", "arstay.start");
        using var admin = await AdminBrowser.AdminAsync(site);

        var asked = await admin.TextAsync(Page(id));
        var done = await admin.SendAsync(Page(id), Page(id) + "/Archive", ("people", "stay"));
        await site.HappensToAsync("bob@arstay.example", "arstay.start");

        asked.ShouldContain("1 person is inside");
        done.ShouldContain("“Archived letters” is archived, and nobody enters it any more.");
        (await site.FindPlanAsync("ar-stay"))!.Value.Admits.ShouldBeFalse();
        (await site.PassagesAsync("bob@arstay.example", "ar-stay")).ShouldBeEmpty();
        (await site.PassageAsync("ar-stay", "ann@arstay.example")).Status.ShouldBe(EnrollmentStatus.Active);
        (await admin.TextAsync(List + "?q=letters")).ShouldNotContain(">Archived letters<");
        var found = await admin.TextAsync(List + "?q=" + Uri.EscapeDataString("archived:yes letters"));
        found.ShouldContain(">Archived letters<");
        found.ShouldContain("Take out of the archive …");

        (await admin.TextAsync(Page(id))).ShouldContain("Take “Archived letters” out of the archive?");
        (await admin.SendAsync(Page(id), Page(id) + "/Restore")).ShouldContain("Nobody enters it before it is published.");
        (await admin.TextAsync(List + "?q=letters")).ShouldContain(">Archived letters<");
        (await site.FindPlanAsync("ar-stay"))!.Value.Admits.ShouldBeFalse();
        await site.WithItemAsync(id, async (contents, item) => (await contents.PublishAsync(item)).ShouldBeTrue());
        (await site.FindPlanAsync("ar-stay"))!.Value.Admits.ShouldBeTrue();
        (await site.FindPlanAsync("ar-stay"))!.Value.Plan.Version.ShouldBe(1);
    }

    [Fact]
    public async Task People_are_taken_out_if_that_is_chosen_and_publishing_ends_the_archive()
    {
        var id = await site.AddSequenceAsync("Archived empty", SequenceItems.Definition("ar-out", "arout.start"));
        await site.HappensToAsync("ann@arout.example", "arout.start");
        using var admin = await AdminBrowser.AdminAsync(site);

        await admin.SendAsync(Page(id), Page(id) + "/Archive", ("people", "remove"), ("reason", "the shop <closes>"));
        await site.SweepAsync();

        var ann = await site.PassageAsync("ar-out", "ann@arout.example");
        (ann.Status, ann.EndReason).ShouldBe((EnrollmentStatus.Removed, "operator admin: the shop <closes>"));
        await site.WithItemAsync(id, async (contents, item) => (await contents.PublishAsync(item)).ShouldBeTrue());
        (await admin.TextAsync(List + "?q=empty")).ShouldContain(">Archived empty<");
    }

    [Fact]
    public async Task Only_who_may_publish_archives_and_only_who_may_manage_people_takes_them_out()
    {
        var id = await site.AddSequenceAsync("Archived rights", SequenceItems.Definition("ar-rights", "arrights.start"));
        await site.HappensToAsync("ann@arrights.example", "arrights.start");
        using var looker = await AdminBrowser.ClerkAsync(site, "arlooker", "ViewAutomailContacts");
        using var author = await AdminBrowser.ClerkAsync(site, "arauthor", "PublishContent", "EditContent", "ListContent");
        using var admin = await AdminBrowser.AdminAsync(site);

        using (var refused = await looker.GetAsync(Page(id)))
        {
            refused.IsRefused().ShouldBeTrue();
        }

        (await author.PageAsync(Page(id))).ShouldNotContain("value=\"remove\"");
        using var post = await looker.PostAsync("/Admin", Page(id) + "/Archive");
        using var removes = await author.PostAsync(Page(id), Page(id) + "/Archive", ("people", "remove"));
        using var forged = await admin.PostWithoutTokenAsync(Page(id) + "/Archive");
        using var tooLong = await admin.PostAsync(Page(id), Page(id) + "/Archive", ("reason", new string('x', 501)));
        using var unknown = await admin.GetAsync(Page("nothing"));
        post.IsRefused().ShouldBeTrue();
        removes.IsRefused().ShouldBeTrue();
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.FindPlanAsync("ar-rights"))!.Value.Admits.ShouldBeTrue("nothing has changed");
        await author.SendAsync(Page(id), Page(id) + "/Archive", ("people", "stay"));
        (await site.FindPlanAsync("ar-rights"))!.Value.Admits.ShouldBeFalse();
        (await site.PassageAsync("ar-rights", "ann@arrights.example")).Status.ShouldBe(EnrollmentStatus.Active);
    }

    private static string Page(string contentItemId) => "/Admin/Automail/SequenceArchive/" + contentItemId;
}
