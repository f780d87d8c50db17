using Automail.Benchmarks;
using Automail.OrchardModule.Benchmarks;

// What needs a real Orchard site; the rest is in tests/Automail.Benchmarks.
Benchmark[] benchmarks =
[
    new("delay", "workflows that wait: Automail's Delay beside Orchard's timer", DelayBenchmark.RunAsync),
    new("sequences", "people of a sequence come due in a minute beside many who wait, to their mails at an SMTP server", SequencesBenchmark.RunAsync),
    new("provider", "mail through Orchard's e-mail service: Automail SMTP beside the stock provider", ProviderBenchmark.RunAsync),
];

if (args.Length == 0 || args.Any(arg => benchmarks.All(benchmark => benchmark.Name != arg)))
{
    Console.WriteLine("Usage: dotnet run -c Release --project tests/Automail.OrchardModule.Benchmarks -- NAME…");
    foreach (var benchmark in benchmarks)
    {
        Console.WriteLine($"  {benchmark.Name,-12}{benchmark.What}");
    }

    return 2;
}

var kept = true;
foreach (var benchmark in benchmarks.Where(benchmark => args.Contains(benchmark.Name)))
{
    Console.WriteLine($"{benchmark.Name}: {benchmark.What}");
    kept &= await benchmark.RunAsync();
}

return kept ? 0 : 1;
