using Automail.Engine.Scheduling;
using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests.Engine;

/// <summary>Rule 3: slices without cycles, of which only the flow, the root and the stores in memory see all.</summary>
public sealed class EngineSliceTests
{
    /// <summary>The nine slices of the design.</summary>
    private static readonly string[] Slices =
        ["Behavior", "Consent", "Contacts", "Delivery", "Insights", "Scheduling", "Sequences", "Templates", "Tracking"];

    /// <summary>What stands above the slices: it hands over from one to another, keeps what all of them write, or runs the whole on virtual time.</summary>
    private static readonly string[] Above = ["Flow", "InMemory", "Simulation"];

    [Fact]
    public void Folders_are_slices_or_stand_above_them()
    {
        var folders = EngineAssembly.Types.Select(EngineAssembly.PartOf).Distinct().Except(EngineAssembly.RootTypes).ToArray();

        folders.ShouldBeSubsetOf([.. Slices, .. Above]);
        folders.Length.ShouldBeGreaterThan(8);
    }

    [Fact]
    public void Slices_and_the_types_at_the_root_have_no_cycles()
    {
        var uses = EngineAssembly.Uses();
        uses.Count.ShouldBeGreaterThan(40);

        var cycle = Cycle.Find(uses.Keys);

        cycle.ShouldBeNull(cycle is null ? "" : string.Join('\n', cycle.Zip(cycle.Skip(1), (from, to) => uses[(from, to)])));
    }

    [Fact]
    public void No_slice_uses_what_stands_above_it()
        => EngineAssembly.Uses().Where(use => Slices.Contains(use.Key.From) && Above.Contains(use.Key.To)).Select(use => use.Value).ShouldBeEmpty();

    [Fact]
    public void Nobody_uses_insights_but_who_puts_all_together()
        => EngineAssembly.Uses()
            .Where(use => use.Key.To == "Insights" && use.Key.From != "InMemory" && !EngineAssembly.RootTypes.Contains(use.Key.From))
            .Select(use => use.Value)
            .ShouldBeEmpty();

    [Fact]
    public void Sequences_ask_for_waking_and_for_mail_as_data()
    {
        var forbidden = new[] { typeof(IDueQueue), typeof(DueItem), typeof(DueLease) }.Select(type => type.FullName).ToHashSet();
        var uses = EngineAssembly.Types.Where(type => EngineAssembly.PartOf(type) == "Sequences")
            .SelectMany(type => type.Dependencies.Select(dependency => (From: type.FullName, To: dependency.Target.FullName)))
            .ToArray();

        uses.ShouldNotBeEmpty();
        uses.Where(use => forbidden.Contains(use.To) || use.To.StartsWith("Automail.Engine.Delivery.", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
