using System.Net.Http.Headers;
using System.Text;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Templates;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using OrchardCore.ContentManagement;
using OrchardCore.Users;
using OrchardCore.Users.Models;
using OrchardCore.Users.Services;
using Shouldly;

namespace Automail.OrchardModule.Tests.Sites;

/// <summary>What tests do on a site, and what they look at.</summary>
internal static class SiteActs
{
    /// <summary>Posts events as somebody with a role.</summary>
    public static async Task<HttpResponseMessage> PostEventsAsync(this Site site, HttpContent content, string? bearer = "shop:Administrator")
    {
        using var browser = site.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/automail/events") { Content = content };
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        return await browser.SendAsync(request);
    }

    /// <summary>Posts a JSON text.</summary>
    public static Task<HttpResponseMessage> PostEventsAsync(this Site site, string json, string? bearer = "shop:Administrator")
        => site.PostEventsAsync(new StringContent(json, Encoding.UTF8, "application/cloudevents+json"), bearer);

    /// <summary>One event as JSON.</summary>
    public static string Event(string type, string subject, string data, string? id = null)
        => $$"""{ "specversion": "1.0", "type": "{{type}}", "source": "test", "id": "{{id ?? Guid.NewGuid().ToString("n")}}", "subject": "{{subject}}", "data": {{data}} }""";

    /// <summary>Takes events in, as the endpoint does.</summary>
    public static Task<IntakeResult> TakeAsync(this Site site, string type, string subject, string data)
        => site.WithAsync<Intake, IntakeResult>(intake => intake.AcceptAsync(
            CloudEventReader.Read(Encoding.UTF8.GetBytes(Event(type, subject, data)), site.Clock.Now)));

    /// <summary>Does what is due, as the background task does.</summary>
    public static Task SweepAsync(this Site site) => site.RunBackgroundTaskAsync<DueBackgroundTask>();

    /// <summary>The contact with this address or id, or null.</summary>
    public static Task<Contact?> FindContactAsync(this Site site, string key)
        => site.WithAsync<IAutomailStore, Contact?>(store => store.ReadAsync(unit => unit.Contacts.FindAsync(ContactIdentity.FromSubject(key))));

    /// <summary>A contact's events, newest first.</summary>
    public static async Task<IReadOnlyList<BehaviorEvent>> EventsOfAsync(this Site site, string key)
    {
        var contact = (await site.FindContactAsync(key)).ShouldNotBeNull();
        var page = await site.WithAsync<IAutomailStore, Page<LoggedEvent>>(store => store.ReadAsync(unit => unit.Events.ForContactAsync(contact.Id, 0, 100)));
        return [.. page.Items.Select(logged => logged.Event)];
    }

    /// <summary>The mails of a contact, newest change first.</summary>
    public static async Task<IReadOnlyList<SendRecord>> MailsOfAsync(this Site site, string key)
    {
        var contact = (await site.FindContactAsync(key)).ShouldNotBeNull();
        return (await site.WithAsync<IAutomailStore, Page<SendRecord>>(store => store.ReadAsync(unit => unit.Ledger.SearchAsync(new SendQuery(ContactId: contact.Id), 0, 100)))).Items;
    }

    /// <summary>Publishes a template.</summary>
    public static Task PublishTemplateAsync(this Site site, string name, Action<EmailTemplatePart> change)
        => site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var item = await contents.NewAsync(TemplateTypes.Template);
            item.Alter<EmailTemplatePart>(part =>
            {
                (part.Name, part.Subject, part.Html, part.Purpose) = (name, "Hello", "<p>Hello</p>", "transactional");
                change(part);
            });
            await contents.CreateAsync(item, VersionOptions.Published);
        });

    /// <summary>Asks for a mail of a template, as a journey does, and does what is due.</summary>
    public static async Task<SendRecord> SendAsync(this Site site, string template, string email, string purpose = "transactional")
    {
        var id = await site.InScopeAsync(async services =>
        {
            var mails = services.GetRequiredService<MailQueue>();
            return await services.GetRequiredService<IAutomailStore>().ExecuteAsync(async unit =>
            {
                var contact = (await unit.Contacts.FindAsync(ContactIdentity.FromSubject(email))).ShouldNotBeNull();
                var request = new SendRequest
                {
                    Key = new SendKey("test", 1, Guid.NewGuid().ToString("n"), "m1", 0),
                    Contact = contact,
                    Template = template,
                    Purpose = purpose,
                };
                return (await mails.QueueAsync(unit, request)).ShouldNotBeNull().Id;
            });
        });
        await site.SweepAsync();
        return await site.WithAsync<IAutomailStore, SendRecord>(store => store.ReadAsync(async unit => (await unit.Ledger.GetAsync([id]))[id]));
    }

    /// <summary>The mails in the outbox to somebody, oldest first.</summary>
    public static IReadOnlyList<MimeMessage> MailTo(this Site site, string email)
        => !Directory.Exists(site.OutboxFolder) ? [] :
        [
            .. Directory.GetFiles(site.OutboxFolder, "*.eml").Order(StringComparer.Ordinal).Select(path => MimeMessage.Load(path))
                .Where(message => message.To.Mailboxes.Any(mailbox => mailbox.Address == email)),
        ];

    /// <summary>Makes a user.</summary>
    public static Task<User> AddUserAsync(this Site site, string name, string email, Action<IServiceProvider>? before = null)
        => site.InScopeAsync(async services =>
        {
            before?.Invoke(services);
            var problems = new List<string>();
            var user = await services.GetRequiredService<IUserService>().CreateUserAsync(
                new User { UserName = name, Email = email, EmailConfirmed = true, IsEnabled = true }, Site.AdminPassword, (_, problem) => problems.Add(problem));
            problems.ShouldBeEmpty();
            return (User)user;
        });
}
