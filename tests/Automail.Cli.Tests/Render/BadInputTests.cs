using System.Text.Json;
using MimeKit;

namespace Automail.Cli.Tests.Render;

/// <summary>What nobody should write, and people whose names are hostile: a clear problem or a whole mail, never a part of one.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Bodies => new()
    {
        { "<p>Hello</p>\n{% if contact.name %}", "bad.liquid:6:1: The tag if is not closed" },
        { "<p>Hello</p>{% for i in (1..1000000) %}{{ i }}{% endfor %}", "bad, html, line 1, column 13: " },
        { "<p>Hello</p>{% for i in (1..1000) %}{% for j in (1..1000) %}{% endfor %}{% endfor %}", "The loops take more than 200000 rounds." },
        { "<p>Hello</p>" + new string('x', 5 * 1024 * 1024), "bad.liquid:1:1: The file is larger than 1048576 bytes." },
        { "<p>Hello</p>{% for i in (1..100000) %}" + new string('x', 60) + "{% endfor %}", "The result is longer than 5242880 characters." },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_cannot_be_made_is_one_line_and_no_file(string body, string message)
    {
        var run = await RenderAsync("Hello", body, "Ada");

        run.ExitCode.ShouldBe(1);
        var line = run.ErrorLines.ShouldHaveSingleItem();
        line.ShouldContain(message);
        line.Length.ShouldBeLessThan(400);
        Directory.Exists(_folder["out"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_layout_that_includes_itself_is_named()
    {
        _folder.Write("theme/Views/EmailLayout-ring.liquid", "<html><body>{{ content }}{% shape \"EmailLayout__ring\" %}</body></html>");

        var run = await RenderAsync("Hello", "<p>Hello</p>", "Ada", "layout: ring\n", "--theme", _folder["theme"]);

        run.ExitCode.ShouldBe(1);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain("includes itself");
        Directory.Exists(_folder["out"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("Ada\r\nBcc: all@mail.example\r\n\r\n<b>", "Ada Bcc: all@mail.example <b>")]
    [InlineData("Ada\u2028X\u0000\u0085Y", "Ada X Y")]
    public async Task A_name_is_data_in_headers_and_bodies(string name, string shown)
    {
        var run = await RenderAsync("Hello {{ contact.name }}", "<p title=\"{{ contact.name }}\">Dear {{ contact.name }}!</p>", name);

        run.ExitCode.ShouldBe(0, run.Error);
        var message = await MimeMessage.LoadAsync(_folder["out/message.eml"], TestContext.Current.CancellationToken);
        message.Subject.ShouldBe($"Hello {shown}");
        message.To.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe("ada@mail.example");
        message.From.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe("noreply@shop.example");
        message.Bcc.ShouldBeEmpty();
        message.HtmlBody!.ShouldNotContain("<script>");
        message.HtmlBody!.ShouldNotContain("<b>");
        message.HtmlBody!.TrimEnd().ShouldEndWith("</html>");
    }

    [Theory]
    [InlineData("🎁 Een cadeau voor {{ contact.name }} 👩🏽‍🚀", "nl", "🎁 Een cadeau voor Ada 👩🏽‍🚀", "dir=\"ltr\"")]
    [InlineData("שלום {{ contact.name }}, העגלה שלך מחכה", "he", "שלום Ada, העגלה שלך מחכה", "dir=\"rtl\"")]
    [InlineData("سلة {{ contact.name }} في انتظارك", "ar-EG", "سلة Ada في انتظارك", "dir=\"rtl\"")]
    public async Task A_subject_in_any_script_is_written_as_it_is(string subject, string locale, string expected, string direction)
    {
        var run = await RenderAsync(subject, "<p dir=\"{{ direction }}\">{{ subject }}</p>", "Ada", "", "--locale", locale);

        run.ExitCode.ShouldBe(0, run.Error);
        var bytes = await File.ReadAllBytesAsync(_folder["out/message.eml"], TestContext.Current.CancellationToken);
        bytes.AsSpan(0, bytes.AsSpan().IndexOf("\r\n\r\n"u8)).ContainsAnyExceptInRange((byte)0, (byte)127).ShouldBeFalse();
        var message = await MimeMessage.LoadAsync(_folder["out/message.eml"], TestContext.Current.CancellationToken);
        message.Subject.ShouldBe(expected);
        message.HtmlBody!.ShouldContain(direction);
        message.TextBody!.ShouldContain(expected);
    }

    [Fact]
    public async Task A_cart_orders_and_products_of_the_data_are_printed_and_what_shops_wrote_is_encoded()
    {
        _folder.Write("data.json", """
            { "contact": { "email": "ada@mail.example" }, "site": { "name": "Shop", "url": "https://shop.example" },
              "cart": { "cartId": "c1", "currency": "EUR", "total": 20, "updatedAt": "2026-03-05T09:30:00Z", "items": [ { "sku": "m", "name": "<script>Mug</script>", "quantity": 2, "price": 10 } ] },
              "orders": [ { "orderId": "o2", "currency": "EUR", "total": 7.5, "time": "2026-03-04T09:30:00Z", "items": [] }, { "orderId": "o1", "currency": "EUR", "total": 5, "time": "2026-03-01T09:30:00Z", "items": [] } ],
              "viewed": [ { "sku": "t", "name": "Tea \" onmouseover=x <b>", "url": "/tea", "time": "2026-03-05T08:00:00Z" } ] }
            """);
        _folder.Write("templates/personal.liquid", """
            ---
            subject: "{{ cart.total | money: cart.currency }} in your cart"
            purpose: transactional
            ---
            {% for item in cart.items %}<p>{{ item.quantity }} x {{ item.name }}</p>{% endfor %}
            {% for order in orders %}<p>{{ order.orderId }} {{ order.time | date: "%d/%m" }} {{ order.total | money: order.currency }}</p>{% endfor %}
            {% for product in viewed %}<a href="{{ product.url }}" title="{{ product.name }}">{{ product.name }}</a>{% endfor %}
            """);

        var run = await Run.AutomailAsync("render", _folder["templates/personal.liquid"], "--data", _folder["data.json"], "--locale", "en-GB", "--out", _folder["out"]);

        run.ExitCode.ShouldBe(0, run.Error);
        (await ReadAsync("subject.txt")).ShouldBe("€20.00 in your cart\n");
        var text = await ReadAsync("body.txt");
        text.ShouldContain("2 x <script>Mug</script>");
        text.IndexOf("o2 04/03 €7.50", StringComparison.Ordinal).ShouldBeInRange(1, text.IndexOf("o1 01/03 €5.00", StringComparison.Ordinal));
        var html = await ReadAsync("body.html");
        html.ShouldNotContain("<script>");
        html.ShouldNotContain("<b>");
        html.ShouldContain("title=\"Tea &quot; onmouseover=x &lt;b&gt;\"");
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(_folder["out/" + file], TestContext.Current.CancellationToken);

    private Task<Run> RenderAsync(string subject, string body, string name, string frontMatter = "", params string[] more)
    {
        _folder.Write("templates/bad.liquid", $"---\nsubject: \"{subject}\"\npurpose: transactional\n{frontMatter}---\n{body}");
        _folder.Write("data.json", JsonSerializer.Serialize(new
        {
            contact = new { name, email = "ada@mail.example" },
            site = new { name = "Shop\r\nBcc: all@mail.example", url = "https://shop.example" },
        }));
        return Run.AutomailAsync(["render", _folder["templates/bad.liquid"], "--data", _folder["data.json"], "--out", _folder["out"], .. more]);
    }
}
