using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Automail.Cli;

namespace Automail.Benchmarks.Simulate;

/// <summary>
/// <c>automail simulate</c> as its users call it: 100,000 contacts through 90 days of a sequence of three steps, about five events each. Twice, with the same
/// people and with half of them, so that memory can be seen to follow people and not time.
/// </summary>
internal static class SimulateBenchmark
{
    private const int Days = 90;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string?[] Zones = ["Europe/Amsterdam", "America/New_York", "Pacific/Auckland", "Pacific/Honolulu", "Asia/Tokyo", null];

    public static async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("automail-simulate-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "sequences"));
            Directory.CreateDirectory(Path.Combine(folder, "templates"));
            await File.WriteAllTextAsync(Path.Combine(folder, "sequences", "cart.json"), """
                { "id": "cart", "trigger": { "event": "cart.abandoned", "if": "event.total >= 20" }, "reentry": { "mode": "after", "period": "P7D" },
                  "exit": { "on": ["order.placed"] }, "window": { "from": "08:00", "to": "21:00" },
                  "steps": [ { "id": "first", "send": "one" }, { "id": "wait", "wait": "P1D" }, { "id": "second", "send": "two" } ] }
                """);
            foreach (var name in (string[])["one", "two"])
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "templates", name + ".liquid"), $"---\nsubject: {name}\npurpose: marketing\n---\n<p>{name}</p>\n");
            }

            await SimulateAsync(folder, 1_000);
            await SimulateAsync(folder, 50_000);
            var elapsed = await SimulateAsync(folder, 100_000);
            var kept = elapsed <= TimeSpan.FromSeconds(60);
            Console.WriteLine($"  100,000 contacts x {Days} days (budget: at most 60 s) {(kept ? "kept" : "MISSED")}");
            return kept;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TimeSpan> SimulateAsync(string folder, int contacts)
    {
        var events = await WriteEventsAsync(Path.Combine(folder, "events.jsonl"), contacts);
        GC.Collect();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        var exitCode = await CommandLine.RunAsync(
            [
                "simulate", "--sequences", Path.Combine(folder, "sequences"), "--templates", Path.Combine(folder, "templates"),
                "--events", Path.Combine(folder, "events.jsonl"), "--until", OutputJson.Time(Start.AddDays(Days)), "--out", Path.Combine(folder, "out"), "--json",
            ],
            new Terminal(output, error, interactive: false),
            CancellationToken.None);
        var elapsed = Stopwatch.GetElapsedTime(start);
        using var process = Process.GetCurrentProcess();
        if (exitCode != 0)
        {
            throw new InvalidOperationException(error.ToString());
        }

        using var summary = JsonDocument.Parse(output.ToString());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {contacts,8:N0} contacts, {events,8:N0} events, {summary.RootElement.GetProperty("sent").GetInt32(),8:N0} mails: {elapsed.TotalSeconds,6:0.0} s, of the processor {(process.TotalProcessorTime - before).TotalSeconds,6:0.0} s, peak of memory {process.PeakWorkingSet64 / 1048576,5:N0} MB"));
        return elapsed;
    }

    private static async Task<int> WriteEventsAsync(string path, int contacts)
    {
        var random = new Random(1);
        var events = new List<(TimeSpan At, string Type, string Subject, object Data)>();
        for (var i = 0; i < contacts; i++)
        {
            var email = string.Create(CultureInfo.InvariantCulture, $"contact{i}@example.org");
            var registered = At(random, TimeSpan.FromDays(60));
            events.Add((registered, "user.registered", email, new
            {
                email,
                name = $"Contact {i}",
                timeZone = Zones[random.Next(Zones.Length)],
                consent = random.Next(5) > 0 ? new[] { new { purpose = "marketing", source = "form" } } : [],
            }));
            for (var cart = random.Next(5); cart > 0; cart--)
            {
                var filled = registered + At(random, TimeSpan.FromDays(30));
                var items = new[] { new { sku = "tea", name = "Tea", quantity = random.Next(1, 5), price = 12.5m, url = "/products/tea" } };
                events.Add((filled, "cart.updated", email, new { cartId = $"{i}-{cart}", currency = "EUR", items }));
                if (random.Next(2) == 0)
                {
                    events.Add((filled + At(random, TimeSpan.FromDays(3)), "order.placed", email, new { orderId = $"{i}-{cart}", currency = "EUR", total = 12.5m }));
                }
            }
        }

        // Stable, and by time as a log is.
        await using var writer = new StreamWriter(path);
        var id = 0;
        foreach (var (at, type, subject, data) in events.OrderBy(one => one.At))
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(new { specversion = "1.0", id = $"{++id}", source = "shop", type, subject, time = OutputJson.Time(Start + at), data }));
        }

        return events.Count;
    }

    private static TimeSpan At(Random random, TimeSpan within) => TimeSpan.FromMilliseconds(random.NextInt64((long)within.TotalMilliseconds));
}
