using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Scheduling.Delay;

/// <summary>The store of workflow types that scopes with many instances use.</summary>
[Collection(nameof(SharedSite))]
public sealed class WorkflowTypeMemoryTests(Site site) : IAsyncLifetime
{
    private const string Known = "remembered";

    public async ValueTask InitializeAsync()
    {
        await site.ClearAsync();
        await site.SaveAsync(new FlowBuilder(Known).Start<LogTask>("start", new { LogLevel = 0, Text = new { Expression = "" } }).Build());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public Task A_type_is_read_once_and_again_after_a_change_in_the_scope() => site.InScopeAsync(async services =>
    {
        var inner = new CountingTypes(services.GetRequiredService<IWorkflowTypeStore>());
        var types = new RememberingWorkflowTypeStore(inner, new WorkflowTypeMemory { IsOn = true });

        var type = await types.GetAsync(Known);
        (await types.GetAsync(Known)).ShouldBeSameAs(type);
        (await types.GetAsync("nothing")).ShouldBeNull();
        (await types.GetAsync("nothing")).ShouldBeNull();
        inner.Reads.ShouldBe(2);

        await types.SaveAsync(type!);
        await types.GetAsync(Known);
        inner.Reads.ShouldBe(3);
    });

    [Fact]
    public Task Other_scopes_ask_each_time() => site.InScopeAsync(async services =>
    {
        var inner = new CountingTypes(services.GetRequiredService<IWorkflowTypeStore>());
        var types = new RememberingWorkflowTypeStore(inner, services.GetRequiredService<WorkflowTypeMemory>());

        await types.GetAsync(Known);
        await types.GetAsync(Known);

        inner.Reads.ShouldBe(2);
        services.GetRequiredService<IWorkflowTypeStore>().ShouldBeOfType<RememberingWorkflowTypeStore>();
    });

    private sealed class CountingTypes(IWorkflowTypeStore store) : IWorkflowTypeStore
    {
        public int Reads { get; private set; }

        public Task<WorkflowType> GetAsync(string workflowTypeId)
        {
            Reads++;
            return store.GetAsync(workflowTypeId);
        }

        public Task<WorkflowType> GetAsync(long id) => store.GetAsync(id);

        public Task<IEnumerable<WorkflowType>> GetAsync(IEnumerable<long> ids) => store.GetAsync(ids);

        public Task<IEnumerable<WorkflowType>> ListAsync() => store.ListAsync();

        public Task<IEnumerable<WorkflowType>> GetByStartActivityAsync(string activityName) => store.GetByStartActivityAsync(activityName);

        public Task SaveAsync(WorkflowType workflowType) => store.SaveAsync(workflowType);

        public Task DeleteAsync(WorkflowType workflowType) => store.DeleteAsync(workflowType);
    }
}
