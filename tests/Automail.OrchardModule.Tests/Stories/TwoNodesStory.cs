using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sequences.Migration;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Stories;

/// <summary>Two nodes of one site on one database, with nothing else between them. What is published, closed and moved on one counts on the other from its next event, sweep and page on.</summary>
[Collection(nameof(AdminSite))]
public sealed class TwoNodesStory(AdminSite site) : IAsyncLifetime
{
    private const string Series = "two-nodes";
    private const string Trigger = "two.nodes";
    private readonly SecondNode _other = new(site);

    public ValueTask InitializeAsync() => _other.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_published_and_unpublished_on_one_node_counts_for_the_next_event_on_the_other()
    {
        (await _other.FindPlanAsync(Series)).ShouldBeNull();
        var id = await site.AddSequenceAsync("Two nodes", SequenceItems.Definition(Series, Trigger));
        await _other.HappensToAsync("ann@two.example", Trigger);
        (await InsideAsync("ann@two.example")).ShouldBe([1]);

        await site.ChangeSequenceAsync(id, SequenceItems.Definition(Series, Trigger, """{ "id": "w1", "wait": "P2D" }"""));
        await _other.HappensToAsync("bob@two.example", Trigger);
        (await InsideAsync("bob@two.example")).ShouldBe([2]);

        await site.WithItemAsync(id, (contents, item) => contents.UnpublishAsync(item));
        await _other.HappensToAsync("cid@two.example", Trigger);
        (await InsideAsync("cid@two.example")).ShouldBeEmpty();

        // And the other way round: the second node opens it again.
        await _other.WithItemAsync(id, (contents, item) => contents.PublishAsync(item));
        await site.HappensToAsync("dan@two.example", Trigger);
        (await InsideAsync("dan@two.example")).ShouldBe([2]);
    }

    [Fact]
    public async Task Pages_and_requests_on_the_other_node_know_it_at_once()
    {
        await site.RegisterAsync("api@two.example");
        await site.AddSequenceAsync("Asked for at once", SequenceItems.Definition("two-nodes-api", "two.nodes.api"));

        using var browser = _other.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/automail/sequences/two-nodes-api/enrollments") { Content = new StringContent("""{ "subject": "api@two.example" }""", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "shop:Administrator");
        using var answer = await browser.SendAsync(request, AdminBrowser.Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answer.Content.ReadAsStringAsync(AdminBrowser.Token)).ShouldContain("entered");

        await site.AddSequenceAsync("Looked at at once", SequenceItems.Definition("two-nodes-page", "two.nodes.page"));
        using var admin = await AdminBrowser.AdminAsync(_other);
        (await admin.PageAsync(PeopleActs.PeopleOf("two-nodes-page"))).ShouldContain("Looked at at once");
    }

    [Fact]
    public async Task Who_is_moved_on_one_node_goes_on_in_a_sweep_of_the_other()
    {
        const string Moved = "two-nodes-moved";
        var id = await site.AddSequenceAsync("Moved", SequenceItems.Definition(Moved, "two.nodes.moved"));
        await site.EnterAsync(Moved, "moved@two.example");
        await site.ChangeSequenceAsync(id, SequenceItems.Definition(Moved, "two.nodes.moved", """{ "id": "w1", "wait": "PT1H" }, { "id": "w2", "wait": "P9D" }"""), publish: false);

        using var admin = await AdminBrowser.AdminAsync(site);
        (await admin.MoveAsync(Moved, ("Versions[0].Answer", "Move"), ("Reason", "shorter"))).ShouldContain("Version 2 is published");
        await _other.SweepAsync();
        var passage = await site.PassageAsync(Moved, "moved@two.example");
        (passage.Version, passage.Status, passage.StepId).ShouldBe((2, EnrollmentStatus.Active, "w1"));

        site.Clock.Advance(TimeSpan.FromHours(1));
        await _other.SweepAsync();
        (await site.PassageAsync(Moved, "moved@two.example")).StepId.ShouldBe("w2");
    }

    private async Task<IReadOnlyList<int>> InsideAsync(string email) => [.. (await site.PassagesAsync(email, Series)).Where(passage => passage.Status == EnrollmentStatus.Active).Select(passage => passage.Version)];
}
