using System.Net;
using System.Net.Sockets;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Smtp;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Automail.Benchmarks.Delivery;

/// <summary>
/// The same messages to the same sink, by turns: through our transport with all that belongs to it (MIME, outcome); by MailKit alone over as many
/// kept connections without Nagle's algorithm, the messages built beforehand; and as Orchard's stock provider does, with a connection for each mail.
/// </summary>
internal static class SmtpBenchmark
{
    private const int Connections = 4;
    private const int Count = 4000;
    private const int StockCount = 50;
    private const int Rounds = 7;

    public static async Task<bool> RunAsync()
    {
        await using var sink = await SmtpSink.StartAsync();
        if (sink is null)
        {
            Console.WriteLine("  skipped: smtp-sink (Debian's package postfix) is not installed.");
            return true;
        }

        var mails = Enumerable.Range(0, Count).Select(CreateMail).ToArray();
        await using var transport = new SmtpTransport(
            new SmtpOptions { Host = "127.0.0.1", Port = sink.Port, Security = SmtpSecurity.None, Connections = Connections, LocalDomain = "bench.example" });
        var (ours, bare, stock) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            var built = mails.Select(MimeBuilder.Build).ToArray();
            var bareRate = await Measure.RateAsync(Count, () => SendBareAsync(built, sink.Port));
            var ourRate = await Measure.RateAsync(Count, () => SendOursAsync(transport, mails));
            var stockRate = await Measure.RateAsync(StockCount, () => SendStockAsync(built.Take(StockCount), sink.Port));
            if (round >= 0)
            {
                // The first round warms up.
                ours.Add(ourRate);
                bare.Add(bareRate);
                stock.Add(stockRate);
            }
        }

        Measure.PrintRate($"ours, {Connections} connections", ours);
        Measure.PrintRate($"bare MailKit, {Connections} connections", bare);
        Measure.PrintRate("a connection for each mail", stock);
        var keepsUp = Measure.PrintAtLeast("ours to bare", Measure.Median(ours.Zip(bare, (a, b) => a / b)), 0.85);
        return Measure.PrintAtLeast("ours to a connection for each", Measure.Median(ours.Zip(stock, (a, b) => a / b)), 100) && keepsUp;
    }

    private static OutgoingMail CreateMail(int number)
    {
        var id = number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
        return new OutgoingMail
        {
            SendId = id,
            MessageId = $"{id}@shop.example",
            From = new Mailbox("shop@shop.example", "The Shop"),
            To = new Mailbox($"reader{number}@mail.example", $"Reader {number}"),
            Subject = $"Reader {number}, je mandje wacht nog op je – één klik",
            Html = $"<!DOCTYPE html><html><body><h1>Hallo Reader {number}</h1>{string.Concat(Enumerable.Repeat("<p>Dit liet je achter. We hebben het voor je bewaard, het is één klik.</p>\n", 20))}</body></html>",
            Text = $"Hallo Reader {number}\n\n{string.Concat(Enumerable.Repeat("Dit liet je achter. We hebben het voor je bewaard, het is één klik.\n", 20))}",
            Date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            UnsubscribeUrl = $"https://shop.example/automail/unsubscribe/{id}",
            UnsubscribeMailto = "out@shop.example",
            FeedbackId = "cart:shop:marketing:automail",
            Locale = "nl",
        };
    }

    private static async Task SendOursAsync(SmtpTransport transport, OutgoingMail[] mails)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, transport.Concurrency).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < mails.Length)
            {
                var result = await transport.SendAsync(mails[i], CancellationToken.None);
                if (result.Outcome != DeliveryOutcome.Accepted)
                {
                    throw new InvalidOperationException(result.Detail);
                }
            }
        })));
    }

    private static async Task SendBareAsync(MimeMessage[] messages, int port)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port);
            using var client = new SmtpClient { LocalDomain = "bench.example" };
            await client.ConnectAsync(socket, "127.0.0.1", port, SecureSocketOptions.None);
            while (Interlocked.Increment(ref next) is var i && i < messages.Length)
            {
                await client.SendAsync(messages[i]);
            }

            await client.DisconnectAsync(quit: true);
        })));
    }

    private static async Task SendStockAsync(IEnumerable<MimeMessage> messages, int port)
    {
        foreach (var message in messages)
        {
            using var client = new SmtpClient();
            await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
            await client.SendAsync(message);
            await client.DisconnectAsync(quit: true);
        }
    }
}
