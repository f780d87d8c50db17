using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using YesSql;

namespace Automail.OrchardModule.Tests.Sites;

/// <summary>
/// Another node of a site that runs: a host of its own on the same database, which shares nothing else with it. On SQLite Orchard counts the ids of documents in memory, so that only there the counter has
/// to be one; other databases give ids to all nodes.
/// </summary>
internal sealed class SecondNode : Site
{
    private readonly Site _first;
    private IIdGenerator? _ids;

    public SecondNode(Site first)
        : base(first)
        => _first = first;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        if (Database.IsSqlite)
        {
            _ids = await _first.WithAsync<IStore, IIdGenerator>(store => Task.FromResult(store.Configuration.IdGenerator));
        }

        await base.InitializeAsync();
    }

    /// <inheritdoc/>
    protected override void ConfigureTenant(IServiceCollection services)
    {
        base.ConfigureTenant(services);
        if (_ids is not null)
        {
            var made = services.Last(service => service.ServiceType == typeof(IStore)).ImplementationFactory!;
            services.Replace(ServiceDescriptor.Singleton(provider =>
            {
                var store = (IStore)made(provider);
                store.Configuration.IdGenerator = _ids;
                return store;
            }));
        }
    }
}
