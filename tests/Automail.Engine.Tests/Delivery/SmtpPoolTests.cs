using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Smtp;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Delivery;

public sealed class SmtpPoolTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SmtpTransport Transport(SmtpServer server, int connections = 1, int messages = 1000) => new(
        new SmtpOptions { Host = "localhost", Port = server.Port, Connections = connections, MaxMessagesPerConnection = messages, IdleTimeout = TimeSpan.FromSeconds(60) }, _time);

    [Fact]
    public async Task A_connection_is_kept_for_the_next_mail()
    {
        await using var server = SmtpServer.With();
        await using var transport = Transport(server);
        for (var i = 0; i < 10; i++)
        {
            (await transport.SendAsync(Mails.Plain, Cancellation)).ShouldBe(DeliveryResult.Accepted);
        }

        server.Connections.ShouldBe(1);
        server.Messages.Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_connection_is_replaced_after_so_many_messages()
    {
        await using var server = SmtpServer.With();
        await using (var transport = Transport(server, messages: 3))
        {
            for (var i = 0; i < 7; i++)
            {
                (await transport.SendAsync(Mails.Plain, Cancellation)).ShouldBe(DeliveryResult.Accepted);
            }
        }

        server.Connections.ShouldBe(3);
        server.Commands.Count(command => command.Line == "QUIT").ShouldBe(3);
    }

    [Fact]
    public async Task At_most_so_many_connections_serve_everybody()
    {
        await using var server = SmtpServer.With();
        await using (var transport = Transport(server, connections: 3))
        {
            transport.Concurrency.ShouldBe(3);
            var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
                transport.SendAsync(Mails.Plain with { Subject = $"Mail {i}" }, Cancellation)));
            results.ShouldAllBe(result => result == DeliveryResult.Accepted);
        }

        server.Connections.ShouldBeInRange(1, 3);
        server.Messages.Select(message => Mails.Parse(message).Subject).Order().ShouldBe(Enumerable.Range(0, 60).Select(i => $"Mail {i}").Order());
    }

    [Fact]
    public async Task A_refused_mail_does_not_cost_the_connection()
    {
        await using var server = new SmtpServer((session, verb) => verb == "RCPT" && session.Messages == 1 ? "550 5.1.1 unknown" : SmtpServer.Usual(verb));
        await using var transport = Transport(server);

        (await transport.SendAsync(Mails.Plain, Cancellation)).Outcome.ShouldBe(DeliveryOutcome.Accepted);
        (await transport.SendAsync(Mails.Plain, Cancellation)).Outcome.ShouldBe(DeliveryOutcome.Permanent);
        (await transport.SendAsync(Mails.Plain, Cancellation)).Outcome.ShouldBe(DeliveryOutcome.Permanent);

        server.Connections.ShouldBe(1);
        server.Commands.Count(command => command.Line == "RSET").ShouldBe(2);
    }

    // What a server does to a connection it has kept: it hangs up, before or when it is used again, or says 421 first.
    [Theory]
    [InlineData(".", "250 fine\r\n421 4.4.2 idle too long")]
    [InlineData("MAIL", null)]
    [InlineData("MAIL", "421 4.4.2 idle too long")]
    public async Task A_connection_that_the_server_gave_up_is_replaced_unnoticed(string verb, string? answer)
    {
        await using var server = new SmtpServer((session, received) =>
            received == verb && session.Number <= 2 && session.Messages == 1 ? answer : SmtpServer.Usual(received));
        await using var transport = Transport(server);

        for (var i = 0; i < 4; i++)
        {
            (await transport.SendAsync(Mails.Plain, Cancellation)).ShouldBe(DeliveryResult.Accepted);
        }

        server.Messages.Count.ShouldBe(4);
        server.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task A_kept_connection_that_breaks_after_the_message_is_not_tried_again()
    {
        await using var server = new SmtpServer((session, verb) => verb == "." && session.Messages == 2 ? null : SmtpServer.Usual(verb));
        await using var transport = Transport(server);

        (await transport.SendAsync(Mails.Plain, Cancellation)).Outcome.ShouldBe(DeliveryOutcome.Accepted);
        (await transport.SendAsync(Mails.Plain, Cancellation)).Outcome.ShouldBe(DeliveryOutcome.InDoubt);

        server.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_connection_that_was_idle_too_long_is_left_with_a_word()
    {
        var goodbye = new TaskCompletionSource();
        await using var server = new SmtpServer((_, verb) =>
        {
            if (verb == "QUIT")
            {
                goodbye.TrySetResult();
            }

            return SmtpServer.Usual(verb);
        });
        await using var transport = Transport(server);
        await transport.SendAsync(Mails.Plain, Cancellation);

        _time.Advance(TimeSpan.FromSeconds(59));
        goodbye.Task.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(31));
        await goodbye.Task.WaitAsync(Cancellation);

        (await transport.SendAsync(Mails.Plain, Cancellation)).ShouldBe(DeliveryResult.Accepted);
        server.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_disposed_pool_keeps_nothing()
    {
        await using var server = SmtpServer.With();
        var transport = Transport(server);
        await transport.SendAsync(Mails.Plain, Cancellation);
        await transport.DisposeAsync();
        await transport.DisposeAsync();

        (await transport.SendAsync(Mails.Plain, Cancellation)).ShouldBe(DeliveryResult.Accepted);

        server.Commands.Count(command => command.Line == "QUIT").ShouldBe(2);
    }
}
