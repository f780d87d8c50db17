using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OrchardCore.Data;
using OrchardCore.Data.YesSql;
using OrchardCore.Environment.Shell;
using OrchardCore.Environment.Shell.Configuration;

namespace Automail.OrchardModule.Storage;

/// <summary>
/// Fewer statements per command for a tenant on SQLite. YesSql joins statements into one command, and SQLite's driver binds every
/// statement against all parameters of its command, so that the work grows with the square: ten times more inserts per second
/// with 8 than with 500. What an administrator configured stays.
/// </summary>
internal sealed class SqliteBatchSize(ShellSettings tenant, IShellConfiguration configuration) : IPostConfigureOptions<YesSqlOptions>
{
    public const int Statements = 8;

    private const string Setting = $"OrchardCore_YesSql:{nameof(YesSqlOptions.CommandsPageSize)}";

    private static readonly int Default = new YesSqlOptions().CommandsPageSize;

    public void PostConfigure(string? name, YesSqlOptions options)
    {
        if (tenant["DatabaseProvider"] == DatabaseProviderValue.Sqlite
            && options.CommandsPageSize == Default
            && configuration[Setting] is null)
        {
            options.CommandsPageSize = Statements;
        }
    }
}
