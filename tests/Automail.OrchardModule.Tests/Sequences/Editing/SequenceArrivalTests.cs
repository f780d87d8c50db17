using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Editing;

/// <summary>Sequences that come by Orchard's content API or in a recipe are held to the same.</summary>
[Collection(nameof(AdminSite))]
public sealed class SequenceArrivalTests(AdminSite site)
{
    [Fact]
    public async Task The_content_API_publishes_what_is_right_and_refuses_what_is_wrong_with_its_place()
    {
        var good = await PostAsync("/api/content", Item("API good", SequenceItems.Definition("api-good", "api.good")));
        var bad = await PostAsync("/api/content", Item("API bad", SequenceItems.Definition("api-bad", "api.bad", """{ "id": "w1", "wait": "soon" }""")));
        var draft = await PostAsync("/api/content?draft=true", Item("API draft", SequenceItems.Definition("api-draft", "api.draft", """{ "id": "w1", "wait": "soon" }""")));

        good.Status.ShouldBe(HttpStatusCode.OK, good.Answer);
        (await site.FindPlanAsync("api-good")).ShouldNotBeNull();
        bad.Status.ShouldBe(HttpStatusCode.BadRequest, bad.Answer);
        JsonNode.Parse(bad.Answer)!["errors"]![nameof(EmailSequencePart.Definition)]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldStartWith("steps[0].wait: 'soon'");
        (await site.FindSequenceItemAsync("API bad")).ShouldBeNull();
        draft.Status.ShouldBe(HttpStatusCode.OK, draft.Answer);
        (await site.FindPlanAsync("api-draft")).ShouldBeNull();
    }

    [Fact]
    public async Task The_content_API_is_no_way_to_another_id()
    {
        var id = await site.AddSequenceAsync("API kept", SequenceItems.Definition("api-kept", "api.kept"));

        var moved = await PostAsync("/api/content", Item("API kept", SequenceItems.Definition("api-moved", "api.kept"), id, sequenceId: "api-moved"));

        moved.Status.ShouldBe(HttpStatusCode.BadRequest, moved.Answer);
        (await site.FindPlanAsync("api-moved")).ShouldBeNull();
    }

    [Fact]
    public async Task A_recipe_brings_a_sequence_before_its_templates_and_what_another_site_says_about_its_id_is_not_believed()
    {
        const string Definition = "{ \"id\": \"arrived\",\r\n\"purpose\": \"transactional\", \"trigger\": { \"event\": \"arrived.now\" }, \"steps\": [ { \"id\": \"m1\", \"send\": \"comes-later\" }, ] }";

        var problems = await site.ImportAsync(Step(Item("Arrived", Definition, "arrived4item0000000000000", "of-another-site", published: true)));
        await site.HappensToAsync("somebody@arrived.example", "arrived.now");

        problems.ShouldBeEmpty();
        (await site.DefinitionOfAsync("arrived4item0000000000000")).ShouldBe(Definition);
        (await site.PassagesAsync("somebody@arrived.example", "arrived")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_recipe_with_a_mistake_brings_nothing()
    {
        var problems = await site.ImportAsync(Step(Item("Broken", SequenceItems.Definition("arrived-broken", "a.b", """{ "id": "w1", "wait": "soon" }"""), "arrived4broken000000000000", published: true)));

        problems.ShouldContain(problem => problem.Contains("steps[0].wait: 'soon'", StringComparison.Ordinal));
        (await site.FindPlanAsync("arrived-broken")).ShouldBeNull();
        (await site.FindSequenceItemAsync("Broken")).ShouldBeNull();
    }

    [Theory]
    [InlineData("kind", "EmailSequencePart.Definition: is a value of the wrong kind.")]
    [InlineData("part", "EmailSequencePart: is missing.")]
    [InlineData("wait", "steps[0].wait: 'soon' is not an ISO 8601 duration")]
    public async Task Who_imports_a_recipe_by_hand_is_told_what_is_wrong_and_nothing_is_there(string fault, string told)
    {
        var title = "By hand " + fault;
        var item = Item(title, SequenceItems.Definition("arrived-hand", "a.b", """{ "id": "w1", "wait": "soon" }"""), $"arrived4hand{fault}00000000000", published: true);
        if (fault == "kind")
        {
            item[nameof(EmailSequencePart)]!["Definition"] = 5;
        }
        else if (fault == "part")
        {
            item.Remove(nameof(EmailSequencePart));
        }

        using var admin = await AdminBrowser.AdminAsync(site);
        const string Page = "/Admin/DeploymentPlan/Import/Json";

        var answer = await admin.SubmitAsync(Page, Page, new Dictionary<string, string?> { ["Json"] = $$"""{ "steps": [ {{Step(item)}} ] }""" });

        WebUtility.HtmlDecode(answer).ShouldContain($"'{title}' cannot be imported. {told}");
        (await site.FindSequenceItemAsync(title)).ShouldBeNull();
    }

    [Fact]
    public async Task The_content_API_refuses_a_value_of_the_wrong_kind_in_a_draft_too()
    {
        var item = Item("API kind", "");
        item[nameof(EmailSequencePart)]!["Definition"] = new JsonArray();

        var refused = await PostAsync("/api/content?draft=true", item);

        refused.Status.ShouldBe(HttpStatusCode.BadRequest, refused.Answer);
        refused.Answer.ShouldContain("EmailSequencePart.Definition: is a value of the wrong kind.");
        (await site.FindSequenceItemAsync("API kind")).ShouldBeNull();
    }

    private static string Step(JsonObject item) => new JsonObject { ["name"] = "Content", ["data"] = new JsonArray(item) }.ToJsonString();

    private static JsonObject Item(string title, string definition, string? id = null, string? sequenceId = null, bool published = false)
    {
        var part = new JsonObject { ["Definition"] = definition };
        if (sequenceId is not null)
        {
            part["SequenceId"] = sequenceId;
        }

        var item = new JsonObject { ["ContentType"] = SequenceTypes.Sequence, ["DisplayText"] = title, ["TitlePart"] = new JsonObject { ["Title"] = title }, [nameof(EmailSequencePart)] = part };
        if (id is not null)
        {
            item["ContentItemId"] = id;
        }

        if (published)
        {
            item["Published"] = true;
            item["Latest"] = true;
        }

        return item;
    }

    private async Task<(HttpStatusCode Status, string Answer)> PostAsync(string address, JsonObject item)
    {
        using var browser = site.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(item.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "shop:Administrator");
        using var response = await browser.SendAsync(request, AdminBrowser.Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(AdminBrowser.Token));
    }
}
