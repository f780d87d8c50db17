using Automail.Engine.Scheduling;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;
using OrchardCore.Workflows.Timers;
using YesSql;

namespace Automail.OrchardModule.Benchmarks;

/// <summary>
/// Fills a site with workflow instances that wait. One is started as any other is; the rest are its copies, for starting a hundred thousand is not what is
/// measured.
/// </summary>
internal static class WaitingWorkflows
{
    public const string Delayed = "delayed";
    public const string Twice = "twice";
    public const string Timed = "timed";

    private const int Together = 500;

    /// <summary>The workflow types: one that ends after its Delay, one that comes to the next, and one with Orchard's timer.</summary>
    public static async Task SaveTypesAsync(Site site)
    {
        await site.SaveAsync(new FlowBuilder(Delayed)
            .Start<LogTask>("start", new { LogLevel = 0, Text = new { Expression = "" } })
            .Then<DelayEvent>("wait", new { Duration = "PT1H" })
            .Build());
        await site.SaveAsync(new FlowBuilder(Twice)
            .Start<LogTask>("start", new { LogLevel = 0, Text = new { Expression = "" } })
            .Then<DelayEvent>("wait", new { Duration = "PT1H" })
            .Then<DelayEvent>("again", new { Duration = "P400D" })
            .Build());
        await site.SaveAsync(new FlowBuilder(Timed)
            .Start<LogTask>("start", new { LogLevel = 0, Text = new { Expression = "" } })
            .Then<TimerEvent>("wait", new { CronExpression = "0 0 1 * *" })
            .Then<TimerEvent>("again", new { CronExpression = "0 0 1 * *" })
            .Build());
    }

    /// <summary>Adds instances whose Delay ends at a time, one second after another; for timers the time means nothing.</summary>
    public static async Task AddAsync(Site site, string type, int count, DateTimeOffset due)
    {
        var model = await StartOneAsync(site, type);
        await site.InScopeAsync(async _ =>
        {
            for (var from = 0; from < count; from += Together)
            {
                await ShellScope.UsingChildScopeAsync(async scope =>
                {
                    var session = scope.ServiceProvider.GetRequiredService<ISession>();
                    var ids = scope.ServiceProvider.GetRequiredService<IWorkflowIdGenerator>();
                    for (var i = from; i < Math.Min(from + Together, count); i++)
                    {
                        await session.SaveAsync(Copy(model, ids.GenerateUniqueId(model), due.AddSeconds(i)));
                    }
                });
            }
        });
    }

    /// <summary>Removes all instances of a type.</summary>
    public static Task ClearAsync(Site site, string type) => site.InScopeAsync(async _ =>
    {
        for (var left = true; left;)
        {
            await ShellScope.UsingChildScopeAsync(async scope =>
            {
                var session = scope.ServiceProvider.GetRequiredService<ISession>();
                var some = await session.Query<Workflow, OrchardCore.Workflows.Indexes.WorkflowIndex>(index => index.WorkflowTypeId == type).Take(Together).ListAsync();
                foreach (var workflow in some)
                {
                    session.Delete(workflow);
                }

                left = some.Any();
            });
        }
    });

    private static async Task<Workflow> StartOneAsync(Site site, string type)
    {
        await site.InScopeAsync(async services =>
        {
            var flow = await services.GetRequiredService<IWorkflowTypeStore>().GetAsync(type);
            using var context = await services.GetRequiredService<IWorkflowManager>().StartWorkflowAsync(flow, flow.Activities.Single(activity => activity.IsStart));
        });
        return (await site.WorkflowsAsync(type))[0];
    }

    private static Workflow Copy(Workflow model, string id, DateTimeOffset due)
    {
        var state = model.State.DeepClone().AsObject();
        if (model.BlockingActivities[0].Name == nameof(DelayEvent))
        {
            state[nameof(WorkflowState.ActivityStates)]![model.BlockingActivities[0].ActivityId]!["DueAt"] = DueTime.Of(due);
        }

        return new Workflow
        {
            WorkflowId = id,
            WorkflowTypeId = model.WorkflowTypeId,
            CorrelationId = id,
            Status = model.Status,
            State = state,
            BlockingActivities = [.. model.BlockingActivities.Select(blocking => new BlockingActivity
            {
                ActivityId = blocking.ActivityId, Name = blocking.Name, IsStart = blocking.IsStart,
            })],
            CreatedUtc = model.CreatedUtc,
            LockTimeout = model.LockTimeout,
            LockExpiration = model.LockExpiration,
        };
    }
}
