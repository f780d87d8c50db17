using Automail.Engine;
using Automail.OrchardModule.Storage;
using Automail.OrchardModule.Tests.Sites;

namespace Automail.OrchardModule.Tests.Storage;

/// <summary>The scoped unit of work in the shape of a store, so that the suites can run on it: each unit is a scope of the site, which Orchard commits.</summary>
internal sealed class ScopeStore(Site site, IAutomailStore reads) : IAutomailStore
{
    public static async Task<IAutomailStore> NewAsync(Site site) => new ScopeStore(site, await site.NewStoreAsync());

    public async Task<T> ExecuteAsync<T>(Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken = default)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();

            // As registered, but without the signal that has due work done at once: the suites want to find it.
            return await site.InScopeAsync(services => work(new UnitOfWork(SessionStore.ForScope(services))));
        }
        catch (Exception e) when (Conflicts.LostTo(e))
        {
            throw new StoreConflictException("The scope lost.", e);
        }
    }

    public Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query, CancellationToken cancellationToken = default)
        => reads.ReadAsync(query, cancellationToken);
}
