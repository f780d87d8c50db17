using Automail.Engine.Contacts;
using Automail.Engine.Sequences;
using NodaTime;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences;

/// <summary>Splits and holdouts: as the weights say, independent of each other, and the same way for the same contact also where a definition changes around them.</summary>
public sealed class ChanceTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(new[] { 50, 50 })]
    [InlineData(new[] { 1, 2, 7 })]
    [InlineData(new[] { 1, 9_999 })]
    [InlineData(new[] { 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 })]
    public async Task People_are_divided_as_the_weights_say(int[] weights)
    {
        const int People = 100_000;
        var counts = new int[weights.Length];
        foreach (var way in await WaysAsync(Split(weights), People))
        {
            counts[way]++;
        }

        var deviation = weights.Select((weight, i) => (double)People * weight / weights.Sum() is var expected ? Math.Pow(counts[i] - expected, 2) / expected : 0).Sum();

        // Chi-square at one in a million for as many degrees of freedom, by Wilson and Hilferty.
        var k = weights.Length - 1;
        deviation.ShouldBeLessThan(k * Math.Pow(1 - (2.0 / (9 * k)) + (4.75 * Math.Sqrt(2.0 / (9 * k))), 3));
    }

    [Fact]
    public async Task Two_splits_divide_people_independently()
    {
        var (first, second) = (await WaysAsync(Split([50, 50], "s1"), 20_000), await WaysAsync(Split([50, 50], "s2"), 20_000));
        first.Zip(second).Count(ways => ways.First == ways.Second).ShouldBeInRange(9_700, 10_300);
    }

    [Theory]
    [InlineData(new[] { 50, 50 }, new[] { 1, 1 })]
    [InlineData(new[] { 1, 2, 7 }, new[] { 100, 200, 700 })]
    public async Task The_same_parts_in_other_numbers_are_the_same_people(int[] weights, int[] others)
        => (await WaysAsync(Split(others), 5_000)).ShouldBe(await WaysAsync(Split(weights), 5_000));

    [Fact]
    public async Task A_way_that_grows_keeps_everybody_whom_it_had()
    {
        var (before, after) = (await WaysAsync(Split([50, 50]), 5_000), await WaysAsync(Split([3, 1]), 5_000));
        before.Zip(after).Count(ways => ways is (0, not 0)).ShouldBe(0);
        before.Zip(after).Count(ways => ways is (1, 0)).ShouldBeInRange(1_100, 1_400);
    }

    [Fact]
    public async Task Steps_around_a_split_change_nobodys_way()
    {
        const string Around = """{"id":"a","set":{"tags":{"add":["x"]}}},""";
        (await WaysAsync(Around + Split([50, 50]), 2_000)).ShouldBe(await WaysAsync(Split([50, 50]), 2_000));
    }

    [Fact]
    public async Task Who_was_held_out_stays_so_when_the_holdout_grows()
    {
        var (few, more) = (await HeldOutAsync(10), await HeldOutAsync(25));
        few.IsSubsetOf(more).ShouldBeTrue();
        few.Count.ShouldBeInRange(900, 1_100);
        more.Count.ShouldBeInRange(2_350, 2_650);
    }

    private static string Split(int[] weights, string id = "s")
        => $$"""{"id":"{{id}}","split":[{{string.Join(',', weights.Select((weight, i) => $$"""{"weight":{{weight}},"steps":[{"id":"m{{i}}","send":"{{i}}"}]}"""))}}]}""";

    private static async Task<List<int>> WaysAsync(string steps, int people)
    {
        var plan = Plan(steps);
        var ways = new List<int>(people);
        for (var i = 0; i < people; i++)
        {
            ways.Add(int.Parse((await EnterAsync(plan, $"contact-{i}")).Mails.Single().Template, System.Globalization.CultureInfo.InvariantCulture));
        }

        return ways;
    }

    private static async Task<HashSet<int>> HeldOutAsync(int percent)
    {
        var plan = Plan($$"""{"id":"h","holdout":{{percent}}}""");
        var held = new HashSet<int>();
        for (var i = 0; i < 10_000; i++)
        {
            if ((await EnterAsync(plan, $"contact-{i}")).Enrollment.Status == EnrollmentStatus.HeldOut)
            {
                held.Add(i);
            }
        }

        return held;
    }

    private static SequencePlan Plan(string steps) => new(SequenceReader.Read($$"""{"id":"s","trigger":{"manual":true},"steps":[{{steps}}]}"""), 1);

    private static ValueTask<Decision> EnterAsync(SequencePlan plan, string id)
    {
        var contact = new Contact { Id = id, CreatedAt = Start, UpdatedAt = Start };
        var enrollment = new Enrollment { Id = Enrollment.MakeId("s", id, 1), JourneyId = "s", Version = 1, ContactId = id, Number = 1, EnteredAt = Start, StepStartedAt = Start };
        return SequenceRules.DecideAsync(plan, enrollment, new Signal.Entered(), new DecisionContext(Start, contact, DateTimeZone.Utc, new NoConditions()));
    }

    private sealed class NoConditions : IConditions
    {
        public ValueTask<bool> HoldsAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now) => ValueTask.FromResult(false);
    }
}
