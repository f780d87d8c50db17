using System.Text.RegularExpressions;
using Automail.Architecture.Tests.Sources;
using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests.Module;

/// <summary>Rule 6: every feature of the manifest has a startup, and every startup a feature.</summary>
public sealed partial class FeatureTests
{
    private const string Base = "FeatureIds.Automail";

    private static IReadOnlyList<SourceType> Startups { get; } = [.. ModuleSources.Types.Where(type => ModuleSources.Derives(type, "StartupBase") && !type.IsAbstract)];

    private static string[] ManifestFeatures => [.. ManifestId().Matches(ModuleSources.Manifest.Code).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Features_and_startups_go_together()
    {
        var started = Startups.SelectMany(FeaturesOf).Distinct().ToArray();

        ManifestFeatures.ShouldContain(Base);
        started.ShouldBe(ManifestFeatures, ignoreOrder: true);
    }

    [Fact]
    public void Every_named_feature_is_in_the_manifest()
    {
        var ids = ModuleSources.Files.Single(file => file.Path.EndsWith("/FeatureIds.cs", StringComparison.Ordinal));

        Constant().Matches(ids.Code).Select(match => "FeatureIds." + match.Groups[1].Value).ShouldBe(ManifestFeatures, ignoreOrder: true);
    }

    [Fact]
    public void The_base_feature_has_the_assemblys_name()
        => ModuleSources.Files.Single(file => file.Path.EndsWith("/FeatureIds.cs", StringComparison.Ordinal)).Text
            .ShouldContain("public const string Automail = \"Automail.OrchardModule\";");

    /// <summary>A controller without the attribute would answer while its feature is off.</summary>
    [Fact]
    public void Controllers_belong_to_the_feature_of_their_slice()
    {
        var wrong = ModuleSources.Types.Where(type => ModuleSources.Derives(type, "Controller", "ControllerBase"))
            .Where(controller => FeatureOfFolder(controller) is { } feature && feature != Base && !controller.Features.Contains(feature));

        wrong.Select(type => type.Name).ShouldBeEmpty();
    }

    /// <summary>Orchard finds them by reflection over exported types.</summary>
    [Fact]
    public void Startups_and_controllers_are_public()
        => ModuleSources.Types.Where(type => ModuleSources.Derives(type, "StartupBase", "Controller", "ControllerBase"))
            .Where(type => !type.Modifiers.Contains("public", StringComparison.Ordinal))
            .Select(type => type.Name)
            .ShouldBeEmpty();

    [Fact]
    public void Startups_are_short()
        => Startups.Where(type => type.File.Text.Count(c => c == '\n') > 60).Select(type => type.File.Path).ShouldBeEmpty();

    private static string[] FeaturesOf(SourceType startup) => startup.Features.Any() ? [.. startup.Features] : [Base];

    private static string? FeatureOfFolder(SourceType type)
    {
        var folder = Path.GetDirectoryName(type.File.Path);
        var startups = Startups.Where(startup => Path.GetDirectoryName(startup.File.Path) == folder).SelectMany(FeaturesOf).Distinct().ToArray();
        return startups.Length == 1 ? startups[0] : null;
    }

    [GeneratedRegex(@"\bId\s*=\s*(FeatureIds\.\w+)")]
    private static partial Regex ManifestId();

    [GeneratedRegex(@"\bconst\s+string\s+(\w+)")]
    private static partial Regex Constant();
}
