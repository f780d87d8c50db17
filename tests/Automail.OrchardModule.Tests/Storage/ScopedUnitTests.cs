using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Storage;

/// <summary>The unit of work of a scope commits with what else the scope wrote (design, invariant 2), and a unit of its own does not.</summary>
[Collection(nameof(SharedSite))]
public sealed class ScopedUnitTests(Site site) : IAsyncLifetime
{
    private static readonly SendKey Key = new("workflow:welcome", 1, "w1", "send", 0);

    private static readonly SendRecord Mail = new()
    {
        Id = Key.ToId(),
        Key = Key,
        ContactId = "ann",
        Template = "welcome",
        Purpose = "marketing",
        QueuedAt = SiteClock.Start,
        UpdatedAt = SiteClock.Start,
    };

    private static readonly Contact Ann = new() { Id = "ann", Email = "ann@example.com", CreatedAt = SiteClock.Start, UpdatedAt = SiteClock.Start };

    public async ValueTask InitializeAsync() => await site.EmptyAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_mail_and_the_workflow_that_sends_it_are_recorded_together()
    {
        await site.InScopeAsync(RecordBothAsync);

        (await FoundAsync("w-together")).ShouldBe((true, true));
    }

    [Fact]
    public async Task Neither_is_recorded_when_the_scope_fails()
    {
        await Should.ThrowAsync<TimeoutException>(() => site.InScopeAsync(async services =>
        {
            await RecordBothAsync(services, "w-failed");
            throw new TimeoutException();
        }));

        (await FoundAsync("w-failed")).ShouldBe((false, false));
    }

    [Fact]
    public async Task A_mail_that_another_scope_recorded_since_we_looked_is_not_recorded_again()
    {
        await site.InScopeAsync(async services =>
        {
            var unit = services.GetRequiredService<IUnitOfWork>();
            (await unit.Ledger.GetAsync([Mail.Id])).ShouldBeEmpty();
            await site.WithAsync<IUnitOfWork, bool>(other => other.Ledger.TryAddAsync(Mail));
            (await unit.Ledger.TryAddAsync(Mail)).ShouldBeFalse();
        });

        var mails = await site.WithAsync<IUnitOfWork, Page<SendRecord>>(unit => unit.Ledger.SearchAsync(new SendQuery(), 0, 10));
        mails.Total.ShouldBe(1);
    }

    [Fact]
    public async Task A_scope_that_changes_what_somebody_changed_since_it_was_read_fails()
    {
        await site.WithAsync<IUnitOfWork, bool>(async unit =>
        {
            await unit.Contacts.SaveAsync(Ann);
            return true;
        });

        await Should.ThrowAsync<ConcurrencyException>(() => site.InScopeAsync(async services =>
        {
            var unit = services.GetRequiredService<IUnitOfWork>();
            var ann = await unit.Contacts.GetAsync("ann");
            await site.WithAsync<IAutomailStore, bool>(async store =>
            {
                await store.ExecuteAsync(other => other.Contacts.SaveAsync(Ann with { Name = "Ann" }));
                return true;
            });
            await unit.Contacts.SaveAsync(ann! with { OrderCount = 1 });
        }));

        var kept = await site.WithAsync<IUnitOfWork, Contact?>(unit => unit.Contacts.GetAsync("ann"));
        (kept!.Name, kept.OrderCount).ShouldBe(("Ann", 0));
    }

    [Fact]
    public async Task A_unit_of_its_own_is_committed_whatever_becomes_of_the_scope()
    {
        await Should.ThrowAsync<TimeoutException>(() => site.InScopeAsync(async services =>
        {
            await services.GetRequiredService<IAutomailStore>().ExecuteAsync(unit => unit.Contacts.SaveAsync(Ann));
            throw new TimeoutException();
        }));

        (await site.WithAsync<IUnitOfWork, Contact?>(unit => unit.Contacts.GetAsync("ann"))).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_unit_that_would_wait_for_its_own_scope_fails_at_once_and_says_what_to_do()
    {
        Assert.SkipUnless(site.Database.IsSqlite, "Only SQLite locks the whole database.");
        var error = await Should.ThrowAsync<InvalidOperationException>(() => site.InScopeAsync(async services =>
        {
            var session = services.GetRequiredService<ISession>();
            await session.SaveAsync(new Workflow { WorkflowId = "w-locked", WorkflowTypeId = "t" });
            await session.FlushAsync();
            await services.GetRequiredService<IAutomailStore>().ExecuteAsync(unit => unit.Contacts.SaveAsync(Ann));
        }));

        error.Message.ShouldContain("scoped IUnitOfWork");
    }

    private static Task RecordBothAsync(IServiceProvider services) => RecordBothAsync(services, "w-together");

    private static async Task RecordBothAsync(IServiceProvider services, string workflowId)
    {
        await services.GetRequiredService<IWorkflowStore>().SaveAsync(new Workflow { WorkflowId = workflowId, WorkflowTypeId = workflowId });
        (await services.GetRequiredService<IUnitOfWork>().Ledger.TryAddAsync(Mail)).ShouldBeTrue();
    }

    private async Task<(bool Workflow, bool Mail)> FoundAsync(string workflowId) => await site.InScopeAsync(async services => (
        await services.GetRequiredService<IWorkflowStore>().CountAsync(workflowId) == 1,
        (await services.GetRequiredService<IUnitOfWork>().Ledger.GetAsync([Mail.Id])).Count == 1));
}
