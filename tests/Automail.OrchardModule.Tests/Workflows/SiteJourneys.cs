using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Sequences.Journeys;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Tests.Workflows;

/// <summary>What tests of workflows do with a site.</summary>
internal static class SiteJourneys
{
    private static int _events;

    /// <summary>Removes all workflows, and what Automail knows.</summary>
    public static async Task ClearAsync(this Site site)
    {
        await site.InScopeAsync(async services =>
        {
            var types = services.GetRequiredService<IWorkflowTypeStore>();
            foreach (var type in await types.ListAsync())
            {
                await types.DeleteAsync(type);
            }
        });
        await site.RunDueAsync();
        await site.EmptyAsync();
        site.Errors.Clear();
    }

    public static Task SaveAsync(this Site site, WorkflowType type)
        => site.InScopeAsync(services => services.GetRequiredService<IWorkflowTypeStore>().SaveAsync(type));

    /// <summary>Changes a workflow type as the editor does.</summary>
    public static Task ChangeAsync(this Site site, string workflowTypeId, Action<WorkflowType> change) => site.InScopeAsync(async services =>
    {
        var types = services.GetRequiredService<IWorkflowTypeStore>();
        var type = await types.GetAsync(workflowTypeId);
        change(type);
        await types.SaveAsync(type);
    });

    /// <summary>Takes an event in, and does what is due because of it.</summary>
    public static async Task HappensAsync(this Site site, string type, string subject, object? data = null, DateTimeOffset? time = null)
    {
        var number = Interlocked.Increment(ref _events);
        var happened = new BehaviorEvent("tests", $"event-{number}", type, subject, time ?? site.Clock.Now, JsonSerializer.SerializeToElement(data ?? new { }));
        await site.InScopeAsync(services => services.GetRequiredService<Intake>().AcceptAsync([happened]));
        await site.RunDueAsync();
    }

    public static Task RegisterAsync(this Site site, string email, string? name = null, string? timeZone = null)
        => site.HappensAsync(EventTypes.UserRegistered, email, new
        {
            email,
            name,
            timeZone,
            consent = new { purpose = "marketing", source = "tests" },
        });

    public static Task OrderAsync(this Site site, string email, decimal total = 20m)
        => site.HappensAsync(EventTypes.OrderPlaced, email, new { orderId = $"o-{Interlocked.Increment(ref _events)}", currency = "EUR", total });

    /// <summary>A click, told as Automail itself raises it.</summary>
    public static async Task ClickAsync(this Site site, string email, string url, string template = "welcome")
    {
        var number = Interlocked.Increment(ref _events);
        await site.InScopeAsync(async services =>
        {
            var intake = services.GetRequiredService<Intake>();
            await services.GetRequiredService<IAutomailStore>().ExecuteAsync(async unit =>
            {
                var contact = await unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, email));
                await intake.RaiseAsync(unit, new BehaviorEvent(
                    Intake.OwnSource, $"click-{number}", EventTypes.LinkClicked, email, site.Clock.Now, JsonSerializer.SerializeToElement(new { url, template })), contact!);
            });
        });
        await site.RunDueAsync();
    }

    /// <summary>What Orchard does each minute.</summary>
    public static Task RunDueAsync(this Site site) => site.RunBackgroundTaskAsync<DelayBackgroundTask>();

    public static async Task PassAsync(this Site site, TimeSpan time)
    {
        site.Clock.Advance(time);
        await site.RunDueAsync();
    }

    public static Task<IReadOnlyList<Workflow>> WorkflowsAsync(this Site site, string workflowTypeId) => site.WithAsync<IWorkflowStore, IReadOnlyList<Workflow>>(
        async store => [.. await store.ListAsync(workflowTypeId)]);

    public static Task<Contact?> ContactAsync(this Site site, string email) => site.WithAsync<IAutomailStore, Contact?>(
        store => store.ReadAsync(unit => unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, email))));

    /// <summary>The passages of a contact through a journey, the first first.</summary>
    public static Task<IReadOnlyList<Enrollment>> PassagesAsync(this Site site, string workflowTypeId, string email) => site.WithAsync<IAutomailStore, IReadOnlyList<Enrollment>>(
        store => store.ReadAsync<IReadOnlyList<Enrollment>>(async unit =>
        {
            var contact = await unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, email));
            var all = contact is null ? [] : await unit.Enrollments.ForContactAsync(contact.Id);
            return [.. all.Where(enrollment => enrollment.JourneyId == Journeys.JourneyId(workflowTypeId)).OrderBy(enrollment => enrollment.Number)];
        }));

    /// <summary>The ledger, oldest first.</summary>
    public static Task<IReadOnlyList<SendRecord>> MailsAsync(this Site site) => site.WithAsync<IAutomailStore, IReadOnlyList<SendRecord>>(
        store => store.ReadAsync<IReadOnlyList<SendRecord>>(async unit
            => [.. (await unit.Ledger.SearchAsync(new SendQuery(), 0, 1_000)).Items.OrderBy(mail => mail.QueuedAt).ThenBy(mail => mail.Key.ToString(), StringComparer.Ordinal)]));

    /// <summary>What an instance kept under a name, as text.</summary>
    public static string? Kept(this Workflow workflow, string name)
        => workflow.State[nameof(WorkflowState.Properties)]?[name]?.ToString();
}
