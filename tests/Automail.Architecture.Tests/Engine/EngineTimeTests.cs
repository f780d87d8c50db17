using ArchUnitNET.Domain.Dependencies;
using Automail.Architecture.Tests.Projects;
using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests.Engine;

/// <summary>Rule 5: time comes from <see cref="TimeProvider"/>, randomness from a seeded source.</summary>
public sealed class EngineTimeTests
{
    private static readonly string[] Banned =
    [
        "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow",
        "M:System.Guid.NewGuid", "M:System.Threading.Thread.Sleep(System.Int32)", "M:System.Threading.Thread.Sleep(System.TimeSpan)",
    ];

    [Fact]
    public void The_symbols_are_banned_in_the_engine_and_in_the_module()
    {
        var symbols = File.ReadLines(Repository.PathOf("BannedSymbols.txt")).Select(line => line.Split(';')[0]).ToArray();
        var targets = File.ReadAllText(Repository.PathOf("Directory.Build.targets"));

        Banned.Except(symbols).ShouldBeEmpty();
        targets.ShouldContain("Microsoft.CodeAnalysis.BannedApiAnalyzers");
        targets.ShouldContain("BannedSymbols.txt");
        foreach (var name in (string[])["Automail.Engine", "Automail.OrchardModule"])
        {
            Project.All.Single(project => project.Name == name).Property("UseBannedSymbols").ShouldBe("true", name);
        }
    }

    /// <summary>What the analyzer checks at each build, checked in what was built: a pragma would get past the analyzer.</summary>
    [Fact]
    public void The_engine_calls_none_of_them()
    {
        var calls = EngineAssembly.Types.SelectMany(type => type.Dependencies).OfType<MethodCallDependency>()
            .Select(call => (call.Origin.FullName, Target: $"{call.Target.FullName}.{call.TargetMember.Name}"))
            .ToArray();

        calls.Length.ShouldBeGreaterThan(500);
        calls.Where(call => IsBanned(call.Target)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("System.DateTime.get_UtcNow()", true)]
    [InlineData("System.DateTimeOffset.get_Now()", true)]
    [InlineData("System.Guid.NewGuid()", true)]
    [InlineData("System.Threading.Thread.Sleep(System.Int32)", true)]
    [InlineData("System.TimeProvider.GetUtcNow()", false)]
    [InlineData("System.Guid.Parse(System.String)", false)]
    public void Calls_are_recognized(string call, bool banned) => IsBanned(call).ShouldBe(banned);

    private static bool IsBanned(string call)
        => Banned.Any(symbol => symbol[0] == 'P'
            ? call.StartsWith(Getter(symbol[2..]), StringComparison.Ordinal)
            : call.StartsWith(symbol[2..].Split('(')[0] + "(", StringComparison.Ordinal));

    private static string Getter(string property)
    {
        var dot = property.LastIndexOf('.');
        return $"{property[..dot]}.get_{property[(dot + 1)..]}(";
    }
}
