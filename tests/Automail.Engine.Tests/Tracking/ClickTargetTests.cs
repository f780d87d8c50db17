using Automail.Engine.Tracking;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Tracking;

public sealed class ClickTargetTests
{
    [Theory]
    [InlineData("https://shop.example")]
    [InlineData("HTTPS://shop.example/a?b=%zz#c")]
    [InlineData("http://shop.example:8080/a")]
    [InlineData("https://münchen.example/tee")]
    [InlineData("https://shop.example/tee/größe")]
    public void An_address_that_people_can_follow_is_allowed(string url) => ClickTarget.IsAllowed(url).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/relative")]
    [InlineData("ftp://shop.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("https://.example")]
    [InlineData("https://a..b/")]
    [InlineData("https://shop.example/a b")]
    [InlineData("https://shop.example\\@evil.example")]
    public void Anything_else_is_not(string? url) => ClickTarget.IsAllowed(url).ShouldBeFalse();

    [Fact]
    public void What_is_allowed_is_always_an_absolute_address_with_a_host()
        => Gen.Select(Gen.String[Gen.Char["abz.:/?#@-[]0%"], 0, 12], Gen.String[Gen.Char['!', '~'], 0, 12]).Sample((host, rest) =>
        {
            var url = $"https://{host}{rest}";
            if (ClickTarget.IsAllowed(url))
            {
                Uri.TryCreate(url, UriKind.Absolute, out var uri).ShouldBeTrue(url);
                uri!.Host.ShouldNotBeEmpty();
                uri.Scheme.ShouldBe("https");
            }
        }, iter: 50_000);
}
