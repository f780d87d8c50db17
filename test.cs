// Builds and tests what can be built and tested on this machine: dotnet run test.cs
// Words after it choose test projects by a part of their name: dotnet run test.cs Engine Cli
#:property TreatWarningsAsErrors=false
#:property ManagePackageVersionsCentrally=false
#:property RunAnalyzers=false
#:property PublishAot=false
#:property PackAsTool=false

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

const string Module = "src/Automail.OrchardModule/Automail.OrchardModule.csproj";
var buildLimit = TimeSpan.FromMinutes(20);
var testLimit = TimeSpan.FromMinutes(20);
var root = Root();
var leftOut = new List<string>();
int passed = 0, failed = 0, skipped = 0;

Say("Looking whether OrchardCore packages can be restored ...");
var restore = Dotnet(TimeSpan.FromMinutes(5), false, "restore", Module, "--nologo", "-v", "q");
var orchard = restore.ExitCode == 0;
var solution = orchard ? "Automail.OrchardModule.sln" : "Automail.Engine.slnf";
if (!orchard)
{
    Say($"They cannot: {FirstError(restore)}");
}

var all = TestProjects("Automail.OrchardModule.sln");
var projects = orchard ? all : TestProjects("Automail.Engine.slnf");
foreach (var project in all.Except(projects))
{
    leftOut.Add($"{Path.GetFileNameWithoutExtension(project)}: OrchardCore packages cannot be restored ({FirstError(restore)})");
}

if (args.Length > 0)
{
    var chosen = projects.Where(project => args.Any(word => Path.GetFileNameWithoutExtension(project).Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
    foreach (var project in projects.Except(chosen))
    {
        leftOut.Add($"{Path.GetFileNameWithoutExtension(project)}: not asked for");
    }

    projects = chosen;
}

if (projects.Count == 0)
{
    Say($"No test project that can run here has a name like {string.Join(" or ", args)}.");
    return 2;
}

// One build for all, so that what they share is built once; project by project only to find the one that does not build.
var broken = new HashSet<string>();
Say($"Building {(args.Length > 0 ? string.Join(", ", projects.Select(Path.GetFileNameWithoutExtension)) : solution)} ...");
if (args.Length > 0 || !Build(solution))
{
    foreach (var project in projects.Where(project => !Build(project)))
    {
        broken.Add(project);
    }

    if (args.Length == 0 && broken.Count == 0)
    {
        failed++;
        Say("A project that is not a test does not build.");
    }
}

var reports = Directory.CreateTempSubdirectory("automail-tests");
foreach (var project in projects)
{
    Run(project);
}

reports.Delete(recursive: true);
return Close(failed == 0 && passed > 0 ? 0 : 1);

bool Build(string what)
{
    var build = Dotnet(buildLimit, false, "build", what, "--nologo", "-v", "q", "-nodeReuse:false", "-clp:NoSummary");
    if (build.ExitCode == 0)
    {
        return true;
    }

    foreach (var line in build.Output.Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).Distinct().Take(20))
    {
        Say("  " + line.Trim());
    }

    return false;
}

void Run(string project)
{
    var name = Path.GetFileNameWithoutExtension(project);
    if (broken.Contains(project))
    {
        failed++;
        Say($"{name}: does not build.");
        return;
    }

    Say($"{name} ...");
    var assembly = Path.Combine(root, Path.GetDirectoryName(project)!, "bin", "Debug", "net10.0", name + ".dll");
    var report = Path.Combine(reports.FullName, name + ".json");
    var run = Dotnet(testLimit, true, assembly, "-noLogo", "-noColor", "-ctrf", report);
    if (ReadReport(report) is not { } result)
    {
        failed++;
        Say($"{name}: {(run.ExitCode == TimedOut ? $"did not end within {testLimit.TotalMinutes:0} minutes" : $"ended with code {run.ExitCode} and left no report")}.");
        return;
    }

    passed += result.Passed;
    failed += result.Failed;
    skipped += result.Skipped;
    if (result.Passed + result.Failed + result.Skipped == 0)
    {
        failed++;
        Say($"{name}: ran no test.");
    }
    else if (run.ExitCode != 0 && result.Failed == 0)
    {
        failed++;
        Say($"{name}: no test failed, but it ended with code {run.ExitCode}.");
    }

    foreach (var (reason, count) in result.Reasons)
    {
        leftOut.Add($"{name}: {count} {(count == 1 ? "test" : "tests")}: {reason}");
    }

    Say($"{name}: {result.Passed} passed, {result.Failed} failed, {result.Skipped} skipped in {run.Elapsed.TotalSeconds:0} s");
}

int Close(int exitCode)
{
    if (leftOut.Count > 0)
    {
        Say("Left out:");
        leftOut.ForEach(line => Say("  " + line));
    }

    Say($"{passed} passed, {failed} failed, {skipped} skipped");
    return exitCode;
}

// The Common Test Report Format, https://ctrf.io
static (int Passed, int Failed, int Skipped, List<(string Reason, int Count)> Reasons)? ReadReport(string path)
{
    try
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var results = document.RootElement.GetProperty("results");
        int Count(string name) => results.GetProperty("summary").TryGetProperty(name, out var value) ? value.GetInt32() : 0;
        var reasons = results.GetProperty("tests").EnumerateArray()
            .Where(test => test.GetProperty("status").GetString() is "skipped" or "pending")
            .GroupBy(Reason)
            .Select(group => (group.Key, group.Count()))
            .ToList();
        // What stopped outside a test, such as a failing clean-up, counts as failed too.
        var errors = results.TryGetProperty("extra", out var extra) && extra.TryGetProperty("suites", out var suites)
            ? suites.EnumerateArray().Sum(suite => suite.TryGetProperty("errors", out var list) ? list.GetArrayLength() : 0)
            : 0;
        return (Count("passed"), Count("failed") + Count("other") + errors, Count("skipped") + Count("pending"), reasons);
    }
    catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
    {
        return null;
    }
}

