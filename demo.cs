// Starts the demo in a browser: dotnet run demo.cs
// The Orchard site where OrchardCore packages can be restored, else the playground. Options: dotnet run demo.cs -- --help
#:property TreatWarningsAsErrors=false
#:property ManagePackageVersionsCentrally=false
#:property RunAnalyzers=false
#:property PublishAot=false

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

const string Site = "src/Automail.Web/Automail.Web.csproj";
const string Playground = "src/Automail.Cli/Automail.Cli.csproj";
const string Help = """
    Usage: dotnet run demo.cs -- [options]
      --site         the Orchard site, or an error where it cannot run
      --playground   the playground, which needs no Orchard
      --port N       the port on this machine; 5080 unless given
      --data DIR     where it keeps its data; data/site or data/playground unless given
      --no-browser   opens no browser
    """;
var root = Root();
bool site = false, playground = false, browser = true;
var port = 5080;
string? data = null;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--site":
            site = true;
            break;
        case "--playground":
            playground = true;
            break;
        case "--no-browser":
            browser = false;
            break;
        case "--port" when i + 1 < args.Length && int.TryParse(args[i + 1], out port) && port is > 0 and < 65536:
            i++;
            break;
        case "--port":
            return Stop("--port needs a number from 1 to 65535.", 2);
        case "--data" when i + 1 < args.Length && args[i + 1].Length > 0:
            data = args[++i];
            break;
        case "--data":
            return Stop("--data needs a folder.", 2);
        case "--help" or "-h" or "-?":
            Console.WriteLine(Help);
            return 0;
        default:
            return Stop($"'{args[i]}' is not known here. See dotnet run demo.cs -- --help.", 2);
    }
}

if (site && playground)
{
    return Stop("--site and --playground exclude each other.", 2);
}

if (PortProblem(port) is { } portProblem)
{
    return Stop(portProblem, 1);
}

var why = "because you asked for it";
if (!site && !playground)
{
    Console.WriteLine("Looking whether OrchardCore packages can be restored ...");
    if (await DotnetAsync(TimeSpan.FromMinutes(3), "restore", Site, "--nologo", "-v", "q") is (0, _))
    {
        (site, why) = (true, "because OrchardCore packages can be restored");
    }
    else
    {
        (playground, why) = (true, "because OrchardCore packages cannot be restored here; the Orchard site needs them");
    }
}

var folder = Path.GetFullPath(data ?? Path.Combine(root, "data", site ? "site" : "playground"));
if (FolderProblem(folder) is { } folderProblem)
{
    return Stop(folderProblem, 1);
}

var project = site ? Site : Playground;
Console.WriteLine($"Building {Path.GetFileNameWithoutExtension(project)} ...");
var (exitCode, output) = await DotnetAsync(TimeSpan.FromMinutes(15), "build", project, "--nologo", "-v", "q", "-nodeReuse:false", "-clp:NoSummary");
if (exitCode != 0)
{
    foreach (var line in output.Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).Distinct().Take(10))
    {
        Console.Error.WriteLine(line.Trim());
    }

    return Stop($"{Path.GetFileNameWithoutExtension(project)} could not be built.", 1);
}

var address = $"http://127.0.0.1:{port}";
Console.WriteLine($"Starting the {(site ? "Orchard site" : "playground")}, {why}.");
var folderOfProject = Path.Combine(root, Path.GetDirectoryName(project)!);
var assembly = Path.Combine(folderOfProject, "bin", "Debug", "net10.0", site ? "Automail.Web.dll" : "automail.dll");
string[] arguments = site
    ? [assembly, "--urls", address, "--data", folder]
    : [assembly, "demo", "--port", $"{port}", "--data", folder, "--no-browser"];
using var process = Process.Start(StartInfo(arguments, redirect: false))!;

// Ctrl+C reaches the child as well; this program ends when that has ended in order. Any other end of this program ends the child.
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    End(process);
});
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
{
    signal.Cancel = true;
    End(process);
});
if (browser && await AnswersAsync(address, process))
{
    Open(address);
}

await process.WaitForExitAsync();
return process.ExitCode;

static string? PortProblem(int port)
{
    try
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return null;
    }
    catch (SocketException e)
    {
        return e.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"Port {port} is in use. Choose another one with --port N.",
            SocketError.AccessDenied => $"Port {port} may not be used by this user. Choose another one with --port N.",
            _ => $"Port {port} cannot be used: {e.Message}. Choose another one with --port N.",
        };
    }
}

static string? FolderProblem(string folder)
{
    try
    {
        Directory.CreateDirectory(folder);
        using (File.Create(Path.Combine(folder, ".writable"), 1, FileOptions.DeleteOnClose))
        {
        }

        return null;
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        return $"The folder {folder} cannot be written: {e.Message} Choose another one with --data DIR.";
    }
}

static async Task<bool> AnswersAsync(string address, Process process)
{
    using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
    for (var i = 0; i < 240 && !process.HasExited; i++)
    {
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                return true;
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
        }

        await Task.Delay(500);
    }

    return false;
}

// A machine without a desktop has nothing to open; the address was printed.
static void Open(string address)
{
    try
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DISPLAY") is null && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null)
        {
            return;
        }

        using var opened = OperatingSystem.IsWindows() ? Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })
            : OperatingSystem.IsMacOS() ? Process.Start("open", address)
            : Process.Start(new ProcessStartInfo("xdg-open", address) { RedirectStandardError = true, RedirectStandardOutput = true });
    }
    catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
    {
    }
}

static void End(Process process)
{
    try
    {
        process.Kill();
    }
    catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
    {
    }
}

ProcessStartInfo StartInfo(IEnumerable<string> arguments, bool redirect)
{
    var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
    {
        WorkingDirectory = root,
        UseShellExecute = false,
        RedirectStandardOutput = redirect,
        RedirectStandardError = redirect,
    };
    start.Environment["DOTNET_NOLOGO"] = "1";
    start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
    // Set by dotnet run for this program; builds below must not take them for their own.
    foreach (var name in (string[])["MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath"])
    {
        start.Environment.Remove(name);
    }

    return start;
}

async Task<(int ExitCode, List<string> Output)> DotnetAsync(TimeSpan limit, params string[] arguments)
{
    var output = new List<string>();
    using var process = new Process { StartInfo = StartInfo(arguments, redirect: true) };
    void Take(object sender, DataReceivedEventArgs e)
    {
        lock (output)
        {
            output.Add(e.Data ?? "");
        }
    }

    process.OutputDataReceived += Take;
    process.ErrorDataReceived += Take;
    try
    {
        process.Start();
    }
    catch (System.ComponentModel.Win32Exception)
    {
        Environment.Exit(Stop("The .NET 10 SDK was not found: 'dotnet' cannot be started. See https://dotnet.microsoft.com/download.", 1));
    }

    process.BeginOutputReadLine();
    process.BeginErrorReadLine();

    // Not until the pipes close: compiler servers may hold them open.
    var ended = await Task.Run(() => process.WaitForExit((int)limit.TotalMilliseconds));
    if (!ended)
    {
        End(process);
    }

    await Task.Delay(200);
    lock (output)
    {
        return (ended ? process.ExitCode : -1, [.. output]);
    }
}

static int Stop(string line, int exitCode)
{
    Console.Error.WriteLine(line);
    return exitCode;
}

static string Root([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
