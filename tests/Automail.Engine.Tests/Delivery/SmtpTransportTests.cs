using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Smtp;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Delivery;

public sealed class SmtpTransportTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SmtpTransport Transport(SmtpServer server, Func<SmtpOptions, SmtpOptions>? change = null)
    {
        var options = new SmtpOptions { Host = "127.0.0.1", Port = server.Port, Connections = 1, LocalDomain = "client.example" };
        return new SmtpTransport(change is null ? options : change(options), _time);
    }

    private async Task<DeliveryResult> SendOnceAsync(SmtpServer server, Func<SmtpOptions, SmtpOptions>? change = null, OutgoingMail? mail = null)
    {
        await using (server)
        await using (var transport = Transport(server, change))
        {
            return await transport.SendAsync(mail ?? Mails.Plain, Cancellation);
        }
    }

    [Fact]
    public async Task Hands_a_message_over_with_its_envelope()
    {
        await using var server = SmtpServer.With();
        await using (var transport = Transport(server))
        {
            (await transport.SendAsync(Mails.Plain with { ReturnPath = "bounce@shop.example", Text = ".\nline\n..\n" }, Cancellation)).ShouldBe(DeliveryResult.Accepted);
        }

        server.Commands.Select(command => command.Line).ShouldBe(
            ["EHLO client.example", "MAIL FROM:<bounce@shop.example>", "RCPT TO:<ada@mail.example>", "DATA", "QUIT"]);
        var message = server.Messages.ShouldHaveSingleItem();
        message.ShouldContain("Subject: Your cart\r\n");
        message.ShouldContain("\r\n..\r\nline\r\n...\r\n");
    }

    // Who is refused, by which answer, and what becomes of the mail.
    [Theory]
    [InlineData("CONNECT", "421 4.3.2 too busy", DeliveryOutcome.Transient, "421 4.3.2 too busy")]
    [InlineData("CONNECT", "554 5.7.1 go away", DeliveryOutcome.Transient, "554 5.7.1 go away")]
    [InlineData("CONNECT", null, DeliveryOutcome.Transient, "Cannot connect to 127.0.0.1:")]
    [InlineData("EHLO", null, DeliveryOutcome.Transient, "Cannot connect to 127.0.0.1:")]
    [InlineData("MAIL", "450 4.7.1 later", DeliveryOutcome.Transient, "450 4.7.1 later")]
    [InlineData("MAIL", "550 5.7.1 no", DeliveryOutcome.Permanent, "550 5.7.1 no")]
    [InlineData("MAIL", "530 5.7.0 log in first", DeliveryOutcome.Transient, "log in first")]
    [InlineData("MAIL", "421 4.3.2 shutting down", DeliveryOutcome.Transient, "421 4.3.2 shutting down")]
    [InlineData("MAIL", null, DeliveryOutcome.Transient, "The connection broke before the message was handed over")]
    [InlineData("RCPT", "452 4.2.2 full", DeliveryOutcome.Transient, "452 4.2.2 full")]
    [InlineData("RCPT", "550 5.1.1 unknown", DeliveryOutcome.Permanent, "550 5.1.1 unknown")]
    [InlineData("RCPT", null, DeliveryOutcome.Transient, "The connection broke before the message was handed over")]
    [InlineData("DATA", "451 4.3.0 later", DeliveryOutcome.Transient, "451 4.3.0 later")]
    [InlineData("DATA", "554 5.5.1 no", DeliveryOutcome.Permanent, "554 5.5.1 no")]
    [InlineData("DATA", "250 what?", DeliveryOutcome.Transient, "an answer that does not fit: 250 what?")]
    [InlineData("DATA", null, DeliveryOutcome.Transient, "The connection broke before the message was handed over")]
    [InlineData(".", "450 4.7.0 greylisted", DeliveryOutcome.Transient, "450 4.7.0 greylisted")]
    [InlineData(".", "552 5.3.4 too large", DeliveryOutcome.Permanent, "552 5.3.4 too large")]
    [InlineData(".", "421 4.3.2 shutting down", DeliveryOutcome.Transient, "421 4.3.2 shutting down")]
    [InlineData(".", "354 what?", DeliveryOutcome.InDoubt, "354 what?")]
    [InlineData(".", "nonsense", DeliveryOutcome.InDoubt, "The message was sent, and no answer came: ")]
    [InlineData(".", null, DeliveryOutcome.InDoubt, "The message was sent, and no answer came: ")]
    public async Task Every_failure_has_its_outcome(string verb, string? answer, DeliveryOutcome outcome, string detail)
    {
        var result = await SendOnceAsync(SmtpServer.With((verb, answer)));

        result.Outcome.ShouldBe(outcome);
        result.Detail!.ShouldContain(detail);
    }

    [Fact]
    public async Task A_large_message_that_breaks_off_half_way_was_not_offered()
    {
        // The server is gone after the invitation, and far more is to come than any buffer on the way holds.
        await using var server = new SmtpServer((session, verb) => verb == "MAIL" ? "250 fine\r\n250 fine\r\n354 go on" : verb == "RCPT" ? null : SmtpServer.Usual(verb));
        await using var transport = Transport(server);

        var result = await transport.SendAsync(Mails.Plain with { Html = new string('x', 64 * 1024 * 1024) }, Cancellation);

        result.Outcome.ShouldBe(DeliveryOutcome.Transient);
    }

    [Fact]
    public async Task Nobody_listening_is_for_later()
    {
        var server = SmtpServer.With();
        var port = server.Port;
        await using var transport = Transport(server);
        await server.DisposeAsync();

        var result = await transport.SendAsync(Mails.Plain, Cancellation);

        result.Outcome.ShouldBe(DeliveryOutcome.Transient);
        result.Detail!.ShouldBe($"Cannot connect to 127.0.0.1:{port}: Connection refused");
    }

    [Fact]
    public async Task A_host_without_an_address_is_for_later()
    {
        await using var transport = new SmtpTransport(new SmtpOptions { Host = "mail.invalid" });

        var result = await transport.SendAsync(Mails.Plain, Cancellation);

        result.Outcome.ShouldBe(DeliveryOutcome.Transient);
        result.Detail!.ShouldStartWith("Cannot connect to mail.invalid:25: ");
    }

    [Theory]
    [InlineData("EHLO", "250-test\r\n250 AUTH PLAIN", "AUTH", "535 5.7.8 wrong password", "the log-in as ann was refused")]
    [InlineData("EHLO", "250 test", "AUTH", "250", "Cannot connect to")]
    public async Task A_log_in_that_fails_is_for_later_and_tells_no_password(string verb, string answer, string verb2, string answer2, string detail)
    {
        var result = await SendOnceAsync(
            SmtpServer.With((verb, answer), (verb2, answer2)),
            options => options with { UserName = "ann", Password = "sesame", Security = SmtpSecurity.None });

        result.Outcome.ShouldBe(DeliveryOutcome.Transient);
        result.Detail!.ShouldContain(detail);
        result.Detail!.ShouldNotContain("sesame");
    }

    [Fact]
    public async Task Logs_in()
    {
        var server = SmtpServer.With(("EHLO", "250-test\r\n250 AUTH PLAIN"), ("AUTH", "235 2.7.0 welcome"));

        (await SendOnceAsync(server, options => options with { UserName = "ann", Password = "sesame", Security = SmtpSecurity.None })).ShouldBe(DeliveryResult.Accepted);

        server.Commands.Select(command => command.Line).ShouldContain("AUTH PLAIN AGFubgBzZXNhbWU=");
    }

    [Fact]
    public async Task A_password_never_travels_in_the_clear_unasked()
    {
        var server = SmtpServer.With(("EHLO", "250-test\r\n250 AUTH PLAIN"));

        var result = await SendOnceAsync(server, options => options with { UserName = "ann", Password = "sesame" });

        result.Outcome.ShouldBe(DeliveryOutcome.Transient);
        server.Commands.ShouldAllBe(command => !command.Line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_international_address_needs_a_server_that_takes_them()
    {
        var mail = Mails.Plain with { To = new Mailbox("jörg@mail.example") };
        var able = SmtpServer.With(("EHLO", "250-test\r\n250-8BITMIME\r\n250 SMTPUTF8"));

        (await SendOnceAsync(SmtpServer.With(), mail: mail)).Outcome.ShouldBe(DeliveryOutcome.Permanent);
        (await SendOnceAsync(able, mail: mail)).ShouldBe(DeliveryResult.Accepted);

        able.Commands.Select(command => command.Line).ShouldContain("RCPT TO:<jörg@mail.example>");
        able.Messages.Single().ShouldContain("To: jörg@mail.example\r\n");
    }

    [Fact]
    public async Task Mail_in_ascii_asks_for_no_extension()
    {
        var server = SmtpServer.With(("EHLO", "250-test\r\n250-8BITMIME\r\n250-SIZE 1000000\r\n250 SMTPUTF8"));

        await SendOnceAsync(server, mail: Mails.Plain with { To = new Mailbox("ada@bücher.example", "Jörg"), Subject = "Grüße" });

        server.Commands.ShouldAllBe(command => !command.Line.Contains("SMTPUTF8", StringComparison.Ordinal));
        server.Commands.Select(command => command.Line).ShouldContain("RCPT TO:<ada@xn--bcher-kva.example>");
    }

    [Fact]
    public async Task A_measured_message_that_breaks_off_is_not_in_doubt()
        => (await SendOnceAsync(SmtpServer.With(("EHLO", "250-test\r\n250 SIZE 1000000"), ("MAIL", null)))).Outcome.ShouldBe(DeliveryOutcome.Transient);

    [Fact]
    public async Task A_mail_that_cannot_be_built_is_refused_without_a_server()
    {
        var server = SmtpServer.With();

        var result = await SendOnceAsync(server, mail: Mails.Plain with { Subject = "a\r\nb" });

        result.ShouldBe(new DeliveryResult(DeliveryOutcome.Permanent, "subject: holds a line break or a null character."));
        server.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task A_stop_before_the_end_of_the_message_leaves_no_doubt()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var server = new SmtpServer((_, verb) =>
        {
            if (verb == "MAIL")
            {
                stop.Cancel();
                return "250 fine";
            }

            return verb is "RCPT" ? "" : SmtpServer.Usual(verb);
        });
        await using var transport = Transport(server);

        (await transport.SendAsync(Mails.Plain, stop.Token)).ShouldBe(new DeliveryResult(DeliveryOutcome.Transient, "Stopped before the message was handed over."));
        (await transport.SendAsync(Mails.Plain, stop.Token)).Outcome.ShouldBe(DeliveryOutcome.Transient);
    }

    [Fact]
    public async Task A_stop_after_the_end_of_the_message_waits_for_the_answer()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var server = new SmtpServer((_, verb) =>
        {
            if (verb == ".")
            {
                stop.Cancel();
            }

            return SmtpServer.Usual(verb);
        });
        await using var transport = Transport(server);

        (await transport.SendAsync(Mails.Plain, stop.Token)).ShouldBe(DeliveryResult.Accepted);
    }

    [Fact]
    public async Task A_server_that_never_answers_leaves_the_mail_in_doubt()
    {
        await using var server = new SmtpServer((_, verb) =>
        {
            if (verb == ".")
            {
                _time.Advance(TimeSpan.FromMinutes(11));
                return "";
            }

            return SmtpServer.Usual(verb);
        });
        await using var transport = Transport(server);

        var result = await transport.SendAsync(Mails.Plain, Cancellation);

        result.ShouldBe(new DeliveryResult(DeliveryOutcome.InDoubt, "The message was sent, and no answer came: the server did not answer in the time allowed."));
    }

    [Fact]
    public void Bad_options_are_refused()
        => Should.Throw<FieldException>(() => new SmtpTransport(new SmtpOptions { Host = "a b" })).Field.ShouldBe("smtp.host");
}
