using System.Globalization;
using Automail.Benchmarks;
using Automail.Benchmarks.Delivery;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Delivery;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Email;
using OrchardCore.Environment.Shell.Scope;

namespace Automail.OrchardModule.Benchmarks;

/// <summary>The same messages through Orchard's e-mail service to the same sink, by turns: with Automail's provider, and with the one that Orchard brings.</summary>
internal static class ProviderBenchmark
{
    private const string Stock = "DefaultSMTP";
    private const int Count = 2_000;
    private const int StockCount = 40;
    private const int Rounds = 5;

    public static async Task<bool> RunAsync()
    {
        await using var sink = await SmtpSink.StartAsync();
        if (sink is null)
        {
            Console.WriteLine("  skipped: smtp-sink (Debian's package postfix) is not installed.");
            return true;
        }

        await using var site = new SinkSite(sink.Port);
        await site.InitializeAsync();
        var (ours, stock) = (new Series("Automail SMTP"), new Series("Orchard's provider, one by one"));
        for (var round = -1; round < Rounds; round++)
        {
            await ours.RunAsync(Count, () => SendAsync(site, AutomailSmtpProvider.Name, Count, site.Connections));
            await stock.RunAsync(StockCount, () => SendAsync(site, Stock, StockCount, 1));
            if (round < 0)
            {
                // These warm up.
                ours.Clear();
                stock.Clear();
            }
        }

        ours.Print();
        stock.Print();
        return Measure.PrintAtLeast("ours to Orchard's", ours.RatioTo(stock), 100);
    }

    private static Task SendAsync(Site site, string provider, int count, int atOnce) => site.InScopeAsync(async _ =>
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i <= count)
            {
                await ShellScope.UsingChildScopeAsync(async scope =>
                {
                    var result = await scope.ServiceProvider.GetRequiredService<IEmailService>().SendAsync(CreateMail(i, provider), provider);
                    if (!result.Succeeded)
                    {
                        throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Message.Value)));
                    }
                });
            }
        }));
    });

    private static MailMessage CreateMail(int number, string provider)
    {
        var id = number.ToString("x32", CultureInfo.InvariantCulture);
        var mail = new OutgoingMail
        {
            SendId = id,
            MessageId = $"{id}@shop.example",
            From = new Mailbox("shop@shop.example", "The Shop"),
            To = new Mailbox($"reader{number}@mail.example", $"Reader {number}"),
            Subject = $"Reader {number}, je mandje wacht nog op je",
            Html = $"<!DOCTYPE html><html><body><h1>Hallo Reader {number}</h1>{string.Concat(Enumerable.Repeat("<p style=\"margin:0 0 16px\">Dit liet je achter. We hebben het voor je bewaard.</p>\n", 40))}</body></html>",
            Text = $"Hallo Reader {number}\n\n{string.Concat(Enumerable.Repeat("Dit liet je achter. We hebben het voor je bewaard.\n", 20))}",
            Date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Locale = "nl",
        };
        return provider == AutomailSmtpProvider.Name
            ? new AutomailMessage(mail)
            : new MailMessage { From = mail.From.Address, To = mail.To.Address, Subject = mail.Subject, HtmlBody = mail.Html, TextBody = mail.Text };
    }
}
