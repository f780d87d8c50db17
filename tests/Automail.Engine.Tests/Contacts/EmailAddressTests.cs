using Automail.Engine.Contacts;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Contacts;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData(" Ann.Lee+shop@Example.ORG ", "ann.lee+shop@example.org")]
    [InlineData("jos\u00e9@b\u00fccher.example", "jos\u00e9@xn--bcher-kva.example")]
    public void Normalizes(string text, string expected) => EmailAddress.Normalize(text, "email").ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("ann")]
    [InlineData("@example.org")]
    [InlineData("ann@")]
    [InlineData("ann@example")]
    [InlineData("ann@example..org")]
    [InlineData("ann@-example.org")]
    [InlineData(".ann@example.org")]
    [InlineData("a..b@example.org")]
    [InlineData("ann lee@example.org")]
    [InlineData("ann@example.org\r\nBcc: x@example.org")]
    [InlineData("\"ann\"@example.org")]
    [InlineData("ann,bob@example.org")]
    [InlineData("<ann@example.org>")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.org")]
    public void Refuses(string text) => Should.Throw<FieldException>(() => EmailAddress.Normalize(text, "data.email")).Field.ShouldBe("data.email");
}
