using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Data.Documents;
using OrchardCore.Environment.Shell.Scope;
using YesSql;

namespace Automail.OrchardModule.Storage;

/// <summary>
/// A DI scope of its own as one transaction: for work that Orchard's services do, such as running workflows, together with the scoped
/// <see cref="Engine.IUnitOfWork"/>.
/// </summary>
internal static class ScopeTransactionStore
{
    private const int MaxRuns = 4;

    /// <summary>Runs the work and commits all that it wrote, or nothing when it throws. Work that lost to another writer is run again.</summary>
    public static async Task RunAsync(Func<IServiceProvider, Task> work)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                await ShellScope.UsingChildScopeAsync(scope => RunAsync(scope.ServiceProvider, work));
                return;
            }
            catch (Exception e) when (run < MaxRuns && Conflicts.LostTo(e))
            {
            }
        }
    }

    /// <summary>Makes sure that the transaction with which the scope began still goes on.</summary>
    /// <exception cref="RolledBackException">
    /// YesSql rolls back at the first error, and commits nothing afterwards without saying so. Orchard's workflows catch errors, so that we have to look.
    /// </exception>
    public static void CheckBegun(IServiceProvider services)
    {
        if (services.GetRequiredService<ScopeTransaction>().Begun is { } begun && !ReferenceEquals(services.GetRequiredService<ISession>().CurrentTransaction, begun))
        {
            throw new RolledBackException();
        }
    }

    private static async Task RunAsync(IServiceProvider services, Func<IServiceProvider, Task> work)
    {
        // From the start, so that what is read is still so when it is written: on SQLite this takes the write lock.
        var session = services.GetRequiredService<ISession>();
        services.GetRequiredService<ScopeTransaction>().Begun = await session.BeginTransactionAsync();
        await work(services);
        await session.FlushAsync();
        CheckBegun(services);
        await services.GetRequiredService<IDocumentStore>().CommitAsync();
    }
}

/// <summary>The transaction that a scope began with.</summary>
internal sealed class ScopeTransaction
{
    public DbTransaction? Begun { get; set; }
}

/// <summary>A scope was rolled back by an error of the database that its work has caught.</summary>
internal sealed class RolledBackException() : Exception("The transaction was rolled back by an error that the work has caught.");
