using System.Data.Common;
using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrchardCore.Environment.Shell.Scope;

namespace Automail.OrchardModule.Behavior.Recording;

/// <summary>Takes events of this site in: checked as those from outside, and never with an exception for what goes wrong.</summary>
internal sealed class EventRecorder(Engine.Flow.Intake intake, OrchardTimeProvider clock, ILogger<EventRecorder> logger)
{
    /// <summary>An event of now.</summary>
    /// <exception cref="FieldException">A field cannot be accepted.</exception>
    public BehaviorEvent Create(string type, string id, string source, string subject, object data, DateTimeOffset? time = null)
    {
        var now = clock.Now();
        return CloudEventReader.Read(
            JsonSerializer.SerializeToElement(new { specversion = "1.0", type, id, source, subject, time = time ?? now, data }, JsonSerializerOptions.Web), now);
    }

    /// <summary>Records events now, or after the commit when this scope has written already: then it holds SQLite's one write lock.</summary>
    /// <param name="make">Makes the events; its exceptions are logged too.</param>
    public async Task<bool> RecordAsync(Func<IReadOnlyList<BehaviorEvent>> make)
    {
        IReadOnlyList<BehaviorEvent> events;
        try
        {
            events = make();
        }
        catch (FieldException e)
        {
            logger.LogError(e, "An event of this site was not recorded");
            return false;
        }

        if (YesSqlStore.ScopeHasChanges)
        {
            ShellScope.AddDeferredTask(scope => scope.ServiceProvider.GetRequiredService<EventRecorder>().AcceptAsync(events));
            return true;
        }

        return await AcceptAsync(events);
    }

    private async Task<bool> AcceptAsync(IReadOnlyList<BehaviorEvent> events)
    {
        try
        {
            await intake.AcceptAsync(events);
            return true;
        }
        catch (Exception e) when (e is FieldException or StoreConflictException or StoreUnavailableException or DbException)
        {
            logger.LogError(e, "{Count} events of this site were not recorded, the first of type {Type}", events.Count, events[0].Type);
            return false;
        }
    }
}
