using System.Diagnostics;
using System.Globalization;
using Automail.Benchmarks.Delivery;
using Automail.Cli.Templates;
using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.Engine.Tracking;
using Automail.Sqlite;

namespace Automail.Benchmarks.Scale;

/// <summary>100,000 people who wait in a sequence are moved to another version of it, on SQLite, 200 in each transaction; and how long each transaction holds up others.</summary>
internal static class MoveBenchmark
{
    private const int People = 100_000;
    private const int Together = 1_000;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("automail-move-");
        try
        {
            await using var store = await SqliteStore.OpenAsync(Path.Combine(folder.FullName, "move.db"));
            var (clock, mail) = (VirtualClock.StandingAt(Start), new NoMail());
            var pipeline = new Pipeline(new PipelineParts
            {
                Store = store,
                Site = new FixedSite(new SiteProfile { Name = "Shop", Url = "https://shop.example", From = new Mailbox("shop@shop.example", "Shop") }),
                Clock = clock,
                Liquid = new DotLiquidEngine(),
                Composer = mail,
                Transport = mail,
                Tokens = new TokenProtector(new byte[32]),
            });
            await pipeline.Sequences.PublishAsync(Version("P90D"));
            await EnterAsync(store, pipeline);
            await pipeline.Sequences.PublishAsync(Version("P60D"));
            clock.AdvanceTo(Start.AddDays(1));

            var plan = new MigrationPlan("move", 2, [new VersionAnswer(1, PeopleAnswer.Move)]);
            var migration = await store.ExecuteAsync(unit => pipeline.Migrations.StartAsync(unit, plan, "bench", null));
            var (memory, stretches) = (new List<long>(), new List<double>());
            var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            for (var count = 1; count > 0;)
            {
                var begun = Stopwatch.GetTimestamp();
                count = await pipeline.Worker.RunOnceAsync(DueWorker.BatchSize);
                stretches.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                using var process = Process.GetCurrentProcess();
                memory.Add(process.WorkingSet64 >> 20);
            }

            watch.Stop();
            var spent = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / People;
            var done = await store.ReadAsync(unit => unit.Sequences.FindMigrationAsync(migration.Id));
            if (done is not { State: MigrationState.Done, Moved: People })
            {
                throw new InvalidOperationException($"{done?.Moved} of {People} were moved; {done?.Error}");
            }

            Print($"{People:N0} people moved in {watch.Elapsed.TotalSeconds:N1} s: {People / watch.Elapsed.TotalSeconds:N0}/s, {spent:N0} µs of our CPU each");
            Print($"a transaction of {MigrationRunner.Stretch} people: {Measure.Median(stretches):N1} ms in the middle, {stretches.Max():N0} ms at most");
            Print($"memory while they move: {memory.Take(memory.Count / 5).Max():N0} MB in the first fifth, {memory.Skip(memory.Count * 4 / 5).Max():N0} MB in the last, at most {memory.Max():N0} MB");
            return true;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Version(string wait)
        => $$"""{ "id": "move", "purpose": "transactional", "trigger": { "manual": true }, "steps": [ { "id": "w1", "wait": "{{wait}}" }, { "id": "m1", "send": "welcome-1" } ] }""";

    private static async Task EnterAsync(SqliteStore store, Pipeline pipeline)
    {
        for (var from = 0; from < People; from += Together)
        {
            await store.ExecuteAsync(async unit =>
            {
                for (var i = from; i < from + Together; i++)
                {
                    var identity = new ContactIdentity(IdentityKind.Email, string.Create(CultureInfo.InvariantCulture, $"reader{i}@mail.example"));
                    var contact = new Contact { Id = identity.ToContactId(), Email = identity.Value, CreatedAt = Start, UpdatedAt = Start };
                    await unit.Contacts.SaveAsync(contact);
                    if (await pipeline.Runner.EnrollAsync(unit, "move", contact) != EnrollResult.Entered)
                    {
                        throw new InvalidOperationException("Not everybody entered.");
                    }
                }
            });
        }
    }

    private static void Print(FormattableString line) => Console.WriteLine("  " + line.ToString(CultureInfo.InvariantCulture));

    private sealed class NoMail : IMailComposer, IMailTransport
    {
        public int Concurrency => 1;

        public Task<OutgoingMail> ComposeAsync(SendRecord record, Contact contact, Enrollment? enrollment, CancellationToken cancellationToken) => throw new InvalidOperationException("Moving sends nothing.");

        public Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => throw new InvalidOperationException("Moving sends nothing.");
    }
}
