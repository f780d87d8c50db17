using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests;

public sealed class CycleTests
{
    [Fact]
    public void A_cycle_is_found_with_the_way_around()
        => Cycle.Find([("a", "b"), ("b", "c"), ("c", "d"), ("d", "b")]).ShouldBe(["b", "c", "d", "b"]);

    [Fact]
    public void Two_ways_to_one_end_are_no_cycle()
        => Cycle.Find([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "d")]).ShouldBeNull();
}
