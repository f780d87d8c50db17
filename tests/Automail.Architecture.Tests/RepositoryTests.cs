using System.Text.RegularExpressions;
using Automail.Architecture.Tests.Sources;
using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests;

/// <summary>The layout and the style of the design, sections 2 and 7.</summary>
public sealed partial class RepositoryTests
{
    private const int MaxLines = 300;

    /// <summary>Longer files, and why they are.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    /// <summary>What may stand in the root. Folders end in a slash.</summary>
    private static readonly string[] RootEntries =
    [
        ".editorconfig", ".gitattributes", ".gitignore", "Automail.Engine.slnf", "Automail.OrchardModule.sln", "BannedSymbols.txt",
        "CHANGELOG.md", "CONTRIBUTING.md", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "LICENSE", "Manifest.cs",
        "NuGet.config", "README.md", "demo.cs", "global.json", "test.cs",
        ".ci/", ".github/", "docs/", "src/", "tests/", "themes/",
    ];

    /// <summary>What git ignores, or keeps for itself.</summary>
    private static readonly string[] Ignored = [".git", ".git/", ".idea/", ".vs/", "App_Data/", "BenchmarkDotNet.Artifacts/", "TestResults/", "artifacts/", "bin/", "data/", "obj/"];

    private static readonly string[] Folders = ["src", "tests", "themes"];

    [Fact]
    public void The_root_holds_what_the_layout_names()
    {
        var entries = new DirectoryInfo(Repository.Root).EnumerateFileSystemInfos()
            .Select(entry => entry is DirectoryInfo ? entry.Name + "/" : entry.Name)
            .Where(name => !name.EndsWith(".user", StringComparison.Ordinal) && !name.EndsWith(".binlog", StringComparison.Ordinal));

        entries.Except(RootEntries).Except(Ignored).ShouldBeEmpty();
    }

    [Fact]
    public void Source_files_stay_short()
    {
        var lengths = ((string[])["src", "themes"]).SelectMany(folder => Repository.Files(folder))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".cshtml", StringComparison.Ordinal))
            .ToDictionary(path => path, path => File.ReadLines(Repository.PathOf(path)).Count());

        lengths.Count.ShouldBeGreaterThan(100);
        lengths.Where(file => file.Value > MaxLines && !LongFiles.ContainsKey(file.Key)).Select(file => $"{file.Key}: {file.Value} lines").ShouldBeEmpty();
        LongFiles.Keys.Where(path => lengths.GetValueOrDefault(path) <= MaxLines).ShouldBeEmpty("these need no exception any more");
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        var wrong = Folders.SelectMany(SourceFile.In)
            .Select(file => (file.Path, Declared: Namespace().Match(file.Code).Groups[1].Value, Expected: ExpectedNamespace(file.Path)))
            .Where(file => file.Declared.Length > 0 && file.Declared != file.Expected)
            .Select(file => $"{file.Path}: {file.Declared}");

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var mark = new Regex(@"\b(" + string.Join('|', "TO" + "DO", "FIX" + "ME", "HA" + "CK") + @")\b");
        var files = Folders.SelectMany(folder => Repository.Files(folder)).Where(path => IsText(path)).ToArray();

        files.Length.ShouldBeGreaterThan(150);
        files.Where(path => mark.IsMatch(File.ReadAllText(Repository.PathOf(path)))).ShouldBeEmpty();
    }

    [Fact]
    public void No_shell_is_needed()
        => Folders.Append("docs").SelectMany(folder => Repository.Files(folder))
            .Where(path => Path.GetExtension(path) is ".sh" or ".ps1" or ".cmd" or ".bat")
            .ShouldBeEmpty();

    private static bool IsText(string path) => Path.GetExtension(path) is ".cs" or ".cshtml" or ".csproj" or ".json" or ".liquid" or ".md" or ".po" or ".html" or ".css" or ".js";

    /// <summary>The project's name, then the folders below it.</summary>
    private static string ExpectedNamespace(string path) => string.Join('.', path.Split('/')[1..^1]);

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*[;{]", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
