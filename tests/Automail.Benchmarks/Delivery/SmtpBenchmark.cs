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
    private const int Count = 1000;
    private const int StockCount = 10;
    private const int Rounds = 20;

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
        var clients = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ConnectAsync(sink.Port)));
        var (ours, bare, stock) = (new Series("ours, 4 connections"), new Series("bare MailKit, 4 connections"), new Series("a connection for each mail"));
        for (var round = -3; round < Rounds; round++)
        {
            var built = mails.Select(BuildPlainly).ToArray();
            GC.Collect();
            Task RunOurs() => ours.RunAsync(Count, () => SendOursAsync(transport, mails));
            Task RunBare() => bare.RunAsync(Count, () => SendBareAsync(clients, built));

            // Each goes first as often as the other.
            await (round % 2 == 0 ? RunOurs() : RunBare());
            await (round % 2 == 0 ? RunBare() : RunOurs());
            await stock.RunAsync(StockCount, () => SendStockAsync(built.Take(StockCount), sink.Port));
            if (round < 0)
            {
                // These warm up.
                ours.Clear();
                bare.Clear();
                stock.Clear();
            }
        }

        foreach (var client in clients)
        {
            await client.DisconnectAsync(quit: true);
            client.Dispose();
        }

        ours.Print();
        bare.Print();
        stock.Print();
        var keepsUp = Measure.PrintAtLeast("ours to bare", ours.RatioTo(bare), 0.85);
        return Measure.PrintAtLeast("ours to a connection for each", ours.RatioTo(stock), 100) && keepsUp;
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
            Html = $"<!DOCTYPE html><html><body><h1>Hallo Reader {number}</h1>{string.Concat(Enumerable.Repeat("<p style=\"margin:0 0 16px\">Dit liet je achter. We hebben het voor je bewaard, het is één klik.</p>\n", 40))}</body></html>",
            Text = $"Hallo Reader {number}\n\n{string.Concat(Enumerable.Repeat("Dit liet je achter. We hebben het voor je bewaard, het is één klik.\n", 20))}",
            Date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            UnsubscribeUrl = $"https://shop.example/automail/unsubscribe/{id}",
            UnsubscribeMailto = "out@shop.example",
            FeedbackId = "cart:shop:marketing:automail",
            Locale = "nl",
        };
    }

    // The same mail, byte for byte but for the boundary, as anybody would make it with MimeKit.
    internal static MimeMessage BuildPlainly(OutgoingMail mail)
    {
        var message = new MimeMessage();
        message.From.Add(new MailboxAddress(mail.From.Name, mail.From.Address));
        message.To.Add(new MailboxAddress(mail.To.Name, mail.To.Address));
        message.Subject = mail.Subject;
        message.Date = mail.Date;
        message.MessageId = mail.MessageId;
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("List-Unsubscribe", $"<{mail.UnsubscribeUrl}>, <mailto:{mail.UnsubscribeMailto}>");
        message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        message.Headers.Add("Feedback-ID", mail.FeedbackId!);
        message.Headers.Add("Content-Language", mail.Locale!);
        message.Body = new MultipartAlternative(ToPart("plain", mail.Text), ToPart("html", mail.Html));
        return message;

        static TextPart ToPart(string subtype, string text)
        {
            var part = new TextPart(subtype) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
            part.SetText("utf-8", text);
            return part;
        }
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

    internal static async Task<SmtpClient> ConnectAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var client = new SmtpClient { LocalDomain = "bench.example" };
        await client.ConnectAsync(socket, "127.0.0.1", port, SecureSocketOptions.None);
        return client;
    }

    internal static async Task SendBareAsync(SmtpClient[] clients, MimeMessage[] messages)
    {
        var next = -1;
        await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < messages.Length)
            {
                await client.SendAsync(messages[i]);
            }
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
