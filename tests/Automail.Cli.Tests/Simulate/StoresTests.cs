using System.Globalization;
using Automail.Cli.Simulation;
using Automail.Cli.Templates;
using Automail.Engine;
using Automail.Engine.InMemory;
using Automail.Engine.Sequences;
using Automail.Sqlite;

namespace Automail.Cli.Tests.Simulate;

public sealed class StoresTests
{
    /// <summary>Every ready sequence, and people who do everything that these listen to, many of them at the same instant.</summary>
    [Fact]
    public async Task A_simulation_writes_the_same_bytes_on_two_stores()
    {
        using var population = new Population();
        foreach (var json in ReadySequences.Ids.Select(id => ReadySequences.Find(id)!))
        {
            population.Sequence(json).Templates([.. new SequencePlan(SequenceReader.Read(json), 1).Templates()]);
        }

        population.Sequence("""
            { "id": "chance", "purpose": "marketing", "trigger": { "event": "user.registered" }, "steps": [
              { "id": "spread", "wait": "P1D", "spread": "PT48H" },
              { "id": "halves", "split": [ { "weight": 50, "steps": [ { "id": "one", "send": "welcome-1" } ] }, { "weight": 50, "steps": [ { "id": "two", "send": "welcome-2" } ] } ] },
              { "id": "out", "holdout": 20 }, { "id": "three", "send": "welcome-3" } ] }
            """);
        Fill(population);
        population.Event("2026-06-01T00:00:00Z", "product.viewed", "nobody", """{ "sku": "a" }""");
        (await population.RunAsync("2026-06-01T00:00:00Z", "files")).Error.ShouldBe("");

        await RunAsync(population, "memory", () => new InMemoryStore());
        await using (var sqlite = await SqliteStore.OpenAsync(population["simulation.db"], cancellationToken: TestContext.Current.CancellationToken))
        {
            await RunAsync(population, "sqlite", () => sqlite);
        }

        File.ReadAllLines(population["files/sends.jsonl"]).Length.ShouldBeGreaterThan(500);
        File.ReadAllLines(population["files/skips.jsonl"]).Length.ShouldBeGreaterThan(20);
        foreach (var file in (string[])["sends.jsonl", "skips.jsonl", "summary.json"])
        {
            var expected = await File.ReadAllBytesAsync(population["files/" + file], TestContext.Current.CancellationToken);
            (await File.ReadAllBytesAsync(population["memory/" + file], TestContext.Current.CancellationToken)).ShouldBe(expected, file);
            (await File.ReadAllBytesAsync(population["sqlite/" + file], TestContext.Current.CancellationToken)).ShouldBe(expected, file);
        }
    }

    private static async Task RunAsync(Population population, string output, Func<IAutomailStore> createStore)
    {
        var liquid = new DotLiquidEngine();
        var input = new SimulationInput { Sequences = population.SequencesPath, Events = population.EventsPath, Until = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero) };
        await new Simulator(input, liquid, new FileTemplateSource(population["templates"], liquid), createStore).RunAsync(population[output], _ => { }, TestContext.Current.CancellationToken);
    }

    private static void Fill(Population population)
    {
        var start = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        string[] zones = ["UTC", "Europe/Amsterdam", "America/New_York", "Australia/Sydney"];
        for (var i = 0; i < 120; i++)
        {
            var address = $"p{i:000}@example.org";
            string At(double hours) => start.AddHours((i / 4) + hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var consent = i % 5 == 0 ? "" : """, "consent": { "purpose": "marketing", "source": "form", "textVersion": "1" }""";
            population.Event(At(0), "user.registered", address, $$"""{ "email": "{{address}}", "timeZone": "{{zones[i % 4]}}"{{consent}} }""");
            population.Event(At(5), "cart.updated", address, $$"""{ "cartId": "c{{i}}", "currency": "EUR", "items": [ { "sku": "a", "name": "Mug", "quantity": 1, "price": {{10 + i}} } ] }""");
            if (i % 3 == 0)
            {
                population.Event(At(i), "order.placed", address, $$"""{ "orderId": "o{{i}}", "currency": "EUR", "total": 30, "items": [ { "sku": "a", "name": "Mug", "quantity": 1, "price": 30 } ] }""");
            }

            if (i % 4 == 1)
            {
                population.Event(At(8), "link.clicked", address, """{ "url": "https://shop.example/cart", "template": "cart-1" }""");
            }

            if (i % 7 == 3)
            {
                population.Event(At(300), "contact.unsubscribed", address, """{ "purpose": "marketing" }""");
            }
        }
    }
}
