using Automail.Architecture.Tests.Projects;
using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests.Engine;

/// <summary>Rule 1: the engine knows no CMS, no web framework, no Liquid implementation and no database.</summary>
public sealed class EngineReferenceTests
{
    private static readonly string[] Forbidden = ["OrchardCore", "YesSql", "Microsoft.AspNetCore", "Fluid", "DotLiquid", "Dapper", "Microsoft.Data"];

    private static readonly string[] Packages = ["AngleSharp", "AngleSharp.Css", "Cronos", "DnsClient", "MailKit", "Markdig", "MimeKit", "NodaTime"];

    [Fact]
    public void The_assembly_references_nothing_of_a_host()
    {
        var references = EngineAssembly.Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();

        references.ShouldContain("MailKit");
        references.Where(name => Forbidden.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void The_project_takes_only_the_packages_of_the_design()
    {
        var engine = Project.All.Single(project => project.Name == "Automail.Engine");

        engine.Packages.Where(name => !Packages.Contains(name) && !IsExtensionsAbstraction(name)).ShouldBeEmpty();
        engine.References.ShouldBeEmpty();
        engine.FrameworkReferences.ShouldBeEmpty();
    }

    private static bool IsExtensionsAbstraction(string name)
        => name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            && (name.EndsWith(".Abstractions", StringComparison.Ordinal) || name == "Microsoft.Extensions.Options");
}
