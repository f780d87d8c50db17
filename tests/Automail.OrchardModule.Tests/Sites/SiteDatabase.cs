namespace Automail.OrchardModule.Tests.Sites;

/// <summary>
/// The database of a site: SQLite, unless the environment variable <c>AUTOMAIL_TEST_DATABASE</c> names another as Orchard's provider
/// and a connection string, for example <c>Postgres|Host=localhost;Username=x;Password=y;Database=z</c>. There each site has its own tables.
/// </summary>
/// <param name="Provider">As Orchard names it.</param>
/// <param name="ConnectionString">Null for SQLite, whose file is in the site's folder.</param>
/// <param name="TablePrefix">Null for SQLite.</param>
internal sealed record SiteDatabase(string Provider, string? ConnectionString, string? TablePrefix)
{
    public bool IsSqlite => Provider == "Sqlite";

    public static SiteDatabase FromEnvironment()
        => Environment.GetEnvironmentVariable("AUTOMAIL_TEST_DATABASE")?.Split('|', 2) is [var provider, var connection]
            ? new SiteDatabase(provider, connection, $"t{Guid.NewGuid().ToString("N")[..8]}")
            : new SiteDatabase("Sqlite", null, null);
}
