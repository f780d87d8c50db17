using System.Diagnostics;
using System.Globalization;
using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Xunit;

namespace Automail.OrchardModule.Tests.Admin;

/// <summary>
/// How long the admin's lists take on a site with 100,000 contacts and 100,000 mails, over HTTP and rendered. Measures and checks no time, so it runs only when
/// asked for: <c>Automail.OrchardModule.Tests -explicit only -class *AdminPagesBenchmark</c>.
/// </summary>
public sealed class AdminPagesBenchmark(AdminSite site) : IClassFixture<AdminSite>
{
    private const int Count = 100_000;
    private const int Batch = 1_000;
    private const int Rounds = 9;

    private static readonly SendState[] States = [.. Enumerable.Repeat(SendState.Sent, 80), .. Enumerable.Repeat(SendState.Skipped, 15), .. Enumerable.Repeat(SendState.Failed, 5)];

    [Fact(Explicit = true)]
    public async Task Lists_of_100_000()
    {
        await FillAsync();
        using var admin = await AdminBrowser.AdminAsync(site);
        var output = TestContext.Current.TestOutputHelper!;
        foreach (var page in (string[])
        [
            "Contacts", "Contacts?pagenum=10000", "Contacts?q=person4711", "Contacts?q=example", "Contacts?q=nobody-at-all", $"Contacts/{IdOf(4711)}",
            "Mails", "Mails?pagenum=10000", "Mails?state=Skipped", "Mails?state=Skipped&pagenum=1500", "Mails?q=person4711", "Mails?q=example", "Mails?q=nobody-at-all", "Mails?q=welcome&state=Failed",
        ])
        {
            var times = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                var started = Stopwatch.GetTimestamp();
                await admin.PageAsync("/Admin/Automail/" + page);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{page,-40} median {times.Order().ElementAt(Rounds / 2),6:0} ms, best {times.Min(),6:0} ms"));
        }
    }

    private async Task FillAsync()
    {
        for (var start = 0; start < Count; start += Batch)
        {
            await site.WriteAsync(async unit =>
            {
                for (var i = start; i < start + Batch; i++)
                {
                    await AddAsync(unit, i);
                }
            });
        }
    }

    private async Task AddAsync(IUnitOfWork unit, int i)
    {
        var at = site.Clock.Now.AddSeconds(i - Count);
        var email = $"person{i}@mail{i % 500}.example";
        await unit.Contacts.SaveAsync(new Contact
        {
            Id = IdOf(i),
            Email = email,
            ExternalId = $"crm-{i}",
            Name = $"Given{i % 900} Family{i % 7_000}",
            CreatedAt = at,
            UpdatedAt = at,
        });
        var key = new SendKey("welcome", 1, IdOf(i), "m1", 0);
        var state = States[i % States.Length];
        await unit.Ledger.TryAddAsync(new SendRecord
        {
            Id = key.ToId(),
            Key = key,
            ContactId = IdOf(i),
            Email = email,
            Template = i % 2 == 0 ? "welcome" : "cart-reminder",
            Purpose = Purposes.Marketing,
            State = state,
            Reason = state switch { SendState.Skipped => GateReasons.NoConsent, SendState.Failed => "550 no such user", _ => null },
            Subject = "Hello",
            QueuedAt = at,
            UpdatedAt = at,
        });
    }

    private static string IdOf(int i) => new ContactIdentity(IdentityKind.Email, $"person{i}@mail{i % 500}.example").ToContactId();
}
