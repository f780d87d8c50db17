using System.Net;
using System.Text;
using Automail.OrchardModule.Sequences.People;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Enrolling;

/// <summary>Putting the people of a file into a sequence.</summary>
[Collection(nameof(AdminSite))]
public sealed class EnrollFileTests(AdminSite site)
{
    [Fact]
    public async Task Known_people_enter_and_unknown_ones_are_listed_and_left_out_unless_they_are_to_become_contacts()
    {
        await site.PublishSequenceAsync("ef-known");
        await site.RegisterAsync("ann@efknown.example");
        using var admin = await AdminBrowser.AdminAsync(site);
        var file = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(
            "E-Mail;First name;city;our notes;score\r\n\"ANN@efknown.example\";Ann;\"a;b\"\"c\"\";\nd\";x;=1+1\r\nnew@efknown.example;Neu;Köln;;\r\nann@efknown.example;Again;;;\r\n<script>;;;;\r\n=HYPERLINK(1)@x y;;;;\r\n")).ToArray();

        var left = await admin.CountFileAsync("ef-known", file);
        var html = await admin.PageAsync(left);
        html.ShouldNotContain("<script>;");
        var asked = WebUtility.HtmlDecode(html);
        asked.ShouldContain("Put 1 person in?");
        asked.ShouldContain("Line 4:");
        asked.ShouldContain("new@efknown.example</bdi>");
        asked.ShouldContain("says the same contact as line 2.");
        asked.ShouldContain("our notes");
        await admin.BeginAsync(left);
        await site.SweepAsync();
        (await site.LatestAsync("ef-known", "ann@efknown.example")).ShouldNotBeNull();
        (await site.FindContactAsync("new@efknown.example")).ShouldBeNull();
        (await site.FindContactAsync("ann@efknown.example"))!.Attributes.ShouldBeEmpty();

        var made = await admin.CountFileAsync("ef-known", file);
        await admin.BeginAsync(made, ("create", "true"), ("write", "true"));
        await site.SweepAsync();

        var contact = (await site.FindContactAsync("new@efknown.example")).ShouldNotBeNull();
        (contact.FirstName, contact.Attributes["city"].GetString()).ShouldBe(("Neu", "Köln"));
        (await site.LatestAsync("ef-known", "new@efknown.example")).ShouldNotBeNull();
        (await site.EventsOfAsync("new@efknown.example")).ShouldHaveSingleItem().Source.ShouldBe("automail-file");
        (await site.ReadAsync(unit => unit.Consents.HistoryAsync(contact.Id))).ShouldBeEmpty();
        var done = await site.WorkAsync(made);
        (done.State, done.Changed, done.Enroll!.KeptOut["inside"]).ShouldBe((WorkState.Done, 1, 1));
    }

    [Fact]
    public async Task What_a_file_says_of_somebody_known_is_written_only_when_that_was_chosen_and_what_contradicts_is_refused()
    {
        await site.PublishSequenceAsync("ef-write");
        var known = await site.RegisterAsync("ann@efwrite.example");
        await site.HappenAsync("ann@efwrite.example", "contact.updated", new { externalId = "crm-efwrite" });
        await site.RegisterAsync("bob@efwrite.example");
        using var admin = await AdminBrowser.AdminAsync(site);

        var work = await admin.CountFileAsync("ef-write", "email,external id,city\nann@efwrite.example,crm-efwrite,Ghent\nbob@efwrite.example,crm-efwrite,Rome\n"u8.ToArray());
        await admin.BeginAsync(work, ("write", "true"));
        await site.SweepAsync();

        (await site.FindContactAsync("ann@efwrite.example"))!.ShouldSatisfyAllConditions(ann => ann.Id.ShouldBe(known.Id), ann => ann.Attributes["city"].GetString().ShouldBe("Ghent"));
        (await site.FindContactAsync("bob@efwrite.example"))!.Attributes.ShouldBeEmpty();
        (await site.LatestAsync("ef-write", "bob@efwrite.example")).ShouldBeNull();
        (await site.WorkAsync(work)).Enroll!.KeptOut["refused"].ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_is_none_or_too_large_is_refused_in_words()
    {
        await site.PublishSequenceAsync("ef-bad");
        using var admin = await AdminBrowser.AdminAsync(site);

        await SaysAsync([0xC3, 0x28], "is not text in UTF-8");
        await SaysAsync("name,city\nAnn,Ghent"u8.ToArray(), "has no column 'email' or 'external id'");
        await SaysAsync("email,city\n\"ann@x.example,Ghent"u8.ToArray(), "line 2: a quote is not closed");
        await SaysAsync("email"u8.ToArray(), "has no line below");
        await SaysAsync(Encoding.ASCII.GetBytes("email\n" + new string('x', 10 * 1024 * 1024)), "is larger than 10 MB");
        (await site.ReadAsync(unit => unit.PeopleWork().LatestAsync("ef-bad", 10))).ShouldBeEmpty();

        async Task SaysAsync(byte[] file, string problem)
        {
            using var response = await admin.PostFileAsync(EnrollActs.EnrollOf("ef-bad"), EnrollActs.EnrollOf("ef-bad") + "/Count", file, ("source", "file"));
            WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(AdminBrowser.Token)).ShouldContain(problem);
        }
    }

    [Fact]
    public async Task A_long_file_goes_in_parts()
    {
        await site.PublishSequenceAsync("ef-long");
        using var admin = await AdminBrowser.AdminAsync(site);
        var file = new StringBuilder("email\n");
        for (var i = 0; i < 1_100; i++)
        {
            file.Append('p').Append(i).Append("@eflong.example\n");
        }

        var work = await admin.CountFileAsync("ef-long", Encoding.ASCII.GetBytes(file.ToString()));
        await site.SweepAsync();
        (await site.WorkAsync(work)).Enroll!.ShouldSatisfyAllConditions(order => order.UnknownCount.ShouldBe(1_100), order => order.Unknown.Count.ShouldBe(100), order => order.Parts.ShouldBe(3));
        await admin.BeginAsync(work, ("create", "true"));
        await site.SweepAsync();

        (await site.WorkAsync(work)).ShouldSatisfyAllConditions(done => done.State.ShouldBe(WorkState.Done), done => done.Changed.ShouldBe(1_100));
        (await site.LatestAsync("ef-long", "p1099@eflong.example")).ShouldNotBeNull();
    }
}
