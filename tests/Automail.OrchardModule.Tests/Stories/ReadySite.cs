using System.Globalization;
using System.Net;
using Automail.Engine;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Sites;
using MimeKit;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Stories;

/// <summary>A mail as its recipient finds it.</summary>
/// <param name="Day">How many days after the story began, on the recipient's calendar.</param>
/// <param name="Time">The time on the recipient's clock.</param>
/// <param name="Subject">Its subject.</param>
public sealed record Arrival(int Day, string Time, string Subject);

/// <summary>A site that runs some of the ready sequences and nothing else; each story on it begins on a Monday of its own at seven in the morning, UTC.</summary>
public class ReadySite(params string[] sequences) : Site
{
    private int _posted;

    /// <summary>When the story that goes on began.</summary>
    public DateTimeOffset Start { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var named = string.Join(", ", sequences.Select(id => $"\"{id}\""));
        (await this.ImportAsync($$"""{ "name": "AutomailReadySequences", "sequences": [ {{named}} ] }""")).ShouldBeEmpty();
    }

    /// <summary>Goes to the next Monday, long enough after the last story that it is over.</summary>
    public async Task BeginAsync()
    {
        var monday = Clock.Now.AddDays(1);
        while (monday.DayOfWeek != DayOfWeek.Monday)
        {
            monday = monday.AddDays(1);
        }

        Start = new DateTimeOffset(monday.Year, monday.Month, monday.Day, 7, 0, 0, TimeSpan.Zero);
        await GoToAsync(Start - Clock.Now);
        Errors.Clear();
    }

    /// <summary>Lets time pass, sweeping at every moment at which something comes due.</summary>
    public async Task GoToAsync(TimeSpan by)
    {
        var until = Clock.Now + by;
        for (var sweeps = 0; await NextDueAsync() is { } next && next <= until; sweeps++)
        {
            sweeps.ShouldBeLessThan(1_000, "something stays due for ever");
            Clock.Advance(next > Clock.Now ? next - Clock.Now : TimeSpan.Zero);
            await this.SweepAsync();
        }

        Clock.Advance(until - Clock.Now);
    }

    /// <summary>Somebody registers on the site and consents.</summary>
    public Task RegisterAsync(string email, string name, string locale, string zone) => PostAsync("user.registered", email, $$"""
        { "email": "{{email}}", "name": "{{name}}", "locale": "{{locale}}", "timeZone": "{{zone}}", "consent": { "purpose": "marketing", "source": "sign-up form", "textVersion": "2026-01" } }
        """);

    /// <summary>Somebody orders.</summary>
    public Task OrderAsync(string email) => PostAsync("order.placed", email, $$"""{ "orderId": "{{email}}-{{_posted}}", "currency": "EUR", "total": 36 }""");

    /// <summary>Tells of an event that happens now, as a shop does, and does what is due.</summary>
    public async Task PostAsync(string type, string email, string data)
    {
        using var response = await this.PostEventsAsync($$"""
            { "specversion": "1.0", "type": "{{type}}", "source": "shop", "id": "{{_posted++}}", "subject": "{{email}}", "time": "{{Clock.Now:yyyy-MM-ddTHH:mm:ssZ}}", "data": {{data}} }
            """);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await this.SweepAsync();
    }

    /// <summary>What a mail program does when its reader wants no more of this.</summary>
    public async Task UnsubscribeAsync(MimeMessage mail)
    {
        var address = mail.Headers["List-Unsubscribe"]!.Split(',').Select(part => part.Trim(' ', '<', '>')).Single(part => part.StartsWith("https:", StringComparison.Ordinal));
        using var browser = NewBrowser(followRedirects: false);
        using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var response = await browser.PostAsync(address, form, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>The mails of somebody, as they came.</summary>
    public IReadOnlyList<Arrival> Arrivals(string email, string zone)
    {
        var clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var first = TimeZoneInfo.ConvertTime(Start, clock).Date;
        return
        [
            .. this.MailTo(email).Select(mail => (Local: TimeZoneInfo.ConvertTime(mail.Date, clock), Subject: mail.Subject ?? "")).OrderBy(mail => mail.Local)
                .Select(mail => new Arrival((mail.Local.Date - first).Days, mail.Local.ToString("HH:mm", CultureInfo.InvariantCulture), mail.Subject)),
        ];
    }

    /// <summary>The one passage of somebody through a sequence; null when there was none.</summary>
    public async Task<Enrollment?> PassageAsync(string sequence, string email)
    {
        var contact = (await this.FindContactAsync(email)).ShouldNotBeNull();
        return await WithAsync<IAutomailStore, Enrollment?>(store => store.ReadAsync(async unit
            => (await unit.Enrollments.ForContactAsync(contact.Id)).SingleOrDefault(passage => passage.JourneyId == sequence)));
    }

    private Task<DateTimeOffset?> NextDueAsync() => WithAsync<IAutomailStore, DateTimeOffset?>(store => store.ReadAsync(unit => unit.Due.NextDueAsync()));
}

/// <summary>A site that welcomes people, and then writes them letters.</summary>
public sealed class WelcomingSite() : ReadySite("welcome", "nurture");

/// <summary>A site that reminds people of their carts.</summary>
public sealed class RemindingSite() : ReadySite("cart-recovery");
