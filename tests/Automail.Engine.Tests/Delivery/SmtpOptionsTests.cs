using Automail.Engine.Delivery.Smtp;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Delivery;

public sealed class SmtpOptionsTests
{
    [Theory]
    [InlineData("smtp://mail.example", "mail.example", 25, SmtpSecurity.Auto, null, null)]
    [InlineData("smtp://mail.example:25", "mail.example", 25, SmtpSecurity.Auto, null, null)]
    [InlineData("smtp://mail.example:2525?tls=none", "mail.example", 2525, SmtpSecurity.None, null, null)]
    [InlineData("smtp://ann:sesame@mail.example", "mail.example", 587, SmtpSecurity.Auto, "ann", "sesame")]
    [InlineData("smtp://ann%40shop.example:a%3Ab%2Fc:d@mail.example/?tls=starttls", "mail.example", 587, SmtpSecurity.StartTls, "ann@shop.example", "a:b/c:d")]
    [InlineData("smtps://ann:sesame@mail.example", "mail.example", 465, SmtpSecurity.Tls, "ann", "sesame")]
    [InlineData("smtp://127.0.0.1:10025", "127.0.0.1", 10025, SmtpSecurity.Auto, null, null)]
    [InlineData("smtp://[::1]:10025", "::1", 10025, SmtpSecurity.Auto, null, null)]
    [InlineData("smtp://bücher.example", "xn--bcher-kva.example", 25, SmtpSecurity.Auto, null, null)]
    public void Reads_an_address(string url, string host, int port, SmtpSecurity security, string? user, string? password)
    {
        var options = SmtpOptions.Parse(url);

        (options.Host, options.EffectivePort, options.Security, options.UserName, options.Password).ShouldBe((host, port, security, user, password));
    }

    [Fact]
    public void Reads_the_parameters()
    {
        var options = SmtpOptions.Parse("smtp://localhost:25?connections=8&messages=50&domain=shop.example&tls=tls");

        (options.Connections, options.MaxMessagesPerConnection, options.LocalDomain, options.Security).ShouldBe((8, 50, "shop.example", SmtpSecurity.Tls));
    }

    [Theory]
    [InlineData("", "smtp")]
    [InlineData("mail.example", "smtp")]
    [InlineData("http://mail.example", "smtp")]
    [InlineData("smtp://", "smtp")]
    [InlineData("smtp://mail.example/path", "smtp")]
    [InlineData("smtp://mail.example:99999", "smtp")]
    [InlineData("smtp://mail.example?tls=maybe", "smtp.tls")]
    [InlineData("smtp://mail.example?tls", "smtp.tls")]
    [InlineData("smtp://mail.example?connections=0", "smtp.connections")]
    [InlineData("smtp://mail.example?connections=-1", "smtp.connections")]
    [InlineData("smtp://mail.example?connections=101", "smtp.connections")]
    [InlineData("smtp://mail.example?messages=0", "smtp.maxMessagesPerConnection")]
    [InlineData("smtp://mail.example?domain=a%20b", "smtp.localDomain")]
    [InlineData("smtp://mail.example?color=red", "smtp.color")]
    [InlineData("smtp://ann@mail.example", "smtp.password")]
    [InlineData("smtp://:sesame@mail.example", "smtp.userName")]
    public void Refuses_what_it_cannot_use_and_repeats_no_password(string url, string field)
    {
        var error = Should.Throw<FieldException>(() => SmtpOptions.Parse(url));

        error.Field.ShouldBe(field);
        error.Message.ShouldNotContain("sesame");
    }

    [Fact]
    public void Times_are_checked()
    {
        var options = new SmtpOptions { Host = "mail.example" };

        Should.Throw<FieldException>(() => (options with { SendTimeout = TimeSpan.Zero }).Validate()).Field.ShouldBe("smtp.sendTimeout");
        Should.Throw<FieldException>(() => (options with { ConnectTimeout = TimeSpan.FromDays(2) }).Validate("x")).Field.ShouldBe("x.connectTimeout");
        Should.Throw<FieldException>(() => (options with { IdleTimeout = TimeSpan.FromSeconds(-1) }).Validate()).Field.ShouldBe("smtp.idleTimeout");
    }

    [Fact]
    public void Shows_no_password() => SmtpOptions.Parse("smtp://ann:sesame@mail.example").ToString().ShouldBe("mail.example:587");
}
