using System.Net;
using Automail.Engine.Templates;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentLocalization.Models;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>What authors may write, and in which format and language.</summary>
public sealed class TemplateAuthorTests(AdminSite site) : IClassFixture<AdminSite>
{
    private const string NewTemplate = "/Admin/Contents/ContentTypes/EmailTemplate/Create";
    private const string NewLayout = "/Admin/Contents/ContentTypes/EmailLayout/Create";

    private static readonly string[] Author = ["PublishContent", "EditContent", "ListContent"];

    [Fact]
    public async Task A_body_in_Markdown_is_sent_as_HTML_and_its_values_are_encoded()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await site.TakeAsync("user.registered", "markdown@author.example", """{ "email": "markdown@author.example", "name": "<b>Ann</b>" }""");

        await CreateAsync(admin, new()
        {
            ["Name"] = "markdown", ["Subject"] = "Hi", ["Purpose"] = "transactional", ["Format"] = "Markdown",
            ["Html"] = "# Hi {{ contact.name }}\n\n{% if contact.orderCount == 0 %}\n- [Shop]({{ site.url }}/mugs)\n{% endif %}",
        });
        await site.SendAsync("markdown", "markdown@author.example");

        var html = site.MailTo("markdown@author.example").ShouldHaveSingleItem().HtmlBody.ShouldNotBeNull();
        html.ShouldContain(">Hi &lt;b&gt;Ann&lt;/b&gt;</h1>");
        html.ShouldMatch("<li[^>]*><a [^>]*href=\"https://shop.example/automail/c/");
        html.ShouldNotContain("{%");
    }

    [Fact]
    public async Task A_Liquid_error_in_Markdown_is_named_on_the_line_of_the_editor()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await CreateAsync(admin, new() { ["Name"] = "markdown-broken", ["Subject"] = "Hi", ["Format"] = "Markdown", ["Html"] = "# Hi\n\n\n{{ contact.name | }}" });

        WebUtility.HtmlDecode(page).ShouldContain("line 4");
    }

    [Theory]
    [InlineData("<p>Hi</p>\n{{ contact.name | raw }}", "Line 2: 'raw' writes without encoding")]
    [InlineData("{{ contact.name | append: '' |\nliquid }}", "Line 2: 'liquid' writes without encoding")]
    [InlineData("{% assign a = contact.name | shape_stringify %}{{ a }}", "Line 1: 'shape_stringify' writes without encoding")]
    public async Task Raw_output_needs_its_permission(string html, string problem)
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        using var clerk = await AdminBrowser.ClerkAsync(site, "author" + (uint)html.GetHashCode(StringComparison.Ordinal), Author);
        var fields = new Dictionary<string, string?> { ["Name"] = "raw" + problem.Length, ["Subject"] = "Hi", ["Html"] = html, ["Purpose"] = "transactional" };

        var refused = await CreateAsync(clerk, fields);
        var layout = await clerk.SubmitAsync(NewLayout, NewLayout, new Dictionary<string, string?>
        {
            ["EmailLayoutPart.Name"] = "raw-frame", ["EmailLayoutPart.Html"] = html + "{{ content }}", ["submit.Publish"] = "submit.Publish",
        });
        var before = await FindAsync(fields["Name"]!);
        await CreateAsync(admin, fields);

        WebUtility.HtmlDecode(refused).ShouldContain(problem);
        refused.ShouldContain("data-valmsg-for=\"EmailTemplatePart.Html\"");
        WebUtility.HtmlDecode(layout).ShouldContain(problem);
        before.ShouldBeNull();
        (await FindAsync(fields["Name"]!)).ShouldNotBeNull().Html.ShouldBe(html, StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public async Task An_author_without_it_writes_everything_else()
    {
        using var clerk = await AdminBrowser.ClerkAsync(site, "plainauthor", Author);

        await CreateAsync(clerk, new() { ["Name"] = "plain", ["Subject"] = "Hi", ["Purpose"] = "transactional", ["Html"] = "<p>{{ contact.name | default: 'raw' }}</p>" });

        (await FindAsync("plain")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_may_not_publish_templates_cannot()
    {
        using var clerk = await AdminBrowser.ClerkAsync(site, "reader", "ListContent");

        using var page = await clerk.GetAsync(NewTemplate);

        page.StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Recipes_are_trusted_and_bring_formats()
    {
        var problems = await site.ImportAsync("""
            { "name": "content", "data": [ { "ContentItemId": "automailrecipemarkdown0000", "ContentType": "EmailTemplate", "DisplayText": "recipe-markdown", "Latest": true, "Published": true,
              "EmailTemplatePart": { "Name": "recipe-markdown", "Subject": "Hi", "Purpose": "transactional", "Format": "Markdown", "Html": "# {{ site.name | raw }}" } } ] }
            """);

        problems.ShouldBeEmpty();
        (await FindAsync("recipe-markdown")).ShouldNotBeNull().Html.ShouldBe("<h1>{{ site.name | raw }}</h1>\n", StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public async Task The_culture_of_Orchards_localization_is_the_locale()
    {
        await PublishLocalizedAsync("localized", "English", "en");
        await PublishLocalizedAsync("localized", "Nederlands", "nl");

        (await FindAsync("localized", "nl-BE"))!.Subject.ShouldBe("Nederlands");
        (await FindAsync("localized", "en-GB"))!.Subject.ShouldBe("English");
        (await FindAsync("localized", "de"))!.Subject.ShouldBe("English", "the site's language");
        (await FindAsync("localized", "nl"))!.Locale.ShouldBe("nl");
    }

    private Task PublishLocalizedAsync(string name, string subject, string culture) => site.InScopeAsync(async services =>
    {
        var contents = services.GetRequiredService<IContentManager>();
        var item = await contents.NewAsync(TemplateTypes.Template);
        item.Weld(new LocalizationPart { Culture = culture, LocalizationSet = "set-" + name });
        item.Alter<EmailTemplatePart>(part => (part.Name, part.Subject, part.Html, part.Locale) = (name, subject, "<p>Hi</p>", "fr"));
        (await contents.ValidateAsync(item)).Errors.ShouldBeEmpty();
        await contents.CreateAsync(item, VersionOptions.Published);
    });

    private Task<MailTemplate?> FindAsync(string name, string? locale = null)
        => site.WithAsync<ITemplateSource, MailTemplate?>(templates => templates.FindAsync(name, locale, AdminBrowser.Token));

    private static Task<string> CreateAsync(AdminBrowser browser, Dictionary<string, string?> fields)
        => browser.SubmitAsync(NewTemplate, NewTemplate, new Dictionary<string, string?>(fields.ToDictionary(field => $"EmailTemplatePart.{field.Key}", field => field.Value))
        {
            ["submit.Publish"] = "submit.Publish",
        });
}
