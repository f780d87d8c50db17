using System.Globalization;
using Automail.OrchardModule.Storage;
using OrchardCore.Workflows.Models;
using YesSql;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>Finds and takes the workflow instances that wait, in the session of the scope.</summary>
internal sealed class WaitingStore(ISession session, IServiceProvider services)
{
    /// <summary>A stretch of what is due, in the order of time.</summary>
    /// <param name="now">See <see cref="Engine.Scheduling.DueTime"/>.</param>
    /// <param name="after">The last row of the stretch before; null for the first.</param>
    /// <param name="max">At most this many.</param>
    public async Task<IReadOnlyList<WaitingIndex>> DueAsync(long now, WaitingIndex? after, int max)
    {
        // SQL as text: YesSql compiles an expression at every call.
        var query = session.QueryIndex<WaitingIndex>()
            .Where(dialect => $"{Due(dialect)} <= @Now and {Due(dialect)} >= @After and not ({Due(dialect)} = @After and {Document(dialect)} <= @Last)")
            .WithParameter("@Now", now)
            .WithParameter("@After", after?.DueAt ?? long.MinValue)
            .WithParameter("@Last", after?.DocumentId ?? 0)
            .OrderBy(index => index.DueAt)
            .ThenBy(index => index.DocumentId)
            .Take(max);
        return [.. await query.ListAsync()];
    }

    /// <summary>When the next Delay ends, see <see cref="Engine.Scheduling.DueTime"/>; null when none waits.</summary>
    public async Task<long?> NextDueAsync()
        => (await session.QueryIndex<WaitingIndex>().Where(dialect => $"{Due(dialect)} is not null").OrderBy(index => index.DueAt).Take(1).ListAsync())
            .FirstOrDefault()?.DueAt;

    /// <summary>What the instances wait for whose correlation id this is.</summary>
    public async Task<IReadOnlyList<WaitingIndex>> OfContactAsync(string contactId)
    {
        var contactKey = Keys.Of(contactId);
        return [.. await session.QueryIndex<WaitingIndex>(index => index.ContactKey == contactKey).ListAsync()];
    }

    /// <summary>What these instances wait for.</summary>
    public async Task<IReadOnlyList<WaitingIndex>> OfInstancesAsync(IReadOnlyCollection<string> workflowIds)
    {
        var rows = new List<WaitingIndex>();
        foreach (var chunk in workflowIds.Distinct(StringComparer.Ordinal).ToArray().Chunk(KeyQueries.MaxValues))
        {
            rows.AddRange(await session.QueryIndex<WaitingIndex>().WhereIn(nameof(WaitingIndex.WorkflowId), chunk).ListAsync());
        }

        return rows;
    }

    /// <summary>A stretch of what the instances of a type wait for, in the order of their documents.</summary>
    public async Task<IReadOnlyList<WaitingIndex>> OfTypeAsync(string workflowTypeId, long afterDocumentId, int max)
        => [.. await session.QueryIndex<WaitingIndex>(index => index.WorkflowTypeId == workflowTypeId && index.DocumentId > afterDocumentId)
            .OrderBy(index => index.DocumentId)
            .Take(max)
            .ListAsync()];

    /// <summary>
    /// Takes instances until the end of the transaction, and reads them as they are then. Whoever else wants one waits, and then finds what became
    /// of it. Instances that wait for nothing any more are left out.
    /// </summary>
    public async Task<IReadOnlyList<Workflow>> TakeAsync(IEnumerable<long> documentIds)
    {
        var taken = new List<Workflow>();
        foreach (var chunk in documentIds.Distinct().Order().Chunk(KeyQueries.MaxValues))
        {
            await LockAsync(chunk);
            taken.AddRange((await session.GetAsync<Workflow>(chunk)).Where(workflow => workflow.BlockingActivities.Count > 0));
        }

        return taken;
    }

    /// <summary>Lets go of an instance that was run: YesSql would look at it again at every later flush.</summary>
    /// <param name="workflow">The instance.</param>
    /// <param name="saved">Whether Orchard has saved it, which writes at once. What it has deleted is still to be written.</param>
    /// <exception cref="RolledBackException">Running it has rolled the transaction back.</exception>
    public async Task ReleaseAsync(Workflow workflow, bool saved = false)
    {
        if (!saved)
        {
            await session.FlushAsync();
        }

        ScopeTransactionStore.CheckBegun(services);
        session.Detach(workflow);
    }

    private async Task LockAsync(long[] documentIds)
    {
        var (configuration, dialect) = (session.Store.Configuration, session.Store.Configuration.SqlDialect);
        var table = dialect.QuoteForTableName(
            configuration.TablePrefix + configuration.TableNameConvention.GetIndexTable(typeof(WaitingIndex)), configuration.Schema);
        var claim = dialect.QuoteForColumnName(nameof(WaitingIndex.Claim));
        var ids = string.Join(',', documentIds.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        await session.FlushAsync();
        var transaction = await session.BeginTransactionAsync();
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"update {table} set {claim} = {claim} + 1 where {Document(dialect)} in ({ids})";
        await command.ExecuteNonQueryAsync();
    }

    private static string Due(ISqlDialect dialect) => dialect.QuoteForColumnName(nameof(WaitingIndex.DueAt));

    private static string Document(ISqlDialect dialect) => dialect.QuoteForColumnName(nameof(WaitingIndex.DocumentId));
}
