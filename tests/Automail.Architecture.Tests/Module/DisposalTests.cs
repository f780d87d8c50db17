using System.Text.RegularExpressions;
using Automail.Architecture.Tests.Engine;
using Automail.Architecture.Tests.Sources;
using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests.Module;

/// <summary>
/// A tenant that nobody released is disposed of by the garbage collector, synchronously; there a singleton that can be disposed of asynchronously only throws, and the whole process ends.
/// </summary>
public sealed partial class DisposalTests
{
    private static string[] Singletons { get; } =
        [.. ModuleSources.Files.SelectMany(file => Registration().Matches(file.Code)).SelectMany(match => Words().Matches(match.Value)).Select(word => word.Value).Distinct()];

    [Fact]
    public void Singletons_of_the_module_that_end_asynchronously_end_synchronously_too()
    {
        var ending = ModuleSources.Types.Where(type => Singletons.Contains(type.Name) && Has(type, nameof(IAsyncDisposable))).ToArray();

        ending.Select(type => type.Name).ShouldContain("MailTransports");
        ending.Where(type => !Has(type, nameof(IDisposable))).Select(type => type.Name).ShouldBeEmpty();
    }

    [Fact]
    public void So_do_those_of_the_engine_that_the_module_registers()
    {
        var registered = EngineAssembly.Assembly.GetTypes().Where(type => Singletons.Contains(type.Name)).ToArray();

        registered.Select(type => type.Name).ShouldContain("DueWorker");
        registered.Where(type => type.IsAssignableTo(typeof(IAsyncDisposable)) && !type.IsAssignableTo(typeof(IDisposable))).ShouldBeEmpty();
    }

    private static bool Has(SourceType type, string name) => type.Bases.Select(SourceType.NameOf).Contains(name);

    [GeneratedRegex(@"\bAddSingleton\b[^;]*;")]
    private static partial Regex Registration();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Words();
}
