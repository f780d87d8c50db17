using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Automail.Browser.Tests;

/// <summary>The demo site as a process of its own, with a data folder that is removed with it.</summary>
internal sealed partial class SiteProcess : IAsyncDisposable
{
    public const string AdminPassword = "Demo-pass-1";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly string _data;

    private SiteProcess(Process process, string data, Uri address) => (_process, _data, Address) = (process, data, address);

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Starts it at a free port, and waits until it has set itself up.</summary>
    public static async Task<SiteProcess> StartAsync()
    {
        var site = Path.GetFullPath(typeof(SiteProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Site").Value!);
        var data = Directory.CreateTempSubdirectory("automail-browser-").FullName;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [site, "--urls", "http://127.0.0.1:0", "--data", data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["AUTOMAIL_ADMIN_PASSWORD"] = AdminPassword;
        var process = Process.Start(start)!;
        var said = new List<string>();
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(Patience);
        Uri? address = null;
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            Keep(line);
            address ??= ShopLine().Match(line) is { Success: true } match ? new Uri(match.Groups["url"].Value) : null;
            if (line.StartsWith("Stop with", StringComparison.Ordinal) && address is not null)
            {
                // Nobody reads the rest; a full pipe would stop the site.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new SiteProcess(process, data, address);
            }
        }

        throw new InvalidOperationException($"The site did not start: {string.Join('\n', said)}");

        void Keep(string? line)
        {
            lock (said)
            {
                said.Add(line ?? "");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [GeneratedRegex(@"^\s*Shop\s+(?<url>http\S+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ShopLine();
}
