using OrchardCore.Workflows.Models;
using YesSql;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>Finds workflow types that are journeys, and the enrollments that their end leaves behind.</summary>
internal sealed class JourneyTypeStore(ISession session)
{
    /// <summary>All of them, enabled or not.</summary>
    public async Task<IReadOnlyList<WorkflowType>> ListAsync() => [.. await session.Query<WorkflowType, JourneyTriggerIndex>().ListAsync()];
}
