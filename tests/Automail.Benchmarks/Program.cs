using Automail.Benchmarks;
using Automail.Benchmarks.Delivery;
using Automail.Benchmarks.Scale;
using Automail.Benchmarks.Simulate;
using Automail.Benchmarks.Sqlite;

// Each benchmark measures two or three ways of doing one thing, by turns and in one process, so that their ratio means something on any machine.
Benchmark[] benchmarks =
[
    new("smtp", "handing mail to a server: our transport, a bare MailKit loop, and one connection per mail", SmtpBenchmark.RunAsync),
    new("claim", "claiming what is due on SQLite: among few that wait and among many", ClaimBenchmark.RunAsync),
    new("pages", "pages of 100,000 contacts and mails on SQLite", PagesBenchmark.RunAsync),
    new("render", "whole mails of ready templates beside the bare Liquid of the same sources", RenderBenchmark.RunAsync),
    new("scale", "100,000 people of a sequence come due in a minute beside 1,000,000 who wait, on SQLite, to their mails at an SMTP server", ScaleBenchmark.RunAsync),
    new("move", "100,000 people of a sequence are moved to another version, on SQLite", MoveBenchmark.RunAsync),
    new("simulate", "100,000 contacts through 90 days of virtual time", SimulateBenchmark.RunAsync),
];

if (args.Length == 0 || args.Any(arg => benchmarks.All(benchmark => benchmark.Name != arg)))
{
    Console.WriteLine("Usage: dotnet run -c Release --project tests/Automail.Benchmarks -- NAME…");
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
