using OrchardCore;

namespace Automail.Web.Hosting;

/// <summary>Where the site keeps all that it writes: the database, its keys, and the mail that it sends.</summary>
/// <param name="Path">The full path.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>Mail lands here as .eml files.</summary>
    public string Pickup => System.IO.Path.Combine(Path, "pickup");

    /// <summary>Makes the folder, tries whether it can be written, and tells Orchard about it.</summary>
    /// <param name="wanted">The folder that was asked for; null for <c>App_Data</c> in the current one.</param>
    /// <exception cref="StartException">It cannot be used.</exception>
    public static DataFolder Prepare(string? wanted)
    {
        var path = string.IsNullOrWhiteSpace(wanted) ? "App_Data" : wanted;
        try
        {
            path = Directory.CreateDirectory(path).FullName;
            using (File.Create(System.IO.Path.Combine(path, ".writable"), 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartException($"The data folder '{path}' cannot be written: {error.Message} Choose another one with --data DIR.");
        }

        Environment.SetEnvironmentVariable(ShellOptionConstants.OrchardAppData, path);
        return new DataFolder(path);
    }
}
