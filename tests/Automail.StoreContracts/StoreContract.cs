using Automail.Engine;

namespace Automail.StoreContracts;

/// <summary>What every suite needs: a new store per fact, closed afterwards.</summary>
public abstract class StoreContract : IAsyncDisposable
{
    private readonly List<IAutomailStore> _stores = [];

    /// <summary>An empty store. Suites close it when it is disposable; what lies around it is the implementer's.</summary>
    protected abstract Task<IAutomailStore> CreateAsync();

    /// <summary>An empty store that is closed after the fact.</summary>
    protected async Task<IAutomailStore> NewStoreAsync()
    {
        var store = await CreateAsync();
        _stores.Add(store);
        return store;
    }

    /// <summary>Closes the stores. Override to remove files, after calling this.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            switch (store)
            {
                case IAsyncDisposable closing:
                    await closing.DisposeAsync();
                    break;
                case IDisposable closing:
                    closing.Dispose();
                    break;
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a unit and begins again when the store says that another writer was faster again and again.</summary>
    protected static async Task<T> InsistAsync<T>(IAutomailStore store, Func<IUnitOfWork, Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await store.ExecuteAsync(work);
            }
            catch (StoreConflictException) when (attempt < 50)
            {
            }
        }
    }

    /// <summary>Starts the work of several workers at once and waits for all.</summary>
    protected static Task<T[]> AtOnceAsync<T>(int workers, Func<int, Task<T>> work)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, workers).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return await work(i);
        })).ToArray();
        start.SetResult();
        return Task.WhenAll(running);
    }
}
