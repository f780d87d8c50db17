using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Enrolling;

/// <summary>Enrollment over HTTP, for other programs.</summary>
[Collection(nameof(AdminSite))]
public sealed class EnrollmentsEndpointTests(AdminSite site)
{
    private const string Key = "crm:Authenticated:EnrollInAutomailSequences";

    [Fact]
    public async Task Contacts_enter_with_what_it_is_about_and_each_hears_what_came_of_it()
    {
        await site.PublishSequenceAsync("api-in", """{ "id": "b1", "if": "event.plan == 'gold'", "then": [ { "id": "w1", "wait": "P2D" } ], "else": [] }""");
        await site.RegisterAsync("ann@apiin.example");
        await site.RegisterAsync("bob@apiin.example");
        await site.EnterAsync("api-in", "bob@apiin.example");

        using var response = await SendAsync(HttpMethod.Post, "api-in/enrollments", """[ { "subject": "ANN@apiin.example", "data": { "plan": "gold" } }, { "subject": "bob@apiin.example" }, { "subject": "nobody@apiin.example" } ]""");

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await response.Content.ReadAsStringAsync(AdminBrowser.Token))
            .ShouldBe("""{"results":[{"subject":"ANN@apiin.example","result":"entered"},{"subject":"bob@apiin.example","result":"not-allowed"},{"subject":"nobody@apiin.example","result":"unknown-contact"}]}""");
        var passage = (await site.LatestAsync("api-in", "ann@apiin.example")).ShouldNotBeNull();
        (passage.StepId, passage.EnteredBy!.Type).ShouldBe(("w1", "enrollment.requested"));
        TraceLog.Read(passage.Trace)[0].Note.ShouldBe("by crm over the API");
        (await site.FindContactAsync("nobody@apiin.example")).ShouldBeNull();
    }

    [Fact]
    public async Task One_is_taken_out_again()
    {
        await site.PublishSequenceAsync("api-out");
        await site.EnterAsync("api-out", "ann@apiout.example");

        using var removed = await SendAsync(HttpMethod.Delete, "api-out/enrollments/ann%40apiout.example");
        using var again = await SendAsync(HttpMethod.Delete, "api-out/enrollments/ann@apiout.example");
        using var nobody = await SendAsync(HttpMethod.Delete, "api-out/enrollments/nobody@apiout.example");
        using var wrong = await SendAsync(HttpMethod.Delete, "api-out/enrollments/no%20address@");

        (await removed.Content.ReadAsStringAsync(AdminBrowser.Token)).ShouldBe("""{"removed":true}""");
        (await again.Content.ReadAsStringAsync(AdminBrowser.Token)).ShouldBe("""{"removed":false}""");
        (removed.StatusCode, nobody.StatusCode, wrong.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.BadRequest));
        (await site.LatestAsync("api-out", "ann@apiout.example"))!.EndReason.ShouldBe("by crm over the API");
    }

    [Theory]
    [InlineData("not json", "body")]
    [InlineData("[]", "body")]
    [InlineData("3", "body")]
    [InlineData("""{ "data": {} }""", "subject")]
    [InlineData("""[ { "subject": "ann@apibad.example" }, { "subject": "a b@" } ]""", "[1].subject")]
    [InlineData("""[ 5 ]""", "[0]")]
    [InlineData("""{ "subject": "ann@apibad.example", "data": [] }""", "data")]
    [InlineData("""{ "subject": "ann@apibad.example", "force": true }""", "force")]
    public async Task What_cannot_be_used_is_answered_with_the_field_and_nobody_enters(string body, string field)
    {
        await site.PublishSequenceAsync("api-bad");
        _ = await site.FindContactAsync("ann@apibad.example") ?? await site.RegisterAsync("ann@apibad.example");

        using var response = await SendAsync(HttpMethod.Post, "api-bad/enrollments", body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadFromJsonAsync<JsonElement>(AdminBrowser.Token)).GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
        (await site.LatestAsync("api-bad", "ann@apibad.example")).ShouldBeNull();
    }

    [Fact]
    public async Task Too_many_and_too_much_are_refused()
    {
        await site.PublishSequenceAsync("api-large");

        using var many = await SendAsync(HttpMethod.Post, "api-large/enrollments", "[" + string.Join(',', Enumerable.Range(0, 1_001).Select(i => $$"""{"subject":"p{{i}}@apilarge.example"}""")) + "]");
        using var much = await SendAsync(HttpMethod.Post, "api-large/enrollments", new string(' ', 300 * 1024));

        many.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        much.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task It_takes_the_permission_and_a_sequence_that_is_there()
    {
        await site.PublishSequenceAsync("api-rights");
        await site.EnterAsync("api-rights", "ann@apirights.example");
        const string Body = """{ "subject": "ann@apirights.example" }""";

        foreach (var (method, path) in new[] { (HttpMethod.Post, "api-rights/enrollments"), (HttpMethod.Delete, "api-rights/enrollments/ann@apirights.example") })
        {
            using var nobody = await SendAsync(method, path, Body, bearer: null);
            using var visitor = await SendAsync(method, path, Body, "visitor:Authenticated:SendAutomailEvents");
            (nobody.StatusCode, visitor.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden));
            using var unknown = await SendAsync(method, path.Replace("api-rights", "no-such", StringComparison.Ordinal), Body);
            unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using var got = await SendAsync(HttpMethod.Get, "api-rights/enrollments");
        got.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await site.LatestAsync("api-rights", "ann@apirights.example"))!.Status.ShouldBe(EnrollmentStatus.Active);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? bearer = Key)
    {
        using var browser = site.NewBrowser();
        using var request = new HttpRequestMessage(method, "/automail/sequences/" + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        return await browser.SendAsync(request, AdminBrowser.Token);
    }
}
