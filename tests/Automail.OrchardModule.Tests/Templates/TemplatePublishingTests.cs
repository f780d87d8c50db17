using System.Net;
using Automail.Engine.Templates;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>A template about which the linter reports an error can be kept as a draft, and not be published.</summary>
[Collection(nameof(AdminSite))]
public sealed class TemplatePublishingTests(AdminSite site)
{
    private const string NewTemplate = "/Admin/Contents/ContentTypes/EmailTemplate/Create";
    private const string NewLayout = "/Admin/Contents/ContentTypes/EmailLayout/Create";
    private const string NoLink = "<p>Hello, how are you?</p>\n<script>x</script>";

    [Fact]
    public async Task An_error_is_named_at_its_field_and_nothing_is_published()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await CreateAsync(admin, "lint-refused", NoLink, "submit.Publish");

        WebUtility.HtmlDecode(page).ShouldContain("Line 2: <script> does not run in mail, and servers refuse it. (AM501)");
        page.ShouldContain("(AM201)");
        page.ShouldContain("data-valmsg-for=\"EmailTemplatePart.Html\"");
        (await FindAsync("lint-refused")).ShouldBeNull();
    }

    [Fact]
    public async Task A_draft_may_have_errors_and_the_list_does_not_publish_it()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        await CreateAsync(admin, "lint-draft", NoLink, "submit.Save");
        var id = await IdAsync("lint-draft");
        using var response = await admin.PostAsync(NewTemplate, $"/Admin/Contents/ContentItems/{id}/Publish");
        var list = await admin.TextAsync("/Admin/Contents/ContentItems/EmailTemplate");

        (await FindAsync("lint-draft")).ShouldBeNull();
        list.ShouldContain("'lint-draft' cannot be published.");
        var editor = await admin.TextAsync($"/Admin/Contents/ContentItems/{id}/Edit");
        editor.ShouldContain("The mail has no unsubscribe link");
        editor.ShouldContain("Line 2: <script> does not run in mail");
    }

    [Fact]
    public async Task Warnings_show_and_forbid_nothing()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        await CreateAsync(admin, "lint-warned", "<p>Hello {{ contact.frstName }}</p>\n<a href=\"{{ unsubscribe_url }}\">Unsubscribe</a>\n<img src=\"/a.png\" width=\"1\">", "submit.Publish");

        (await FindAsync("lint-warned")).ShouldNotBeNull();
        var editor = await admin.TextAsync($"/Admin/Contents/ContentItems/{await IdAsync("lint-warned")}/Edit");
        editor.ShouldContain("Line 1: There is no variable 'contact.frstName'. Did you mean 'contact.firstName'? (AM002)");
        editor.ShouldContain("Line 3: The image has no alt. (AM301)");
        editor.ShouldContain("There is no preheader. (AM105)");
    }

    [Fact]
    public async Task What_Orchard_has_beside_the_portable_Liquid_is_known()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        await CreateAsync(
            admin, "lint-orchard", "{% assign posts = 'BlogPost' | latest_content: 3 %}{% zone 'x' %}{{ Site.SiteName | slugify }}{% endzone %}<a href='{{ unsubscribe_url }}'>Unsubscribe here</a>", "submit.Publish");

        (await FindAsync("lint-orchard")).ShouldNotBeNull();
        (await admin.TextAsync($"/Admin/Contents/ContentItems/{await IdAsync("lint-orchard")}/Edit")).ShouldNotContain("(AM00");
    }

    [Fact]
    public async Task A_layout_with_an_error_is_not_published()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await admin.SubmitAsync(NewLayout, NewLayout, new Dictionary<string, string?>
        {
            ["EmailLayoutPart.Name"] = "lint-frame", ["EmailLayoutPart.Html"] = "<body onload='x()'>{{ content }}</body>", ["submit.Publish"] = "submit.Publish",
        });

        WebUtility.HtmlDecode(page).ShouldContain("Line 1: 'onload' does not run in mail");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_recipe_brings_published_is_checked_and_its_layout_may_come_later(bool published)
    {
        var problems = await site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var item = await contents.NewAsync(TemplateTypes.Template);
            item.Alter<EmailTemplatePart>(part => (part.Name, part.Subject, part.Layout, part.Html) = ("lint-imported", "Hello", "later", "<p onclick='x'>Hello, how are you?</p>"));
            item.Published = published;
            return (await contents.ValidateAsync(item)).Errors.Select(error => error.ErrorMessage).ToArray();
        });

        problems.ShouldBe(published ? ["Line 1: 'onclick' does not run in mail, and servers refuse it. (AM501)"] : []);
    }

    private static Task<string> CreateAsync(AdminBrowser admin, string name, string html, string submit)
        => admin.SubmitAsync(NewTemplate, NewTemplate, new Dictionary<string, string?>
        {
            ["EmailTemplatePart.Name"] = name, ["EmailTemplatePart.Subject"] = "Hello", ["EmailTemplatePart.Html"] = html, ["EmailTemplatePart.Purpose"] = "marketing", [submit] = submit,
        });

    private Task<MailTemplate?> FindAsync(string name) => site.WithAsync<ITemplateSource, MailTemplate?>(templates => templates.FindAsync(name, null, AdminBrowser.Token));

    private Task<string> IdAsync(string name) => site.InScopeAsync(async services => (await services.GetRequiredService<ISession>()
        .Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Template && index.Latest).ListAsync(AdminBrowser.Token)).Single(item => item.DisplayText == name).ContentItemId);
}
