using System.Diagnostics;
using System.Globalization;
using Automail.Benchmarks.Delivery;
using Automail.Cli.Templates;
using Automail.Engine;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Smtp;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;
using Automail.Sqlite;

namespace Automail.Benchmarks.Scale;

/// <summary>
/// Sequences at scale on SQLite: a million people wait, and 100,000 of others come due in the same minute and are sent a whole mail of a ready template by SMTP, each step, gate and ledger entry durable. Beside it the
/// bare MailKit loop with as many connections and the same messages, which it builds, but neither stores nor renders. And what a sweep costs that finds nothing due.
/// </summary>
internal static class ScaleBenchmark
{
    private const int Waiting = 1_000_000;
    private const int Due = 100_000;
    private const int Connections = 4;
    private const int Samples = 500;
    private const int BareRounds = 6;
    private const int BareTimes = 20;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static async Task<bool> RunAsync()
    {
        await using var sink = await SmtpSink.StartAsync();
        if (sink is null)
        {
            Console.WriteLine("  skipped: smtp-sink (Debian's package postfix) is not installed.");
            return true;
        }

        var folder = Directory.CreateTempSubdirectory("automail-scale-");
        try
        {
            await using var store = await SqliteStore.OpenAsync(Path.Combine(folder.FullName, "scale.db"));
            await using var transport = new SmtpTransport(
                new SmtpOptions { Host = "127.0.0.1", Port = sink.Port, Security = SmtpSecurity.None, Connections = Connections, LocalDomain = "bench.example" });
            var (clock, mails, memory) = (VirtualClock.StandingAt(Start), new KeptMails(transport), new MemoryUse());
            var pipeline = Create(store, clock, mails);
            await pipeline.Sequences.PublishAsync(ScalePeople.Sequence);
            await ScalePeople.FillAsync(store, Start, Waiting, Due);
            clock.AdvanceTo(Start.AddHours(23));
            var kept = await SweepAsync(pipeline);

            clock.AdvanceTo(Start.AddDays(1).AddMinutes(1));
            var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            // What storing the people has left behind is not theirs who drain.
            GC.Collect();
            var drain = pipeline.Worker.DrainAsync();
            await memory.WatchAsync(drain);
            var done = await drain;
            watch.Stop();
            var spent = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Due;
            var sent = (await store.ReadAsync(unit => unit.Ledger.CountByStateAsync())).GetValueOrDefault(SendState.Sent);
            if (sent != Due)
            {
                throw new InvalidOperationException($"{sent} of {Due} mails were sent, of {done} items.");
            }

            var rate = Due / watch.Elapsed.TotalSeconds;
            Print($"{Due:N0} people: step, gate, whole mail, SMTP, ledger: {rate:N0}/s, {spent:N0} µs of our CPU each");
            Print($"memory while they drain: {memory}");
            var bare = await BareAsync(mails.First, sink.Port);
            Print($"the bare MailKit loop with the same messages: {bare:N0}/s");
            kept &= Measure.PrintAtLeast("whole drain to the bare loop", rate / bare, 0.5);
            return kept & Judge("memory", memory.AtMost, 300, "MB");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Pipeline Create(IAutomailStore store, VirtualClock clock, IMailTransport transport)
    {
        var (site, liquid, tokens) = (new FixedSite(new SiteProfile { Name = "Shop", Url = "https://shop.example", From = new Mailbox("shop@shop.example", "Shop"), Address = "Quay 12, Amsterdam" }), new DotLiquidEngine(), new TokenProtector(new byte[32]));
        return new Pipeline(new PipelineParts
        {
            Store = store,
            Site = site,
            Clock = clock,
            Liquid = liquid,
            Composer = new MailComposer(FileTemplateSource.Ready(liquid), new MailRenderer(liquid, tokens), tokens, site, store, clock),
            Transport = transport,
            Tokens = tokens,
        });
    }

    /// <summary>A sweep that finds nothing due among all of them.</summary>
    private static async Task<bool> SweepAsync(Pipeline pipeline)
    {
        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (await pipeline.Worker.DrainAsync() != 0)
            {
                throw new InvalidOperationException("Something was due.");
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Judge($"a sweep with nothing due among {Waiting + Due:N0}", Measure.Median(times), 5, "ms");
    }

    private static async Task<double> BareAsync(IReadOnlyList<OutgoingMail> mails, int port)
    {
        var series = new Series("bare");
        var clients = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SmtpBenchmark.ConnectAsync(port)));
        for (var round = 0; round < BareRounds; round++)
        {
            await series.RunAsync(mails.Count * BareTimes, async () =>
            {
                for (var time = 0; time < BareTimes; time++)
                {
                    await SmtpBenchmark.SendBareAsync(clients, mails.Select(SmtpBenchmark.BuildPlainly).ToArray());
                }
            });
            if (round == 0)
            {
                series.Clear();
            }
        }

        foreach (var client in clients)
        {
            await client.DisconnectAsync(quit: true);
            client.Dispose();
        }

        return series.Rate;
    }

    private static bool Judge(string what, double value, double atMost, string unit)
    {
        var kept = value <= atMost;
        Print(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:0.###} {unit} (budget: at most {atMost:0} {unit}) {(kept ? "kept" : "MISSED")}"));
        return kept;
    }

    private static void Print(FormattableString line) => Console.WriteLine("  " + line.ToString(CultureInfo.InvariantCulture));

    private static void Print(string line) => Console.WriteLine("  " + line);

    /// <summary>Hands over, and keeps the first mails to send them again by the bare loop.</summary>
    private sealed class KeptMails(IMailTransport transport) : IMailTransport
    {
        private readonly List<OutgoingMail> _first = [];

        public IReadOnlyList<OutgoingMail> First => _first;

        public int Concurrency => transport.Concurrency;

        public Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
        {
            lock (_first)
            {
                if (_first.Count < Samples)
                {
                    _first.Add(mail);
                }
            }

            return transport.SendAsync(mail, cancellationToken);
        }
    }
}
