using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests.Projects;

/// <summary>Rule 2: who may reference whom.</summary>
public sealed partial class ProjectTests
{
    /// <summary>For each product project, the projects that it may reference. A new project needs a line here.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Automail.Engine"] = [],
        ["Automail.Sqlite"] = ["Automail.Engine"],
        ["Automail.Cli"] = ["Automail.Engine", "Automail.Sqlite"],
        ["Automail.OrchardModule"] = ["Automail.Engine"],
        ["Automail.OrchardModule.Commerce"] = ["Automail.Engine", "Automail.OrchardModule"],
        ["Automail.EmailTheme"] = [],
        ["Automail.Web"] = ["Automail.OrchardModule", "Automail.OrchardModule.Commerce", "Automail.EmailTheme"],
    };

    /// <summary>The tests that drive the whole site.</summary>
    private static readonly string[] EndToEnd = ["Automail.Browser.Tests", "Automail.OrchardModule.Tests", "Automail.Benchmarks"];

    public static TheoryData<string> Products => [.. Project.All.Where(project => !project.Path.StartsWith("tests/", StringComparison.Ordinal)).Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Products))]
    public void Product_projects_reference_only_what_they_may(string name)
    {
        Allowed.Keys.ShouldContain(name);

        Project.All.Single(project => project.Name == name).References.ShouldBeSubsetOf(Allowed[name]);
    }

    [Fact]
    public void Only_end_to_end_tests_reference_the_site()
        => Project.All.Where(project => project.References.Contains("Automail.Web")).Select(project => project.Name).ShouldBeSubsetOf(EndToEnd);

    [Fact]
    public void Nothing_in_the_product_references_tests()
    {
        var tests = Project.All.Where(project => project.Path.StartsWith("tests/", StringComparison.Ordinal)).Select(project => project.Name);

        Project.All.Where(project => !project.Path.StartsWith("tests/", StringComparison.Ordinal)).SelectMany(project => project.References).Intersect(tests).ShouldBeEmpty();
    }

    [Fact]
    public void The_solution_has_every_project_and_the_filter_every_one_that_needs_no_Orchard()
    {
        var solution = SolutionEntry().Matches(File.ReadAllText(Repository.PathOf("Automail.OrchardModule.sln"))).Select(match => match.Groups[1].Value.Replace('\\', '/'));
        using var filter = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("Automail.Engine.slnf")));
        var filtered = filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray().Select(entry => entry.GetString()!.Replace('\\', '/'));

        solution.ShouldBe(Project.All.Select(project => project.Path), ignoreOrder: true);
        filtered.ShouldBe(Project.All.Where(project => !project.NeedsOrchard).Select(project => project.Path), ignoreOrder: true);
    }

    [Fact]
    public void Versions_stand_in_one_file()
        => Project.All.SelectMany(project => project.OwnVersions.Select(package => $"{project.Name}: {package}")).ShouldBeEmpty();

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex SolutionEntry();
}
