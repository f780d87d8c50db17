using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Storage;

/// <summary>
/// Creates the sessions of units of work. They come from a YesSql store of their own beside the tenant's, on the same tables and
/// with the same ids, whose queries are not gated: with gating, a session that asks what another is asking at that moment gets
/// the other's answer, with the other's uncommitted rows and without its own; and documents that are asked for by id are taken
/// for one another across collections.
/// </summary>
internal sealed class UnitSessionStore(IStore tenant, IEnumerable<IIndexProvider> indexProviders) : IDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private volatile IStore? _store;

    public async Task<ISession> CreateAsync(CancellationToken cancellationToken)
        => (_store ?? await StartAsync(cancellationToken)).CreateSession();

    public void Dispose() => _starting.Dispose();

    private async Task<IStore> StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_store is null)
            {
                var store = StoreFactory.Create(Ungated(tenant.Configuration));
                await store.InitializeAsync(cancellationToken);
                _store = store.RegisterIndexes(indexProviders.Where(provider => provider.CollectionName == AutomailCollection.Name));
            }

            return _store;
        }
        finally
        {
            _starting.Release();
        }
    }

    private static Configuration Ungated(IConfiguration tenant) => new()
    {
        QueryGatingEnabled = false,
        IdGenerator = new TenantIds(tenant.IdGenerator),
        IdentifierAccessorFactory = tenant.IdentifierAccessorFactory,
        VersionAccessorFactory = tenant.VersionAccessorFactory,
        IsolationLevel = tenant.IsolationLevel,
        ConnectionFactory = tenant.ConnectionFactory,
        ContentSerializer = tenant.ContentSerializer,
        TablePrefix = tenant.TablePrefix,
        Schema = tenant.Schema,
        CommandsPageSize = tenant.CommandsPageSize,
        EnableThreadSafetyChecks = tenant.EnableThreadSafetyChecks,
        Logger = tenant.Logger,
        TableNameConvention = tenant.TableNameConvention,
        CommandInterpreter = tenant.CommandInterpreter,
        SqlDialect = tenant.SqlDialect,
        IdentityColumnSize = tenant.IdentityColumnSize,
    };

    /// <summary>The tenant's own generator, which the tenant has initialized: to do so again would give out ids of unfinished transactions twice.</summary>
    private sealed class TenantIds(IIdGenerator ids) : IIdGenerator
    {
        public Task InitializeAsync(IStore store, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task InitializeAsync(IStore store) => Task.CompletedTask;

        public Task InitializeCollectionAsync(IConfiguration configuration, string collection, CancellationToken cancellationToken = default)
            => Task.CompletedTask;

        public Task InitializeCollectionAsync(IConfiguration configuration, string collection) => Task.CompletedTask;

        public long GetNextId(string collection) => ids.GetNextId(collection);

        public Task<long> GetNextIdAsync(string collection, CancellationToken cancellationToken = default)
            => ids.GetNextIdAsync(collection, cancellationToken);

        public Task<long> GetNextIdAsync(string collection) => ids.GetNextIdAsync(collection);
    }
}
