using Automail.Engine.Templates;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

[Collection(nameof(AdminSite))]
public sealed class TemplateEditorTests(AdminSite site)
{
    private const string NewTemplate = "/Admin/Contents/ContentTypes/EmailTemplate/Create";
    private const string NewLayout = "/Admin/Contents/ContentTypes/EmailLayout/Create";

    [Fact]
    public async Task A_template_made_in_the_editor_can_be_sent()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        await CreateAsync(admin, new() { ["Name"] = "from-editor", ["Subject"] = "Hi {{ contact.name }}", ["Html"] = "<p>Hi</p>", ["Purpose"] = "transactional" });

        var template = await site.WithAsync<ITemplateSource, MailTemplate?>(templates => templates.FindAsync("from-editor", null, AdminBrowser.Token));
        template.ShouldNotBeNull().Subject.ShouldBe("Hi {{ contact.name }}");
        (await admin.TextAsync("/Admin/Contents/ContentItems/EmailTemplate?q=from-editor")).ShouldMatch(">\\s*from-editor\\s*</a>");
    }

    [Theory]
    [InlineData("Html", "{% if contact %}", "Html: ")]
    [InlineData("Subject", "{{ contact.name | }}", "Subject: ")]
    [InlineData("Text", "{% endfor %}", "Text: ")]
    [InlineData("From", "nobody", "From: ")]
    [InlineData("Name", "Not a name", "The name is made of")]
    [InlineData("Purpose", "My purpose", "is not a purpose")]
    [InlineData("Locale", "no language", "is not a language tag")]
    [InlineData("Html", "", "Html is missing")]
    public async Task What_cannot_be_sent_is_not_saved_and_the_field_is_named(string field, string value, string problem)
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await CreateAsync(admin, new() { ["Name"] = "refused", ["Subject"] = "Hi", ["Html"] = "<p>Hi</p>", ["Purpose"] = "marketing", [field] = value });

        System.Net.WebUtility.HtmlDecode(page).ShouldContain(problem);
        page.ShouldContain($"data-valmsg-for=\"EmailTemplatePart.{field}\"");
        (await site.WithAsync<ITemplateSource, MailTemplate?>(templates => templates.FindAsync("refused", null, AdminBrowser.Token))).ShouldBeNull();
    }

    [Fact]
    public async Task A_name_is_there_once_for_each_language()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await CreateAsync(admin, new() { ["Name"] = "taken", ["Subject"] = "Hi", ["Html"] = "<p>Hi</p>", ["Purpose"] = "transactional" });

        var again = await CreateAsync(admin, new() { ["Name"] = "taken", ["Subject"] = "Hi", ["Html"] = "<p>Hi</p>", ["Purpose"] = "transactional" });
        var dutch = await CreateAsync(admin, new() { ["Name"] = "taken", ["Subject"] = "Hoi", ["Html"] = "<p>Hoi</p>", ["Purpose"] = "transactional", ["Locale"] = "nl" });

        again.ShouldContain("Another template has the name");
        dutch.ShouldNotContain("Another template has the name");
    }

    [Fact]
    public async Task A_layout_has_to_print_the_content()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await admin.SubmitAsync(NewLayout, NewLayout, new Dictionary<string, string?>
        {
            ["EmailLayoutPart.Name"] = "empty-frame", ["EmailLayoutPart.Html"] = "<main></main>", ["submit.Publish"] = "submit.Publish",
        });

        System.Net.WebUtility.HtmlDecode(page).ShouldContain("does not print {{ content }}");
    }

    [Fact]
    public async Task A_template_that_comes_in_by_a_recipe_or_the_api_is_checked_too()
    {
        var problems = await site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var item = await contents.NewAsync(TemplateTypes.Template);
            item.Alter<EmailTemplatePart>(part => (part.Name, part.Subject, part.Html) = ("imported", "{{ broken", "<p>Hi</p>"));
            return (await contents.ValidateAsync(item)).Errors.Select(error => error.ErrorMessage).ToArray();
        });

        problems.ShouldHaveSingleItem().ShouldNotBeNull().ShouldStartWith("Subject: ");
    }

    [Fact]
    public async Task The_public_does_not_see_what_mails_are_made_of()
    {
        await site.PublishTemplateAsync("private", part => part.Html = "<p>only in mail</p>");
        var id = await site.InScopeAsync(async services =>
        {
            var session = services.GetRequiredService<YesSql.ISession>();
            var items = await YesSql.QueryExtensions.Query<ContentItem, OrchardCore.ContentManagement.Records.ContentItemIndex>(
                session, index => index.ContentType == TemplateTypes.Template && index.Published).ListAsync(AdminBrowser.Token);
            return items.Single(item => item.DisplayText == "private").ContentItemId;
        });
        using var browser = site.NewBrowser();

        using var response = await browser.GetAsync($"/Contents/ContentItems/{id}", AdminBrowser.Token);

        (await response.Content.ReadAsStringAsync(AdminBrowser.Token)).ShouldNotContain("only in mail");
    }

    private static Task<string> CreateAsync(AdminBrowser admin, Dictionary<string, string?> fields)
        => admin.SubmitAsync(NewTemplate, NewTemplate, new Dictionary<string, string?>(fields.ToDictionary(field => $"EmailTemplatePart.{field.Key}", field => field.Value))
        {
            ["submit.Publish"] = "submit.Publish",
        });
}
