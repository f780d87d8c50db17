using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.OrchardModule.Tests.Sites;
using Xunit;

namespace Automail.OrchardModule.Tests.Admin;

/// <summary>A site for the tests of the admin pages.</summary>
public class AdminSite : Site
{
    public Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query)
        => WithAsync<IAutomailStore, T>(store => store.ReadAsync(query, AdminBrowser.Token));

    public Task WriteAsync(Func<IUnitOfWork, Task> work)
        => WithAsync<IAutomailStore, bool>(async store =>
        {
            await store.ExecuteAsync(work, AdminBrowser.Token);
            return true;
        });

    /// <summary>Somebody registers, and consents to marketing.</summary>
    public async Task<Contact> RegisterAsync(string email, string name = "Ann")
    {
        await HappenAsync(email, EventTypes.UserRegistered, new { email, name, consent = new { purpose = "marketing", source = "sign-up form", textVersion = "2026-01" } });
        return (await ReadAsync(unit => unit.Contacts.FindAsync(ContactIdentity.FromSubject(email))))!;
    }

    public Task HappenAsync(string subject, string type, object data)
        => WithAsync<Intake, IntakeResult>(intake => intake.AcceptAsync(
            [new BehaviorEvent("test", Guid.NewGuid().ToString("n"), type, subject, Clock.Now, JsonSerializer.SerializeToElement(data))], AdminBrowser.Token));

    /// <summary>Puts a mail into the ledger in some state.</summary>
    public async Task<SendRecord> RecordMailAsync(Contact contact, SendState state, string? reason = null, string step = "m1", string template = "cart-reminder", string? subject = null)
    {
        var key = new SendKey("cart-recovery", 3, $"cart-recovery/{contact.Id}/1", step, 0);
        var record = new SendRecord
        {
            Id = key.ToId(),
            Key = key,
            ContactId = contact.Id,
            Email = contact.Email,
            Template = template,
            Purpose = Purposes.Marketing,
            State = state,
            Reason = reason,
            Subject = subject,
            MessageId = key.ToId() + "@shop.example",
            Attempts = 1,
            QueuedAt = Clock.Now,
            UpdatedAt = Clock.Now,
        };
        await WriteAsync(unit => unit.Ledger.TryAddAsync(record));
        return record;
    }

    public async Task<SendRecord> MailAsync(string id) => (await ReadAsync(unit => unit.Ledger.GetAsync([id])))[id];
}

[CollectionDefinition(nameof(AdminSite))]
public sealed class AdminPages : ICollectionFixture<AdminSite>;
