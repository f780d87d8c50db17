using System.Diagnostics;
using System.Globalization;
using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Sqlite;

namespace Automail.Benchmarks.Sqlite;

/// <summary>Pages of 100,000 contacts and of 100,000 mails, as an operator looks at them, on SQLite.</summary>
internal static class PagesBenchmark
{
    private const int Rows = 100_000;

    /// <summary>Milliseconds that a page may take, in the best of the rounds: no one who waits for a page notices less.</summary>
    private const double Budget = 100;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("automail-pages-");
        try
        {
            await using var store = await SqliteStore.OpenAsync(Path.Combine(folder.FullName, "pages.db"));
            await FillAsync("contacts", store, (unit, i) => unit.Contacts.SaveAsync(Contact(i)));
            await FillAsync("contacts saved again", store, (unit, i) => unit.Contacts.SaveAsync(Contact(i) with { OrderCount = 1 }));
            await FillAsync("mails", store, (unit, i) => unit.Ledger.TryAddAsync(Mail(i)));
            await FillAsync("mails sent", store, (unit, i) => unit.Ledger.UpdateAsync(Mail(i) with { State = i % 50 == 0 ? SendState.Failed : SendState.Sent, Attempts = 1 }));

            var kept = await MeasureAsync("contacts, first page", store, unit => unit.Contacts.SearchAsync(null, 0, 50));
            kept &= await MeasureAsync("contacts, last page", store, unit => unit.Contacts.SearchAsync(null, Rows - 50, 50));
            kept &= await MeasureAsync("contacts, a part that one in ten has", store, unit => unit.Contacts.SearchAsync("7@example", 0, 50));
            kept &= await MeasureAsync("contacts, a part that nobody has", store, unit => unit.Contacts.SearchAsync("nobody", 0, 50));
            kept &= await MeasureAsync("mails, first page", store, unit => unit.Ledger.SearchAsync(new SendQuery(), 0, 50));
            kept &= await MeasureAsync("mails, failed", store, unit => unit.Ledger.SearchAsync(new SendQuery(SendState.Failed), 0, 50));
            kept &= await MeasureAsync("mails, sent, last page", store, unit => unit.Ledger.SearchAsync(new SendQuery(SendState.Sent), Rows / 50 * 49 - 50, 50));
            kept &= await MeasureAsync("mails, a part that one has", store, unit => unit.Ledger.SearchAsync(new SendQuery(Text: "person99999@"), 0, 50));
            kept &= await MeasureAsync("mails, failed, a part that one in ten has", store, unit => unit.Ledger.SearchAsync(new SendQuery(SendState.Failed, "0@"), 0, 50));
            kept &= await MeasureAsync("mails of one contact", store, unit => unit.Ledger.SearchAsync(new SendQuery(ContactId: Id(7)), 0, 50));
            return kept;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Id(int i) => new ContactIdentity(IdentityKind.Key, i.ToString(CultureInfo.InvariantCulture)).ToContactId();

    private static Contact Contact(int i) => new()
    {
        Id = Id(i),
        Email = $"person{i}@example.com",
        ExternalId = $"crm:{i}",
        Name = $"Person Number {i}",
        TimeZone = "Europe/Amsterdam",
        Tags = ["customer"],
        CreatedAt = Start,
        UpdatedAt = Start.AddSeconds(i * 7919 % Rows),
    };

    private static SendRecord Mail(int i)
    {
        var key = new SendKey("cart-recovery", 1, $"cart-recovery/{Id(i)}/1", "m1", 0);
        return new SendRecord
        {
            Id = key.ToId(),
            Key = key,
            ContactId = Id(i),
            Email = $"person{i}@example.com",
            Template = "cart-reminder",
            Purpose = "marketing",
            EnrollmentId = key.Instance,
            Subject = "You left something in your cart",
            MessageId = $"{key.ToId()}@example.com",
            QueuedAt = Start,
            UpdatedAt = Start.AddSeconds(i * 7919 % Rows),
        };
    }

    private static async Task FillAsync(string what, SqliteStore store, Func<IUnitOfWork, int, Task> write)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        for (var from = 0; from < Rows; from += 500)
        {
            await store.ExecuteAsync(async unit =>
            {
                for (var i = from; i < from + 500; i++)
                {
                    await write(unit, i);
                }
            });
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Rows} {what}, {watch.Elapsed.TotalMicroseconds / Rows:0.0} µs each (CPU {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Rows:0.0}), in units of 500"));
    }

    private static async Task<bool> MeasureAsync<T>(string what, SqliteStore store, Func<IUnitOfWork, Task<Page<T>>> query)
    {
        var times = new List<double>();
        for (var round = -3; round < 21; round++)
        {
            var watch = Stopwatch.StartNew();
            await store.ReadAsync(query);
            if (round >= 0)
            {
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        Ratio.Print(what, times);
        return times.Min() <= Budget;
    }
}
