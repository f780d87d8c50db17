using System.Text.Json;
using Automail.Cli.Templates;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;
using Shouldly;
using Xunit;

namespace Automail.Cli.Tests.Templates;

/// <summary>The templates that come with Automail, through the engine's renderer.</summary>
public sealed class ReadyTemplatesTests
{
    private const string SendId = "00112233445566778899aabbccddeeff";

    private static readonly DotLiquidEngine Liquid = new();
    private static readonly TokenProtector Tokens = new(new byte[32]);
    private static readonly MailRenderer Renderer = new(Liquid, Tokens);

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in ReadyTemplates.Names)
            {
                data.Add(name, "en");
                data.Add(name, "nl-BE");
            }

            return data;
        }
    }

    private static async Task<RenderedMail> Render(string name, string locale, string firstName = "Ada", string? address = "Kade 1, Gent")
    {
        var template = await FileTemplateSource.Ready(Liquid).FindAsync(name, locale, TestContext.Current.CancellationToken);
        var model = JsonModel.FromObject(JsonElement.Parse($$"""
            {
              "contact": { "email": "ada@mail.example", "firstName": {{JsonSerializer.Serialize(firstName)}} },
              "site": { "name": "Mugs & More", "url": "https://shop.example", "address": {{JsonSerializer.Serialize(address)}} },
              "event": {
                "currency": "EUR", "total": 45.5, "url": "https://shop.example/mugs/blue",
                "items": [
                  { "sku": "blue", "name": "Blue mug", "quantity": 2, "price": 12.5, "url": "/mugs/blue", "imageUrl": "/img/blue.png" },
                  { "sku": "tea", "name": {{JsonSerializer.Serialize(firstName)}}, "quantity": 1, "price": 20.5 }
                ]
              }
            }
            """));
        var options = new MailRenderOptions
        {
            Liquid = new LiquidContext(locale, null, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
            SendId = SendId,
            Links = new MailLinks("https://shop.example"),
        };
        return await Renderer.RenderAsync(template!, model, options, TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Has_what_every_mail_needs(string name, string locale)
    {
        var mail = await Render(name, locale);

        mail.Subject.Length.ShouldBeInRange(10, 70);
        mail.Html.ShouldContain("Kade 1, Gent");
        mail.Html.ShouldContain("Mugs &amp; More");
        mail.Html.ShouldContain("/automail/preferences/");
        mail.Html.ShouldContain($"<html lang=\"{locale[..2]}\" dir=\"ltr\"");
        mail.Html.Length.ShouldBeLessThan(60_000);
        mail.Text.ShouldContain("Kade 1, Gent");
        mail.Text.ShouldNotContain("{{");
        mail.Text.ShouldNotContain("<");
        var unsubscribe = "https://shop.example/automail/unsubscribe/" + Tokens.Protect(new TokenContent(TokenKind.Unsubscribe, SendId));
        if (mail.Html.Contains("Unsubscribe<", StringComparison.Ordinal) || mail.Html.Contains("Afmelden<", StringComparison.Ordinal))
        {
            mail.Html.ShouldContain($"href=\"{unsubscribe}\"");
            mail.Text.ShouldContain($"({unsubscribe})");
            mail.Text.ShouldContain("ada@mail.example");
        }
        else
        {
            name.ShouldBeOneOf("order-thanks", "double-opt-in");
            mail.Html.ShouldNotContain(unsubscribe);
        }
    }

    [Fact]
    public async Task Each_is_there_in_English_and_Dutch_and_only_what_is_asked_for_is_transactional()
    {
        var source = FileTemplateSource.Ready(Liquid);
        ReadyTemplates.Names.Count.ShouldBe(23);
        foreach (var name in ReadyTemplates.Names)
        {
            var english = await source.FindAsync(name, "en", TestContext.Current.CancellationToken);
            var dutch = await source.FindAsync(name, "nl-BE", TestContext.Current.CancellationToken);

            english!.Locale.ShouldBeNull();
            dutch!.Locale.ShouldBe("nl");
            dutch.Subject.ShouldNotBe(english.Subject);
            dutch.Preheader.ShouldNotBe(english.Preheader);
            dutch.Html.ShouldNotBe(english.Html);
            dutch.Purpose.ShouldBe(english.Purpose);
            english.Purpose.ShouldBe(name is "order-thanks" or "double-opt-in" ? "transactional" : "marketing");
        }
    }

    [Theory]
    [InlineData("en", "Blue mug", "€25.00", "€45.50")]
    [InlineData("nl-BE", "Blue mug", "€ 25,00", "€ 45,50")]
    public async Task A_cart_is_listed_with_its_prices(string locale, string name, string price, string total)
    {
        var mail = await Render("cart-1", locale);

        var text = mail.Text.Replace('\u00a0', ' ');
        text.ShouldContain(name);
        text.ShouldContain(price);
        text.ShouldContain(total);
        mail.Html.ShouldContain("src=\"https://shop.example/img/blue.png\"");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_hostile_name_changes_nothing_but_itself(string name, string locale)
    {
        var mail = await Render(name, locale, "<script>alert(1)</script>\r\nBcc: x");

        mail.Html.ShouldNotContain("<script");
        mail.Subject.ShouldNotContain("\n");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_a_name_and_an_address_it_still_reads_well(string name, string locale)
    {
        var mail = await Render(name, locale, "", null);

        mail.Subject.ShouldNotContain(" ,");
        mail.Subject.ShouldNotContain("  ");
        mail.Text.ShouldNotContain("Mugs & More,");
    }
}
