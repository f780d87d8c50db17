using Automail.Engine.Delivery.Smtp;
using Automail.Engine.Tracking;
using Automail.OrchardModule.Delivery.Settings;
using Automail.OrchardModule.Tests.Sites;
using OrchardCore.Settings;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Delivery.Settings;

public sealed class SettingsStepTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_recipe_sets_what_it_names_and_null_gives_it_back_to_the_configuration()
    {
        var problems = await site.ImportAsync("""
            { "name": "AutomailSettings", "Host": "mail.shop.example", "Port": 2525, "Security": "StartTls", "UserName": "account", "Password": "s3cret",
              "FromAddress": "hello@shop.example", "CartIdle": "01:30:00", "QuietFrom": "21:00:00", "QuietTo": "08:30:00", "TrackLinks": false,
              "UtmSource": "shop", "UtmMedium": "mail", "UtmCampaign": "spring" }
            """);
        var first = await InForceAsync();
        await site.ImportAsync("""{ "name": "AutomailSettings", "CartIdle": null, "FromName": "The Shop" }""");
        var second = await InForceAsync();

        problems.ShouldBeEmpty();
        first.Smtp.ShouldBe(new SmtpOptions
        {
            Host = "mail.shop.example", Port = 2525, Security = SmtpSecurity.StartTls, UserName = "account", Password = "s3cret", Connections = 4,
        });
        (first.CartIdle, first.TrackLinks, first.Gate.SendingHours is null).ShouldBe((TimeSpan.FromMinutes(90), false, false));
        first.Utm.ShouldBe(new UtmTags("shop", "mail", "spring"));
        (second.CartIdle, second.FromName, second.FromAddress, second.Smtp!.Password).ShouldBe((TimeSpan.FromHours(1), "The Shop", "hello@shop.example", "s3cret"));
        (await KeptAsync()).ProtectedPassword.ShouldNotBeNull().ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData("\"Port\": 70000", "Port: The port is not between")]
    [InlineData("\"Port\": \"many\"", "Port: the value is not of the right kind.")]
    [InlineData("\"Security\": \"Perfect\"", "Security: the value is not of the right kind.")]
    [InlineData("\"CartIdle\": \"00:00:05\"", "CartIdle: The cart's rest is not between")]
    [InlineData("\"UtmSource\": \"a\\nb\"", "UtmSource: A UTM tag has to be one line")]
    [InlineData("\"ReplyTo\": \"nobody\"", "ReplyTo: 'nobody' is not an e-mail address.")]
    [InlineData("\"PickupBase\": \"/\"", "PickupBase: is no setting; there are Delivery, Host")]
    [InlineData("\"ProtectedPassword\": \"x\"", "ProtectedPassword: no other site can read it")]
    public async Task What_cannot_be_used_is_refused_with_its_name_and_nothing_is_set(string setting, string problem)
    {
        var problems = await site.ImportAsync($$"""{ "name": "AutomailSettings", "PostalAddress": "Refused Street", {{setting}} }""");

        problems.ShouldHaveSingleItem().ShouldStartWith(problem);
        (await KeptAsync()).PostalAddress.ShouldNotBe("Refused Street");
    }

    private Task<AutomailOptions> InForceAsync() => site.WithAsync<AutomailSettingsReader, AutomailOptions>(async reader => await reader.GetAsync());

    private Task<AutomailSettings> KeptAsync()
        => site.WithAsync<ISiteService, AutomailSettings>(async sites => (await sites.GetSiteSettingsAsync()).GetOrCreate<AutomailSettings>());
}