// xunit puts the reason under "extra"; the format's own place for it is "message".
static string Reason(JsonElement test)
    => (test.TryGetProperty("extra", out var extra) && extra.TryGetProperty("reason", out var reason) ? reason.GetString() : null)
        ?? (test.TryGetProperty("message", out var message) ? message.GetString() : null)
        ?? (test.GetProperty("status").GetString() == "pending" ? "runs only when it is asked for" : "no reason given");

// Test projects are those that reference xunit.v3 itself; benchmarks and contract suites do not.
List<string> TestProjects(string solutionFile)
{
    var text = File.ReadAllText(Path.Combine(root, solutionFile));
    return Regex.Matches(text, "\"([^\"]+\\.csproj)\"")
        .Select(match => match.Groups[1].Value.Replace("\\\\", "/").Replace('\\', '/'))
        .Where(path => path.StartsWith("tests/", StringComparison.Ordinal)
            && File.Exists(Path.Combine(root, path))
            && File.ReadAllText(Path.Combine(root, path)).Contains("Include=\"xunit.v3\"", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .ToList();
}

static string FirstError((int ExitCode, List<string> Output, TimeSpan Elapsed) run)
{
    var line = run.Output.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
        ?? (run.ExitCode == TimedOut ? "the package source did not answer in time" : $"dotnet ended with code {run.ExitCode}");
    var match = Regex.Match(line, @"error\s*(NU\d+\s*:\s*.*?)(\[[^\]]*\])?$");
    return (match.Success ? match.Groups[1].Value : line).Trim();
}

(int ExitCode, List<string> Output, TimeSpan Elapsed) Dotnet(TimeSpan limit, bool show, params string[] arguments)
{
    var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
    {
        WorkingDirectory = root,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
        UseShellExecute = false,
    };
    start.Environment["DOTNET_NOLOGO"] = "1";
    start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
    start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
    // Set by dotnet run for this program; builds below must not take them for their own.
    start.Environment.Remove("MSBuildSDKsPath");
    start.Environment.Remove("MSBUILD_EXE_PATH");
    start.Environment.Remove("MSBuildExtensionsPath");
    start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
    var output = new List<string>();
    var watch = Stopwatch.StartNew();
    using var process = new Process { StartInfo = start };
    void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.Add(line);
        }

        // Of a runner's chatter, what failed is worth showing.
        if (show && line.Trim().Length > 0 && !Regex.IsMatch(line, @"^\s*(Discovering|Discovered|Starting|Finished):|^=== TEST EXECUTION|^\s+Automail\.\S+ +Total:"))
        {
            Say("  " + line);
        }
    }

    process.OutputDataReceived += (_, e) => Take(e.Data);
    process.ErrorDataReceived += (_, e) => Take(e.Data);
    process.Start();
    process.StandardInput.Close();
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    var ended = process.WaitForExit((int)limit.TotalMilliseconds);
    if (!ended)
    {
        process.Kill(entireProcessTree: true);
    }

    // Compiler servers may keep the pipes open: what they hold back is not waited for.
    for (var i = 0; i < 20 && !Task.Run(process.WaitForExit).Wait(100); i++)
    {
    }

    lock (output)
    {
        return (ended ? process.ExitCode : TimedOut, [.. output], watch.Elapsed);
    }
}

static void Say(string line)
{
    Console.WriteLine(line);
    Console.Out.Flush();
}

static string Root([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

partial class Program
{
    private const int TimedOut = -1000;
}
