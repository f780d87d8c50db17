using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automail.Engine.Templates;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>Templates and layouts that come by Orchard's content API or in a recipe: what has an error is not published there either.</summary>
[Collection(nameof(AdminSite))]
public sealed class TemplateArrivalTests(AdminSite site)
{
    private const string Good = "<p>Hello, how are you?</p><a href=\"{{ unsubscribe_url }}\">Unsubscribe</a>";
    private const string Bad = "<p onclick='x'>Hello, how are you?</p>";

    [Fact]
    public async Task The_content_API_publishes_what_is_right()
    {
        var (status, answer) = await PostAsync("/api/content", Template("api-good", Good));

        status.ShouldBe(HttpStatusCode.OK, answer);
        JsonNode.Parse(answer)!["Published"]!.GetValue<bool>().ShouldBeTrue();
        (await FindAsync("api-good")).ShouldNotBeNull().Html.ShouldBe(Good);
    }

    [Fact]
    public async Task The_content_API_refuses_to_publish_a_template_with_errors_and_names_the_field()
    {
        var (status, answer) = await PostAsync("/api/content", Template("api-bad", Bad));

        status.ShouldBe(HttpStatusCode.BadRequest, answer);
        string[] problems = [.. JsonNode.Parse(answer)!["errors"]![nameof(EmailTemplatePart.Html)]!.AsArray().Select(problem => problem!.GetValue<string>())];
        problems.ShouldContain("Line 1: 'onclick' does not run in mail, and servers refuse it. (AM501)");
        problems.ShouldContain(problem => problem.Contains("(AM201)", StringComparison.Ordinal));
        (await ItemsAsync("api-bad")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_content_API_takes_a_draft_with_errors_and_leaves_what_is_published_as_it_was()
    {
        (await PostAsync("/api/content", Template("api-edited", Good))).Status.ShouldBe(HttpStatusCode.OK);
        var id = (await ItemsAsync("api-edited")).ShouldHaveSingleItem().ContentItemId;

        var draft = await PostAsync("/api/content?draft=true", Template("api-edited", Bad, id));
        var publish = await PostAsync("/api/content", Template("api-edited", Bad, id));

        draft.Status.ShouldBe(HttpStatusCode.OK, draft.Answer);
        JsonNode.Parse(draft.Answer)!["Published"]!.GetValue<bool>().ShouldBeFalse();
        publish.Status.ShouldBe(HttpStatusCode.BadRequest, publish.Answer);
        (await FindAsync("api-edited")).ShouldNotBeNull().Html.ShouldBe(Good);
    }

    [Fact]
    public async Task A_layout_is_held_to_the_same()
    {
        const string Fine = "<body>{{ content }}{{ unsubscribe_url }}</body>";
        var good = await PostAsync("/api/content", Layout("api-frame", Fine));
        var bad = await PostAsync("/api/content", Layout("api-frame-bad", "<body onload='x()'>{{ content }}</body>"));

        good.Status.ShouldBe(HttpStatusCode.OK, good.Answer);
        bad.Status.ShouldBe(HttpStatusCode.BadRequest, bad.Answer);
        bad.Answer.ShouldContain("AM501");
        (await ItemsAsync("api-frame-bad", TemplateTypes.Layout)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_content_API_is_no_way_around_the_permission_for_raw_output()
    {
        const string Author = "author:Authors:AccessContentApi,PublishContent,EditContent";
        var allowed = await PostAsync("/api/content", Template("api-author", Good), Author);
        var refused = await PostAsync("/api/content", Template("api-raw", Good + "{{ event.note | raw }}"), Author);

        allowed.Status.ShouldBe(HttpStatusCode.OK, allowed.Answer);
        refused.Status.ShouldBe(HttpStatusCode.BadRequest, refused.Answer);
        refused.Answer.ShouldContain("Use raw output in e-mail templates");
    }

    [Theory]
    [InlineData("EmailTemplate", "EmailTemplatePart", Bad)]
    [InlineData("EmailLayout", "EmailLayoutPart", "<body onload='x()'>{{ content }}</body>")]
    public async Task A_recipe_with_one_that_has_an_error_brings_none_of_them_as_published(string type, string part, string html)
    {
        string Step(string name, string body, bool published) => JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["name"] = "Content",
            ["data"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["ContentItemId"] = "arrival" + name, ["ContentItemVersionId"] = "arrivalv" + name, ["ContentType"] = type, ["Published"] = published, ["Latest"] = true,
                    [part] = new { Name = name, Subject = "Hello", Purpose = "transactional", Html = body },
                },
            },
        });
        var name = "recipe-" + type.ToLowerInvariant();

        var refused = await site.ImportAsync(Step(name, html, true));
        var afterwards = await ItemsAsync(name, type);
        var draft = await site.ImportAsync(Step(name + "-draft", html, false));

        string.Join('\n', refused).ShouldContain("AM501");
        afterwards.ShouldBeEmpty();
        draft.ShouldBeEmpty();
        (await ItemsAsync(name + "-draft", type)).ShouldHaveSingleItem().Published.ShouldBeFalse();
    }

    private static Dictionary<string, object?> Template(string name, string html, string? id = null) => new Dictionary<string, object?>
    {
        ["ContentItemId"] = id, ["ContentType"] = TemplateTypes.Template, ["EmailTemplatePart"] = new { Name = name, Subject = "Hello", Preheader = "How are you?", Purpose = "marketing", Html = html },
    };

    private static Dictionary<string, object?> Layout(string name, string html) => new Dictionary<string, object?> { ["ContentType"] = TemplateTypes.Layout, ["EmailLayoutPart"] = new { Name = name, Html = html } };

    private async Task<(HttpStatusCode Status, string Answer)> PostAsync(string address, Dictionary<string, object?> item, string bearer = "api:Administrator")
    {
        using var browser = site.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(JsonSerializer.Serialize(item), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await browser.SendAsync(request, AdminBrowser.Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(AdminBrowser.Token));
    }

    private Task<MailTemplate?> FindAsync(string name) => site.WithAsync<ITemplateSource, MailTemplate?>(templates => templates.FindAsync(name, null, AdminBrowser.Token));

    private Task<ContentItem[]> ItemsAsync(string name, string type = TemplateTypes.Template) => site.WithAsync<ISession, ContentItem[]>(async session =>
        [.. (await session.Query<ContentItem, ContentItemIndex>(index => index.ContentType == type && index.Latest).ListAsync(AdminBrowser.Token)).Where(item => item.DisplayText == name)]);
}
