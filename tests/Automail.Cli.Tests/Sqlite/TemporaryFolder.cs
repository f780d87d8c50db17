namespace Automail.Cli.Tests.Sqlite;

/// <summary>A folder that is gone when the test is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("automail-").FullName;

    /// <summary>Where a database can lie in it.</summary>
    public string Database => System.IO.Path.Combine(Path, "automail.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
