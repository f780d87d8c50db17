using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Automail.Cli.Tests.Simulate;

/// <summary>The machine's zone, its language, and whether it knows languages at all, change no byte.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public async Task A_simulation_gives_the_same_bytes_on_every_machine()
    {
        using var population = new Population()
            .Sequence("""
                { "id": "s", "trigger": { "event": "user.registered" }, "window": { "from": "09:00", "to": "20:00" },
                  "steps": [ { "id": "w", "wait": "P1D", "spread": "PT3H" }, { "id": "m", "send": "one" },
                             { "id": "x", "split": [ { "weight": 1, "steps": [ { "id": "i", "if": "contact.attributes.PLAN == 'istanbul'", "then": [ { "id": "n", "send": "two" } ] } ] }, { "weight": 1 } ] } ] }
                """)
            .Templates("one", "two");
        foreach (var (i, zone) in new[] { "Europe/Amsterdam", "Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu" }.Index())
        {
            population.Event($"2026-03-{20 + i}T22:30:00Z", "user.registered", $"INFO{i}@example.org", $$"""
                { "email": "INFO{{i}}@example.org", "timeZone": "{{zone}}", "locale": "{{(i == 0 ? "tr" : "zh-hant-tw")}}", "attributes": { "PLAN": "istanbul" }, "consent": { "purpose": "marketing", "source": "form" } }
                """);
        }

        (await population.RunAsync("2026-05-01T00:00:00Z")).ExitCode.ShouldBe(0);
        (await File.ReadAllLinesAsync(population["out/sends.jsonl"], TestContext.Current.CancellationToken)).Length.ShouldBeGreaterThan(4);
        foreach (var (i, environment) in new Dictionary<string, string>[]
        {
            new() { ["TZ"] = "Australia/Sydney", ["LC_ALL"] = "tr_TR.UTF-8" },
            new() { ["TZ"] = "America/Havana", ["LC_ALL"] = "ar_SA.UTF-8", ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
        }.Index())
        {
            (await RunElsewhereAsync(population, $"out{i}", environment)).ShouldBe("");
            foreach (var file in new[] { "sends.jsonl", "skips.jsonl", "summary.json" })
            {
                (await File.ReadAllBytesAsync(population[$"out{i}/{file}"], TestContext.Current.CancellationToken))
                    .ShouldBe(await File.ReadAllBytesAsync(population[$"out/{file}"], TestContext.Current.CancellationToken), $"{file} with {string.Join(", ", environment)}");
            }
        }
    }

    /// <summary>Runs the simulation in a process of its own.</summary>
    /// <returns>What it complained of.</returns>
    private static async Task<string> RunElsewhereAsync(Population population, string output, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "automail.dll"), "simulate", "--sequences", population.SequencesPath, "--templates", population["templates"],
                "--events", population.EventsPath, "--until", "2026-05-01T00:00:00Z", "--out", population[output],
            },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start).ShouldNotBeNull();
        var problems = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await problems;
    }
}
