using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>
/// The workflow types of a scope that runs many instances. Orchard asks the database for the type of each, also when the last hundred were of the same one.
/// </summary>
internal sealed class WorkflowTypeMemory
{
    /// <summary>Whether this scope keeps types. Only those do in which nobody changes them.</summary>
    public bool IsOn { get; set; }

    /// <summary>What was found by id; null for a type that there is not.</summary>
    public Dictionary<string, WorkflowType?> Types { get; } = new(StringComparer.Ordinal);
}

/// <summary>Orchard's store of workflow types with the scope's memory before it.</summary>
internal sealed class RememberingWorkflowTypeStore(IWorkflowTypeStore store, WorkflowTypeMemory memory) : IWorkflowTypeStore
{
    /// <inheritdoc/>
    public async Task<WorkflowType?> GetAsync(string workflowTypeId)
    {
        if (!memory.IsOn)
        {
            return await store.GetAsync(workflowTypeId);
        }

        return memory.Types.TryGetValue(workflowTypeId, out var type) ? type : memory.Types[workflowTypeId] = await store.GetAsync(workflowTypeId);
    }

    /// <inheritdoc/>
    public Task<WorkflowType> GetAsync(long id) => store.GetAsync(id);

    /// <inheritdoc/>
    public Task<IEnumerable<WorkflowType>> GetAsync(IEnumerable<long> ids) => store.GetAsync(ids);

    /// <inheritdoc/>
    public Task<IEnumerable<WorkflowType>> ListAsync() => store.ListAsync();

    /// <inheritdoc/>
    public Task<IEnumerable<WorkflowType>> GetByStartActivityAsync(string activityName) => store.GetByStartActivityAsync(activityName);

    /// <inheritdoc/>
    public Task SaveAsync(WorkflowType workflowType)
    {
        memory.Types.Clear();
        return store.SaveAsync(workflowType);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(WorkflowType workflowType)
    {
        memory.Types.Clear();
        return store.DeleteAsync(workflowType);
    }
}

/// <summary>Puts the memory before whatever store of workflow types the site has.</summary>
internal static class WorkflowTypeMemoryExtensions
{
    public static IServiceCollection AddWorkflowTypeMemory(this IServiceCollection services)
    {
        services.AddScoped<WorkflowTypeMemory>();
        var inner = services.Last(service => service.ServiceType == typeof(IWorkflowTypeStore));
        return services.Replace(ServiceDescriptor.Scoped<IWorkflowTypeStore>(provider => new RememberingWorkflowTypeStore(
            (IWorkflowTypeStore)(inner.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)),
            provider.GetRequiredService<WorkflowTypeMemory>())));
    }
}
