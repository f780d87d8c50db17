using System.Net;
using System.Text.Json;
using Automail.OrchardModule.Tests.Admin;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>The preview beside the editor of a layout: around the mail that comes with Automail for the event.</summary>
[Collection(nameof(AdminSite))]
public sealed class LayoutPreviewTests(AdminSite site)
{
    private const string Editor = "/Admin/Contents/ContentTypes/EmailLayout/Create";
    private const string Preview = "/Admin/Automail/TemplatePreview";
    private const string Layout = "<html lang=\"{{ language }}\"><body><b>Frame of {{ site.name }}</b>{{ content }}<a href=\"{{ unsubscribe_url }}\">Bye</a></body></html>";

    [Theory]
    [InlineData("cart.abandoned", "Alex, your cart is waiting", "Green tea")]
    [InlineData("order.placed", "", "O-1001")]
    [InlineData("user.registered", "", "Welcome, Alex!")]
    [InlineData("product.viewed", "", "Teapot")]
    [InlineData("link.clicked", "", "Still thinking about it?")]
    [InlineData("", "", "Welcome, Alex!")]
    public async Task A_ready_mail_stands_in_the_layout_as_it_is_typed(string happened, string subject, string shown)
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var answer = await RenderAsync(admin, Layout, ("Event", happened));

        var html = Text(answer, "html");
        html.ShouldContain("<b>Frame of Shop</b>");
        html.ShouldContain(shown);
        html.ShouldContain("/automail/unsubscribe/");
        Text(answer, "subject").ShouldStartWith(subject);
        Problems(answer).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_mail_is_in_the_readers_language()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await site.HappenAsync("bea@layout.example", "user.registered", new { email = "bea@layout.example", name = "Bea", locale = "nl-BE" });

        var answer = await RenderAsync(admin, Layout, ("Contact", "bea@layout.example"), ("Event", "user.registered"));

        Text(answer, "html").ShouldContain("<html lang=\"nl\">");
        Text(answer, "html").ShouldContain("Welkom, Bea!");
        Text(answer, "happened").ShouldBe("With the contact's latest event of this type.");
    }

    [Theory]
    [InlineData("<body>\n{% if contact.name %}{{ content }}</body>", 2, "AM001")]
    [InlineData("<body></body>", 0, "AM007")]
    [InlineData("<body>{{ content }}\n{% shape \"EmailButon\" %}{{ unsubscribe_url }}</body>", 2, "AM005")]
    [InlineData("<body>{{ content }}{{ unsubscribe_url }}\n\n{% for i in (1..2000000) %}{{ i }}{% endfor %}</body>", 0, "AM001")]
    public async Task What_cannot_be_made_is_a_problem_of_the_layout(string layout, int line, string code)
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var answer = await RenderAsync(admin, layout, ("Event", "cart.abandoned"));

        answer.GetProperty("html").ValueKind.ShouldBe(JsonValueKind.Null);
        var problem = answer.GetProperty("problems")[0];
        (problem.GetProperty("severity").GetString(), problem.GetProperty("field").GetString()).ShouldBe(("error", "Html"));
        Text(problem, "text").ShouldEndWith($"({code})");
        if (line > 0)
        {
            problem.GetProperty("line").GetInt32().ShouldBe(line);
        }
    }

    [Fact]
    public async Task A_layout_without_an_unsubscribe_link_is_shown_with_a_note()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        Problems(await RenderAsync(admin, "<html><body>{{ content }}</body></html>"))
            .ShouldBe(["note The layout has no unsubscribe link, so that marketing mails need one in their body. (AM207)"]);
    }

    [Fact]
    public async Task The_editor_has_the_panel_and_only_who_may_edit_layouts_gets_an_answer()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        using var reader = await AdminBrowser.ClerkAsync(site, "layoutreader", "ListContent");

        var page = await admin.TextAsync(Editor);
        using var refused = await reader.PostAsync("/Admin", Preview, ("IsLayout", "true"), ("Html", Layout));

        page.ShouldContain("data-layout=\"true\"");
        page.ShouldContain("The layout is shown around a mail that comes with Automail");
        page.Split("template-editor.js").Length.ShouldBe(2, "the script is there once");
        refused.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.Redirect);
    }

    private static async Task<JsonElement> RenderAsync(AdminBrowser browser, string html, params (string Name, string Value)[] fields)
    {
        using var response = await browser.PostAsync(Editor, Preview, [("IsLayout", "true"), ("Name", "previewed-frame"), ("Html", html), .. fields]);
        var text = await response.Content.ReadAsStringAsync(AdminBrowser.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static string Text(JsonElement answer, string name) => answer.GetProperty(name).GetString().ShouldNotBeNull();

    private static string[] Problems(JsonElement answer) => [.. answer.GetProperty("problems").EnumerateArray().Select(problem => $"{Text(problem, "severity")} {Text(problem, "text")}")];
}
