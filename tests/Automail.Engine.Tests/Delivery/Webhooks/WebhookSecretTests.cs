using Automail.Engine.Delivery.Webhooks;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Delivery.Webhooks;

public sealed class WebhookSecretTests
{
    /// <summary>The vector with which the reference libraries of Standard Webhooks are tested.</summary>
    [Fact]
    public void Signs_as_the_reference_does()
        => WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""")
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void A_new_one_can_be_read_and_is_never_the_same()
    {
        var secret = WebhookSecret.Create();
        secret.ShouldStartWith("whsec_");
        WebhookSecret.Parse(secret).Sign("a", 1, "b").ShouldBe(WebhookSecret.Parse(secret["whsec_".Length..]).Sign("a", 1, "b"));
        WebhookSecret.Create().ShouldNotBe(secret);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64!")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8=")]
    public void Refuses_what_is_no_secret(string? text) => Should.Throw<FieldException>(() => WebhookSecret.Parse(text, "secret")).Field.ShouldBe("secret");

    [Fact]
    public void Refuses_what_is_too_long() => Should.Throw<FieldException>(() => WebhookSecret.Parse(Convert.ToBase64String(new byte[65])));
}
