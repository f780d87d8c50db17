using Automail.Engine.Flow;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

public sealed class EntryCheckTests
{
    [Fact]
    public void An_entry_comes_within_its_time_and_always_at_the_same_moment()
        => Gen.Select(Gen.String, Gen.String, Gen.Int[0, 2_000_000_000]).Sample((seed, who, milliseconds) =>
        {
            var over = TimeSpan.FromMilliseconds(milliseconds);
            var offset = EntryCheck.Offset(seed, who, over);

            offset.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
            offset.ShouldBeLessThan(over + TimeSpan.FromTicks(milliseconds == 0 ? 1 : 0));
            EntryCheck.Offset(seed, who, over).ShouldBe(offset);
        });

    [Fact]
    public void Ten_thousand_over_six_hours_come_about_as_many_in_each_and_another_seed_orders_them_anew()
    {
        var over = TimeSpan.FromHours(6);
        var hours = Enumerable.Range(0, 10_000).GroupBy(i => (int)EntryCheck.Offset("a", $"p{i}", over).TotalHours).ToDictionary(hour => hour.Key, hour => hour.Count());

        hours.Count.ShouldBe(6);
        hours.Values.ShouldAllBe(count => count > 1_500 && count < 1_850);
        Enumerable.Range(0, 100).Count(i => EntryCheck.Offset("a", $"p{i}", over) == EntryCheck.Offset("b", $"p{i}", over)).ShouldBeLessThan(3);
    }
}
