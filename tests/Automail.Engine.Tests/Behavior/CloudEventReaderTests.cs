using System.Text;
using System.Text.Json.Nodes;
using Automail.Engine.Behavior;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Behavior;

public sealed class CloudEventReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Reads_a_valid_event_in_utc_milliseconds()
    {
        var one = Read(Cart(cart => cart["time"] = "2026-05-04T11:30:00.1239+02:00")).ShouldHaveSingleItem();
        one.Time.ShouldBe(new DateTimeOffset(2026, 5, 4, 9, 30, 0, 123, TimeSpan.Zero));
        one.Type.ShouldBe("cart.updated");
        one.Subject.ShouldBe("ann@example.org");
        one.Data.GetProperty("cartId").GetString().ShouldBe("c1");
    }

    [Fact]
    public void An_event_without_a_time_happened_now() => Read(Cart(cart => cart.Remove("time")))[0].Time.ShouldBe(Now);

    public static TheoryData<string, string> Broken => new()
    {
        { "specversion", """{"specversion":"0.3"}""" },
        { "type", """{"type":"Cart Updated"}""" },
        { "type", """{"type":"link.clicked"}""" },
        { "type", """{"type":null}""" },
        { "source", """{"source":""}""" },
        { "id", """{"id":5}""" },
        { "subject", """{"subject":null}""" },
        { "subject", """{"subject":"not an@address"}""" },
        { "subject", """{"subject":"two\nlines"}""" },
        { "time", """{"time":"yesterday"}""" },
        { "time", """{"time":"2026-05-04 09:30"}""" },
        { "time", """{"time":"2026-05-05T12:00:01Z"}""" },
        { "data", """{"data":[1]}""" },
        { "data.cartId", """{"data":{"currency":"EUR","items":[]}}""" },
        { "data.currency", """{"data":{"cartId":"c1","currency":"EURO","items":[]}}""" },
        { "data.items", """{"data":{"cartId":"c1","currency":"EUR"}}""" },
        { "data.items[0]", """{"data":{"cartId":"c1","currency":"EUR","items":[7]}}""" },
        { "data.items[0].sku", """{"data":{"cartId":"c1","currency":"EUR","items":[{"quantity":1,"price":1}]}}""" },
        { "data.items[0].quantity", """{"data":{"cartId":"c1","currency":"EUR","items":[{"sku":"a","quantity":-1,"price":1}]}}""" },
        { "data.items[0].quantity", """{"data":{"cartId":"c1","currency":"EUR","items":[{"sku":"a","quantity":1.5,"price":1}]}}""" },
        { "data.items[0].price", """{"data":{"cartId":"c1","currency":"EUR","items":[{"sku":"a","quantity":1,"price":"1"}]}}""" },
        { "data.items[0].url", """{"data":{"cartId":"c1","currency":"EUR","items":[{"sku":"a","quantity":1,"price":1,"url":"javascript:alert(1)"}]}}""" },
        { "data.email", """{"type":"user.registered","data":{}}""" },
        { "data.timeZone", """{"type":"user.registered","data":{"email":"ann@example.org","timeZone":"Mars/Olympus"}}""" },
        { "data.locale", """{"type":"user.registered","data":{"email":"ann@example.org","locale":"not a tag!"}}""" },
        { "data.consent.purpose", """{"type":"user.registered","data":{"email":"ann@example.org","consent":{"source":"form"}}}""" },
        { "data.tags.add[1]", """{"type":"contact.updated","data":{"tags":{"add":["ok",""]}}}""" },
        { "data.attributes.a b", """{"type":"contact.updated","data":{"attributes":{"a b":1}}}""" },
        { "data.total", """{"type":"order.placed","data":{"orderId":"o1","currency":"EUR","total":-5}}""" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Names_the_field_that_is_wrong(string field, string changes)
    {
        var body = Cart(cart =>
        {
            foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
            {
                cart[name] = value?.DeepClone();
            }
        });
        Should.Throw<InvalidEventsException>(() => Read(body)).Problems.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Fact]
    public void A_batch_is_taken_whole_or_not_at_all()
    {
        var good = Cart(_ => { });
        var bad = Cart(cart => cart["data"]!["currency"] = "XXX");
        Read($"[{good},{good}]").Count.ShouldBe(2);
        Should.Throw<InvalidEventsException>(() => Read($"[{good},{bad}]")).Problems.ShouldHaveSingleItem().Field.ShouldBe("[1].data.currency");
    }

    [Fact]
    public void Types_that_automail_raises_may_come_from_a_trusted_log()
        => CloudEventReader.Read(Encoding.UTF8.GetBytes(Cart(cart => cart["type"] = "link.clicked")), Now, trusted: true).Count.ShouldBe(1);

    [Fact]
    public void What_is_not_json_gets_its_place()
        => Should.Throw<InvalidEventsException>(() => Read("{\"specversion\":")).Problems[0].Problem.ShouldContain("line 1");

    // Half of a surrogate pair, escaped, and a letter in Latin-1: both get through a JSON reader and are no text.
    [Theory]
    [InlineData("subject", "\"ann@example.org\"", "\"\\ud800\"")]
    [InlineData("data.cartId", "\"c1\"", "\"\\uDC00\"")]
    [InlineData("data.items[0].name", "\"A\"", "\"\u00e9\"")]
    [InlineData("data.cartId", "\"c1\"", "\"c1\",\"x\":{\"y\":[1,\"\\ud800\\ud800\"]}", "data.x.y[1]")]
    [InlineData("data", "\"cartId\"", "\"\\ud800\":1,\"cartId\"")]
    [InlineData("body", "\"specversion\"", "\"\\ud800\":1,\"specversion\"")]
    public void What_is_no_text_is_refused_with_its_place(string field, string of, string by, string? other = null)
    {
        var body = Encoding.Latin1.GetBytes(Cart(_ => { }).Replace(of, by, StringComparison.Ordinal));

        var problem = Should.Throw<InvalidEventsException>(() => CloudEventReader.Read(body, Now)).Problems.ShouldHaveSingleItem();

        problem.Field.ShouldBe(other ?? field);
        problem.Problem.ShouldContain("not Unicode");
    }

    [Fact]
    public void A_whole_pair_is_a_character()
        => Read(Cart(_ => { }).Replace("\"c1\"", "\"\\ud83d\\ude00\"", StringComparison.Ordinal)).ShouldHaveSingleItem().Data.GetProperty("cartId").GetString().ShouldBe("😀");

    [Fact]
    public void A_quantity_may_be_written_with_a_point()
        => Read(Cart(_ => { }).Replace("\"quantity\":2", "\"quantity\":2.0", StringComparison.Ordinal)).ShouldHaveSingleItem();

    [Fact]
    public void An_event_that_is_too_long_is_refused()
        => Should.Throw<InvalidEventsException>(() => Read(Cart(cart => cart["type"] = "site.note", new string('x', 70_000)))).Problems[0].Field.ShouldBe("data");

    private static IReadOnlyList<BehaviorEvent> Read(string body) => CloudEventReader.Read(Encoding.UTF8.GetBytes(body), Now);

    private static string Cart(Action<JsonObject> change, string? note = null)
    {
        var cart = JsonNode.Parse("""
            {"specversion":"1.0","id":"e1","source":"shop","type":"cart.updated","subject":"ann@example.org","time":"2026-05-04T09:30:00Z",
             "data":{"cartId":"c1","currency":"EUR","items":[{"sku":"a","name":"A","quantity":2,"price":10.5}]}}
            """)!.AsObject();
        if (note is not null)
        {
            cart["data"]!["note"] = note;
        }

        change(cart);
        return cart.ToJsonString();
    }
}
