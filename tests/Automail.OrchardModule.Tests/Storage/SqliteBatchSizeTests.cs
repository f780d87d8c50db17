using Automail.OrchardModule.Storage;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.Configuration;
using OrchardCore.Data.YesSql;
using OrchardCore.Environment.Shell;
using OrchardCore.Environment.Shell.Configuration;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Storage;

[Collection(nameof(SharedSite))]
public sealed class SqliteBatchSizeTests(Site site)
{
    [Fact]
    public async Task A_tenant_on_SQLite_sends_few_statements_at_a_time()
    {
        Assert.SkipUnless(site.Database.IsSqlite, "The site is on another database.");
        (await site.WithAsync<IStore, int>(store => Task.FromResult(store.Configuration.CommandsPageSize))).ShouldBe(8);
    }

    [Theory]
    [InlineData("Sqlite", null, 500, 8)]
    [InlineData("Sqlite", null, 32, 32)]
    [InlineData("Sqlite", "500", 500, 500)]
    [InlineData("Sqlite", "64", 64, 64)]
    [InlineData("Postgres", null, 500, 500)]
    [InlineData(null, null, 500, 500)]
    public void What_an_administrator_chose_and_other_databases_stay_as_they_are(string? provider, string? configured, int before, int after)
    {
        var tenant = new ShellSettings();
        tenant["DatabaseProvider"] = provider;
        var configuration = new ShellConfiguration(new ConfigurationBuilder().AddInMemoryCollection(
            [new("OrchardCore_YesSql:CommandsPageSize", configured)]).Build());
        var options = new YesSqlOptions { CommandsPageSize = before };

        new SqliteBatchSize(tenant, configuration).PostConfigure(null, options);

        options.CommandsPageSize.ShouldBe(after);
    }
}
