using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.InMemory;
using Automail.Engine.Templates;
using Automail.Engine.Tests.Templates;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>What mails know of the contact's cart, orders and viewed products, and what that costs.</summary>
public sealed class PersonalModelTests
{
    private const PersonalNames All = PersonalNames.Cart | PersonalNames.Orders | PersonalNames.Viewed;
    private const string Ann = "ann@mail.example";

    private readonly CountingStore _store = new(new InMemoryStore());
    private readonly FlowHost _host;

    public PersonalModelTests() => _host = new FlowHost(store: _store);

    [Fact]
    public async Task Who_did_nothing_has_no_cart_and_empty_lists()
    {
        await _host.RegisterAsync(Ann);

        var model = await LoadAsync();

        model.Keys.Order(StringComparer.Ordinal).ShouldBe(["cart", "orders", "viewed"]);
        model["cart"].ShouldBeNull();
        List(model, "orders").ShouldBeEmpty();
        List(model, "viewed").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_cart_is_the_newest_one_that_holds_anything_with_all_its_values()
    {
        await _host.RegisterAsync(Ann);
        await _host.FillCartAsync(Ann, 12.5m, "older", FlowHost.Start.AddMinutes(1));
        await _host.HappenAsync(Ann, EventTypes.CartUpdated, new
        {
            cartId = "newer", currency = "EUR", items = new object[] { new { sku = "m", name = "Mug", quantity = 2, price = 7.25m, url = "/mug" }, new { sku = "t", quantity = 1, price = 3m } },
        }, FlowHost.Start.AddMinutes(2));
        await _host.FillCartAsync(Ann, 0, "emptied", FlowHost.Start.AddMinutes(3));
        await _host.FillCartAsync("bob@mail.example", 99, "bobs", FlowHost.Start.AddMinutes(4));

        var cart = Members((await LoadAsync())["cart"]);

        cart.Keys.Order(StringComparer.Ordinal).ShouldBe(["cartId", "currency", "items", "total", "updatedAt"]);
        (cart["cartId"], cart["currency"], cart["total"], cart["updatedAt"]).ShouldBe(("newer", "EUR", 17.5m, FlowHost.Start.AddMinutes(2)));
        List(cart, "items").Select(item => Members(item)["sku"]).ShouldBe(["m", "t"]);
        (Members(List(cart, "items")[0])["name"], Members(List(cart, "items")[0])["quantity"], Members(List(cart, "items")[0])["price"]).ShouldBe(("Mug", 2m, 7.25m));
    }

    [Fact]
    public async Task A_cart_is_done_with_once_its_contact_has_ordered_and_begins_anew()
    {
        await _host.RegisterAsync(Ann);
        await _host.FillCartAsync(Ann, 30, "c1", FlowHost.Start.AddMinutes(1));
        await _host.OrderAsync(Ann, FlowHost.Start.AddMinutes(1));
        var ordered = await LoadAsync();
        await _host.FillCartAsync(Ann, 31, "c1", FlowHost.Start.AddMinutes(2));

        ordered["cart"].ShouldBeNull();
        Members((await LoadAsync())["cart"])["total"].ShouldBe(31m);
    }

    [Fact]
    public async Task A_visitor_s_cart_orders_and_products_are_the_contact_s_once_they_are_known_to_be_one()
    {
        await _host.FillCartAsync("visitor-1", 30, "c1");
        await ViewAsync("a", 1, "visitor-1");
        await _host.HappenAsync("visitor-1", EventTypes.UserRegistered, new { email = Ann });

        var model = await LoadAsync();

        Members(model["cart"])["cartId"].ShouldBe("c1");
        Texts(model, "viewed", "sku").ShouldBe(["a"]);
    }

    [Fact]
    public async Task Orders_come_newest_first_and_ten_at_most()
    {
        await _host.RegisterAsync(Ann);
        foreach (var number in (int[])[5, 12, 1, 7, 2, 11, 3, 8, 4, 10, 6, 9])
        {
            await _host.HappenAsync(
                Ann, EventTypes.OrderPlaced, new { orderId = $"o{number}", currency = "USD", total = number + 0.5m, items = new[] { new { sku = "m", quantity = 1, price = number + 0.5m } } },
                FlowHost.Start.AddMinutes(number));
        }

        var model = await LoadAsync();

        Texts(model, "orders", "orderId").ShouldBe(["o12", "o11", "o10", "o9", "o8", "o7", "o6", "o5", "o4", "o3"]);
        var first = Members(List(model, "orders")[0]);
        first.Keys.Order(StringComparer.Ordinal).ShouldBe(["currency", "items", "orderId", "time", "total"]);
        (first["currency"], first["total"], first["time"]).ShouldBe(("USD", 12.5m, FlowHost.Start.AddMinutes(12)));
        Members(List(first, "items").ShouldHaveSingleItem())["sku"].ShouldBe("m");
    }

    [Fact]
    public async Task Viewed_products_come_once_each_by_the_last_look_ten_at_most()
    {
        await _host.RegisterAsync(Ann);
        for (var number = 1; number <= 12; number++)
        {
            await ViewAsync($"p{number}", number);
        }

        await ViewAsync("p2", 20, name: "Mug, seen again", url: "/mug");
        await ViewAsync("p12", 21);

        var model = await LoadAsync();

        Texts(model, "viewed", "sku").ShouldBe(["p12", "p2", "p11", "p10", "p9", "p8", "p7", "p6", "p5", "p4"]);
        var second = Members(List(model, "viewed")[1]);
        (second["name"], second["url"], second["time"]).ShouldBe(("Mug, seen again", "/mug", FlowHost.Start.AddMinutes(20)));
    }

    [Fact]
    public async Task Looking_far_back_ends_at_a_hundred_looks()
    {
        await _host.RegisterAsync(Ann);
        await ViewAsync("long-ago", 0);
        for (var number = 1; number <= 100; number++)
        {
            await ViewAsync("favourite", number);
        }

        Texts(await LoadAsync(), "viewed", "sku").ShouldBe(["favourite"]);
    }

    [Theory]
    [InlineData("""{ "name": "no sku" }""")]
    [InlineData("""{ "sku": 7 }""")]
    [InlineData("""{ "sku": "x", "url": "javascript:alert(1)" }""")]
    [InlineData("""{ "sku": "x", "name": "two\nlines" }""")]
    public async Task A_look_that_cannot_be_read_is_left_out(string data)
    {
        await _host.RegisterAsync(Ann);
        await ViewAsync("good", 1);
        await _host.HappenAsync(Ann, EventTypes.ProductViewed, JsonElement.Parse(data), FlowHost.Start.AddMinutes(2));

        Texts(await LoadAsync(), "viewed", "sku").ShouldBe(["good"]);
    }

    [Theory]
    [InlineData("<p>Hi {{ contact.name }}, {{ event.cart }} {{ contact.orders }} cart orders viewed {{ \"cart\" }} {% comment %}{{ cart.total }}{% endcomment %}</p>", 0)]
    [InlineData("<p>{{ cart.cartId }}</p>", 1)]
    [InlineData("<p>{{ cart.cartId }}{{ orders.size }}{{ viewed.size }}</p>", 1)]
    public async Task The_store_is_asked_once_and_only_for_templates_that_use_the_names(string html, int reads)
    {
        await _host.RegisterAsync(Ann);
        await _host.FillCartAsync(Ann, cartId: "<b>c1</b>");
        var contact = (await _host.ContactAsync(Ann))!;
        var before = _store.Reads;

        var mail = await ComposeAsync(Template with { Html = html }, contact);

        (_store.Reads - before).ShouldBe(reads);
        mail.Html.Contains("&lt;b&gt;c1&lt;/b&gt;", StringComparison.Ordinal).ShouldBe(reads > 0);
        mail.Html.ShouldNotContain("<b>");
    }

    [Fact]
    public async Task A_value_that_came_with_the_mail_is_the_one_that_is_meant()
    {
        await _host.RegisterAsync(Ann);
        await _host.FillCartAsync(Ann);
        var contact = (await _host.ContactAsync(Ann))!;
        var before = _store.Reads;

        var mail = await ComposeAsync(Template with { Html = "<p>{{ cart.cartId }}</p>" }, contact, """{ "cart": { "cartId": "given" } }""");

        mail.Html.ShouldContain("<p>given</p>");
        _store.Reads.ShouldBe(before);
    }

    [Theory]
    [InlineData("{{ cart.total }}", PersonalNames.Cart)]
    [InlineData("{% if cart %}x{% endif %}", PersonalNames.Cart)]
    [InlineData("{%- for order in orders limit: 3 -%}{{ order.total }}{%- endfor -%}", PersonalNames.Orders)]
    [InlineData("{% assign last = viewed | first %}", PersonalNames.Viewed)]
    [InlineData("{{ \"}}\" }}{{ contact.attributes[cart.cartId] }}", PersonalNames.Cart)]
    [InlineData("{% shape \"EmailRow\", items: viewed %}", PersonalNames.Viewed)]
    [InlineData("{% shape \"EmailOrders\" %}", PersonalNames.Orders)]
    [InlineData("{% shape 'emailorders' %}", PersonalNames.Orders)]
    [InlineData("{% shape \"EmailOuter\" %}", PersonalNames.Orders | PersonalNames.Cart)]
    [InlineData("{% shape contact.part %}", All)]
    [InlineData("{% shape \"EmailRow\" %}{% shape \"Pager\" %}", PersonalNames.None)]
    [InlineData("{% raw %}{{ cart.total }}{% endraw %}{{ event.items }}{{ carts }}{{ my_cart }}{{ cart_id }}", PersonalNames.None)]
    public void The_names_are_found_in_texts_and_in_the_parts_they_print(string html, PersonalNames expected)
    {
        var theme = MailTheme.Create(new Dictionary<string, string>
        {
            ["EmailRow"] = "<p>{{ Model.Items }}</p>",
            ["EmailOrders"] = "<p>Hello</p>",
            ["EmailOrders__nl"] = "{{ orders.size }}",
            ["EmailOuter"] = "{% shape \"EmailInner\" %}{% shape \"EmailOuter\" %}",
            ["EmailInner"] = "{{ cart.total }}{% shape \"EmailOrders\" %}",
            ["EmailOther"] = "{{ viewed.size }}",
        });

        PersonalNameFinder.Find(Template with { Html = html, Theme = theme }).ShouldBe(expected);
        PersonalNameFinder.Find(Template with { Html = "<p>Hi</p>", Layout = html + "{{ content }}", Theme = theme }).ShouldBe(expected);
    }

    [Fact]
    public void The_names_are_found_in_subject_preheader_and_own_text()
    {
        PersonalNameFinder.Find(Template with { Subject = "{{ cart.total }}" }).ShouldBe(PersonalNames.Cart);
        PersonalNameFinder.Find(Template with { Preheader = "{{ orders.first.total }}" }).ShouldBe(PersonalNames.Orders);
        PersonalNameFinder.Find(Template with { Text = "{{ viewed.first.name }}" }).ShouldBe(PersonalNames.Viewed);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static MailTemplate Template => new() { Name = "personal", Version = "1", Subject = "Hi", Purpose = "marketing", Html = "<p>Hi</p>" };

    private Task<IntakeResult> ViewAsync(string sku, int minute, string subject = Ann, string? name = null, string? url = null)
        => _host.HappenAsync(subject, EventTypes.ProductViewed, new { sku, name, url }, FlowHost.Start.AddMinutes(minute));

    private async Task<IReadOnlyDictionary<string, object?>> LoadAsync()
        => await PersonalModel.LoadAsync(_store, (await _host.ContactAsync(Ann))!, All, Token);

    private Task<OutgoingMail> ComposeAsync(MailTemplate template, Contact contact, string? model = null)
    {
        var key = new SendKey("journey", 1, "instance", "step", 0);
        var record = new SendRecord
        {
            Id = key.ToId(), Key = key, ContactId = contact.Id, Template = template.Name, Purpose = template.Purpose, QueuedAt = FlowHost.Start, UpdatedAt = FlowHost.Start,
            Model = model is null ? null : JsonElement.Parse(model),
        };
        return new MailComposer(new OneTemplate(template), new MailRenderer(new PathsOnlyLiquid(), _host.Tokens), _host.Tokens, new FixedSite(FlowHost.Profile), _store, _host.Clock)
            .ComposeAsync(record, contact, null, Token);
    }

    private static IReadOnlyList<object?> List(IReadOnlyDictionary<string, object?> model, string name) => model[name].ShouldBeAssignableTo<IReadOnlyList<object?>>()!;

    private static IReadOnlyDictionary<string, object?> Members(object? value) => value.ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!;

    private static IEnumerable<object?> Texts(IReadOnlyDictionary<string, object?> model, string list, string member) => List(model, list).Select(entry => Members(entry)[member]);

    private sealed class OneTemplate(MailTemplate template) : ITemplateSource
    {
        public Task<MailTemplate?> FindAsync(string name, string? locale, CancellationToken cancellationToken = default) => Task.FromResult<MailTemplate?>(template);
    }

    private sealed class CountingStore(IAutomailStore inner) : IAutomailStore
    {
        public int Reads { get; private set; }

        public Task<T> ExecuteAsync<T>(Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken = default) => inner.ExecuteAsync(work, cancellationToken);

        public Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query, CancellationToken cancellationToken = default)
        {
            Reads++;
            return inner.ReadAsync(query, cancellationToken);
        }
    }
}
