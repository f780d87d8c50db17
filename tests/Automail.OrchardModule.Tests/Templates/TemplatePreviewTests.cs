using System.Net;
using System.Text.Json;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Templates;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>The preview beside the editor of a template, on a real site.</summary>
[Collection(nameof(AdminSite))]
public sealed class TemplatePreviewTests(AdminSite site)
{
    private const string Editor = "/Admin/Contents/ContentTypes/EmailTemplate/Create";
    private const string Preview = "/Admin/Automail/TemplatePreview";
    private const string Body = "<p>Hello {{ contact.firstName | default: 'you' }}, how are you?</p>\n<a href=\"{{ unsubscribe_url }}\">Unsubscribe</a>";

    [Fact]
    public async Task A_sample_contact_and_event_show_what_is_typed_and_nothing_is_saved()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var answer = await RenderAsync(admin, ("Name", "previewed"), ("Subject", "{{ event.total | money: event.currency }} for {{ contact.name | default: 'you' }}"), ("Html", Body), ("Event", "cart.abandoned"));

        Text(answer, "subject").ShouldBe("€49.00 for Alex Morgan");
        Text(answer, "html").ShouldContain("Hello Alex, how are you?");
        Text(answer, "html").ShouldNotContain("/automail/c/");
        Text(answer, "text").ShouldContain("Hello Alex");
        Text(answer, "happened").ShouldBe("With a sample event.");
        Problems(answer).ShouldBe(["Preheader 0 There is no preheader. (AM105)"]);
        (await site.InScopeAsync(async services => (await services.GetRequiredService<ISession>()
            .Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Template && index.DisplayText == "previewed").ListAsync(AdminBrowser.Token)).Any())).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stored_template_is_a_page_for_a_frame_in_which_nothing_runs()
    {
        await site.PublishTemplateAsync("framed", part => (part.Subject, part.Html) = ("Framed", Body + "<script>x</script><b>{{ event.total | money: event.currency }}</b>"));
        var id = await site.InScopeAsync(async services => (await services.GetRequiredService<ISession>()
            .Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Template && index.Latest).ListAsync(AdminBrowser.Token))
            .Single(item => item.TryGet<EmailTemplatePart>(out var part) && part.Name == "framed").ContentItemId);
        using var admin = await AdminBrowser.AdminAsync(site);
        using var nobody = await AdminBrowser.ClerkAsync(site, "frame-nobody", "ListContent_EmailSequence");
        using var writer = await AdminBrowser.ClerkAsync(site, "frame-writer", "Edit_EmailSequence");
        const string Mail = "/Admin/Automail/SequenceEditor/Mail";

        using var response = await admin.GetAsync($"{Mail}/{id}?type=cart.abandoned");
        var html = await response.Content.ReadAsStringAsync(AdminBrowser.Token);
        html.ShouldContain("Hello Alex, how are you?");
        html.ShouldContain("49");
        response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("sandbox; default-src 'none';");
        (await writer.PageAsync($"{Mail}/{id}")).ShouldContain("Hello Alex", customMessage: "who writes sequences sees what they send");
        using var missing = await admin.GetAsync($"{Mail}/nothing");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var refused = await nobody.GetAsync($"{Mail}/{id}");
        (refused.StatusCode == HttpStatusCode.Forbidden || refused.Headers.Location is not null).ShouldBeTrue();
    }

    [Fact]
    public async Task A_mail_that_nobody_got_has_no_page_in_a_browser()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var answer = await RenderAsync(admin, ("Subject", "Hi"), ("Html", Body + "{% if view_url %}<a href=\"{{ view_url }}\">View</a>{% else %}No view{% endif %}"));

        Text(answer, "html").ShouldContain("No view");
        Text(answer, "html").ShouldNotContain("/automail/view/");
    }

    [Fact]
    public async Task A_real_contact_with_a_hostile_name_is_data()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await site.RegisterAsync("hostile@preview.example", "<script>x</script> Eve");
        await site.HappenAsync("hostile@preview.example", "product.viewed", new { sku = "S-1", name = "Real <b>thing</b>" });

        var answer = await RenderAsync(
            admin, ("Subject", "Hi {{ contact.name }}"), ("Html", Body + "{{ event.name }}"), ("Contact", " Hostile@Preview.example "), ("Event", "product.viewed"));

        Text(answer, "subject").ShouldBe("Hi <script>x</script> Eve");
        Text(answer, "html").ShouldNotContain("<script>");
        Text(answer, "html").ShouldContain("Real &lt;b&gt;thing&lt;/b&gt;");
        Text(answer, "happened").ShouldBe("With the contact's latest event of this type.");
        Text(answer, "contact").ShouldContain("<hostile@preview.example>");
    }

    [Fact]
    public async Task Cart_orders_and_products_are_the_contacts_own_or_samples()
    {
        const string Body = "<p>{{ cart.items.first.name }}|{{ cart.total | money: cart.currency }}|{% for order in orders %}{{ order.orderId }};{% endfor %}|{% for product in viewed %}{{ product.sku }};{% endfor %}</p>";
        using var admin = await AdminBrowser.AdminAsync(site);
        await site.RegisterAsync("buyer@preview.example", "Bo Buyer");
        await site.HappenAsync("buyer@preview.example", "order.placed", new { orderId = "own-order", currency = "EUR", total = 12 });
        await site.HappenAsync("buyer@preview.example", "product.viewed", new { sku = "own-sku", name = "Own thing" });
        await site.HappenAsync("buyer@preview.example", "cart.updated", new { cartId = "preview-1", currency = "EUR", items = Array.Empty<object>() });

        var sample = await RenderAsync(admin, ("Subject", "Hi"), ("Html", Body));
        var own = await RenderAsync(admin, ("Subject", "Hi"), ("Html", Body), ("Contact", "buyer@preview.example"));

        Text(sample, "html").ShouldContain(">Green tea|€49.00|O-1001;|POT-1;TEA-1;</p>");
        Text(own, "html").ShouldContain(">||own-order;|own-sku;</p>");
    }

    [Theory]
    [InlineData("nobody@preview.example", "There is no contact with this address.")]
    [InlineData("not an address", "This is not an e-mail address.")]
    public async Task A_contact_that_is_not_there_is_told(string address, string problem)
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var answer = await RenderAsync(admin, ("Subject", "Hi"), ("Html", Body), ("Contact", address));

        Text(answer, "contact").ShouldStartWith(problem);
        Text(answer, "html").ShouldContain("Hello Alex");
    }

    [Theory]
    [InlineData("Html", "<p>Hello</p>\n{% if contact.name %}", "Html ")]
    [InlineData("Subject", "{{ contact.name | }}", "Subject 1 ")]
    [InlineData("Layout", "nowhere", "Layout 0 There is no layout 'nowhere'.")]
    [InlineData("Html", "{% for i in (1..2000000) %}{{ i }}{% endfor %}", "Html ")]
    [InlineData("Html", "{{ 1 | divided_by: 0 }}", "Html ")]
    [InlineData("Html", "{% assign a = 'x' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}{{ a }}", "Html ")]
    public async Task What_cannot_be_made_is_a_problem_with_its_place(string field, string value, string problem)
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        var fields = new Dictionary<string, string> { ["Subject"] = "Hi", ["Preheader"] = "Hi", ["Html"] = Body, [field] = value };

        var answer = await RenderAsync(admin, [.. fields.Select(pair => (pair.Key, pair.Value))]);

        answer.GetProperty("html").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("problems")[0].GetProperty("severity").GetString().ShouldBe("error");
        Problems(answer)[0].ShouldStartWith(problem);
    }

    [Fact]
    public async Task Parts_layout_and_styles_of_the_theme_are_those_of_a_sent_mail()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var answer = await RenderAsync(
            admin, ("Subject", "Hi"), ("Preheader", "Hello"), ("Purpose", "marketing"), ("Layout", "default"), ("Event", "cart.abandoned"),
            ("Html", "<h1>Hello</h1>\n{% shape \"EmailCartItems\", items: event.items, currency: event.currency, total: event.total %}\n{% shape \"EmailButon\" %}"));
        var mended = await RenderAsync(
            admin, ("Subject", "Hi"), ("Preheader", "Hello"), ("Purpose", "marketing"), ("Layout", "default"), ("Event", "cart.abandoned"),
            ("Html", "<h1>Hello</h1>\n{% shape \"EmailCartItems\", items: event.items, currency: event.currency, total: event.total %}"));

        Problems(answer).ShouldBe(["Html 3 Line 3: The theme has no part 'EmailButon'. Did you mean 'EmailButton'? (AM005)"]);
        Problems(mended).ShouldBeEmpty();
        Text(mended, "html").ShouldContain("Green tea");
        Text(mended, "html").ShouldContain("/automail/unsubscribe/");
        Text(mended, "html").ShouldContain("prefers-color-scheme: dark");
    }

    [Fact]
    public async Task Markdown_and_an_empty_form_are_no_errors_of_the_site()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        Text(await RenderAsync(admin, ("Subject", "Hi"), ("Format", "Markdown"), ("Html", "# Hello {{ contact.firstName }}")), "html").ShouldContain(">Hello Alex</h1>");
        Problems(await RenderAsync(admin)).ShouldNotBeEmpty();
        Problems(await RenderAsync(admin, ("Format", "Word"), ("Html", Body))).ShouldBe(["Html 0 The form cannot be read."]);
    }

    [Fact]
    public async Task Only_who_may_edit_templates_sees_it_and_only_from_the_editor()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        using var reader = await AdminBrowser.ClerkAsync(site, "previewreader", "ListContent");
        using var nobody = site.NewBrowser(followRedirects: false);

        (await Status(reader.PostAsync("/Admin", Preview, ("Html", Body)))).ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.Redirect);
        (await Status(reader.PostAsync("/Admin", Preview + "/Send", ("Html", Body)))).ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.Redirect);
        (await Status(admin.PostWithoutTokenAsync(Preview, ("Html", Body)))).ShouldBe(HttpStatusCode.BadRequest);
        (await Status(admin.PostWithoutTokenAsync(Preview + "/Send", ("Html", Body)))).ShouldBe(HttpStatusCode.BadRequest);
        (await Status(nobody.GetAsync(Preview + "/Contacts?q=a", AdminBrowser.Token))).ShouldBe(HttpStatusCode.Redirect);
        (await Status(reader.GetAsync(Preview + "/Contacts?q=a"))).ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task An_author_without_the_permissions_sees_no_contact_and_no_raw_output()
    {
        await site.RegisterAsync("secret@preview.example", "Secret");
        using var author = await AdminBrowser.ClerkAsync(site, "previewauthor", "PublishContent", "EditContent", "ListContent");

        var answer = await RenderAsync(author, ("Subject", "Hi"), ("Html", Body), ("Contact", "secret@preview.example"));

        Text(answer, "contact").ShouldStartWith("You may not see contacts.");
        Text(answer, "html").ShouldNotContain("Secret");
        Problems(await RenderAsync(author, ("Subject", "Hi"), ("Html", "{{ contact.name | raw }}")))[0].ShouldContain("writes without encoding");
    }

    [Fact]
    public async Task Contacts_are_found_by_a_part_of_their_address()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await site.RegisterAsync("seekme@preview.example", "Seek Me");

        using var response = await admin.GetAsync(Preview + "/Contacts?q=seekme");

        var found = JsonDocument.Parse(await response.Content.ReadAsStringAsync(AdminBrowser.Token)).RootElement;
        found.EnumerateArray().Select(contact => contact.GetProperty("email").GetString()).ShouldBe(["seekme@preview.example"]);
    }

    [Fact]
    public async Task Send_to_me_sends_this_mail_to_who_is_logged_in()
    {
        using var author = await AdminBrowser.ClerkAsync(site, "previewsender", "PublishContent", "EditContent", "ListContent");

        using var response = await author.PostAsync(Editor, Preview + "/Send", ("Subject", "Previewed for me"), ("Html", Body), ("Purpose", "marketing"));

        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(AdminBrowser.Token)).RootElement;
        Text(answer, "message").ShouldBe("Sent to previewsender@shop.example.");
        var mail = Directory.GetFiles(site.PickupFolder, "*.eml").Select(path => MimeMessage.Load(path)).Single(message => message.To.Mailboxes.Any(to => to.Address == "previewsender@shop.example"));
        mail.Subject.ShouldBe("Previewed for me");
        mail.HtmlBody.ShouldNotBeNull().ShouldContain("Hello Alex, how are you?");
    }

    private static async Task<JsonElement> RenderAsync(AdminBrowser browser, params (string Name, string Value)[] fields)
    {
        (string, string)[] purpose = fields.Any(field => field.Name == "Purpose") ? [] : [("Purpose", "transactional")];
        using var response = await browser.PostAsync(Editor, Preview, [.. fields, .. purpose]);
        var text = await response.Content.ReadAsStringAsync(AdminBrowser.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<HttpStatusCode> Status(Task<HttpResponseMessage> request)
    {
        using var response = await request;
        return response.StatusCode;
    }

    private static string Text(JsonElement answer, string name) => answer.GetProperty(name).GetString().ShouldNotBeNull();

    private static string[] Problems(JsonElement answer)
        => [.. answer.GetProperty("problems").EnumerateArray().Select(problem => $"{Text(problem, "field")} {problem.GetProperty("line").GetInt32()} {Text(problem, "text")}")];
}
