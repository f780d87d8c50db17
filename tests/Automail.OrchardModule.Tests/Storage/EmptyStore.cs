using System.Data.Common;
using Automail.Engine;
using Automail.OrchardModule.Storage;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Tests.Storage;

/// <summary>Empty stores in a site's own database.</summary>
internal static class EmptyStore
{
    /// <summary>Empties Automail's tables and opens a store on them, which the caller may dispose of.</summary>
    public static async Task<IAutomailStore> NewStoreAsync(this Site site)
    {
        await site.EmptyAsync();
        return await site.OpenStoreAsync();
    }

    /// <summary>One more store on the same tables, as another node has one.</summary>
    public static Task<IAutomailStore> OpenStoreAsync(this Site site) => site.InScopeAsync<IAutomailStore>(services
        => Task.FromResult<IAutomailStore>(new YesSqlStore(new UnitSessionStore(
            services.GetRequiredService<IStore>(),
            services.GetServices<IIndexProvider>()))));

    public static Task EmptyAsync(this Site site) => site.SqlAsync(async connection =>
    {
        var tables = await connection.RowsAsync(site.Database.IsSqlite
            ? "select name from sqlite_master where type = 'table' and name like 'Automail\\_%' escape '\\'"
            : $"select table_name from information_schema.tables where table_name like '{site.Database.TablePrefix}%Automail%'");

        // The index tables refer to the documents.
        foreach (var table in tables.OrderBy(table => table.EndsWith("_Document", StringComparison.Ordinal)))
        {
            await connection.RowsAsync($"delete from \"{table}\"");
        }

        return tables.Count;
    });

    /// <summary>Talks to the site's database past YesSql.</summary>
    public static Task<T> SqlAsync<T>(this Site site, Func<DbConnection, Task<T>> work) => site.InScopeAsync(async services =>
    {
        await using var connection = services.GetRequiredService<IStore>().Configuration.ConnectionFactory.CreateConnection();
        await connection.OpenAsync();
        return await work(connection);
    });

    /// <summary>Runs a statement; the rows that it gives, the columns joined by a bar.</summary>
    public static async Task<List<string>> RowsAsync(this DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        return rows;
    }
}
