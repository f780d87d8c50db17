using System.Text.RegularExpressions;
using Automail.Architecture.Tests.Sources;
using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests.Module;

/// <summary>Rule 4: only stores touch YesSql's session, controllers never.</summary>
public sealed partial class SessionTests
{
    /// <summary>Others that may, and why.</summary>
    private static readonly Dictionary<string, string> Excepted = new()
    {
        ["TemplateCatalog"] = "reads content items, which are Orchard's documents and have no store of ours",
        ["TemplateValidator"] = "reads content items, which are Orchard's documents and have no store of ours",
    };

    [Fact]
    public void Only_stores_touch_the_session()
    {
        var touching = ModuleSources.Files.Where(file => Session().IsMatch(file.Code)).Select(Name).ToArray();

        touching.ShouldContain("SessionStore");
        touching.Where(name => !name.EndsWith("Store", StringComparison.Ordinal) && !Excepted.ContainsKey(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Controllers_know_neither_YesSql_nor_its_documents()
    {
        var documents = ModuleSources.Types.Where(type => ModuleSources.Derives(type, "RecordDocument", "MapIndex", "ReduceIndex")).Select(type => type.Name).ToHashSet();
        documents.ShouldNotBeEmpty();

        var controllers = ModuleSources.Types.Where(type => ModuleSources.Derives(type, "Controller", "ControllerBase")).ToArray();

        controllers.ShouldNotBeEmpty();
        controllers.Where(type => YesSql().IsMatch(type.File.Code) || Words().Matches(type.File.Code).Any(word => documents.Contains(word.Value)))
            .Select(type => type.Name)
            .ShouldBeEmpty();
    }

    private static string Name(SourceFile file) => Path.GetFileNameWithoutExtension(file.Path);

    [GeneratedRegex(@"\bISession\b")]
    private static partial Regex Session();

    [GeneratedRegex(@"\bYesSql\b|\bISession\b|\bSessionStore\b")]
    private static partial Regex YesSql();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Words();
}
