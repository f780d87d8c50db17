using Automail.Engine.Behavior;
using Automail.Engine.Tests.Flow;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Behavior;

/// <summary>The rule as the pipeline runs it, beside a plain reading of its text over the whole list of events.</summary>
public sealed class CartRulePropertyTests
{
    private static readonly string[] People = ["ann@example.org", "bob@example.org", "visitor-1"];

    private enum Kind
    {
        Fill,
        Empty,
        Order,
        Identify,
    }

    private sealed record Act(int Minute, Kind Kind, int Person, int Cart);

    [Fact]
    public async Task Carts_are_abandoned_exactly_when_the_rule_says()
    {
        var act = Gen.Select(Gen.Int[0, 600], Gen.Int[0, 9], Gen.Int[0, 2], Gen.Int[0, 2], (minute, kind, person, cart)
            => new Act(minute, kind switch { < 6 => Kind.Fill, < 7 => Kind.Empty, < 9 => Kind.Order, _ => Kind.Identify }, person, cart));
        await act.List[0, 25].SampleAsync(async acts =>
        {
            // Each cart is of one person, and of two acts at one moment the order in the list counts.
            List<Act> inOrder = [.. acts.Select(one => one with { Person = one.Kind is Kind.Fill or Kind.Empty ? one.Cart : one.Person }).OrderBy(one => one.Minute)];
            (await RunAsync(inOrder)).ShouldBe(Expected(inOrder));
        }, iter: 300, threads: 1);
    }

    private static List<string> Expected(List<Act> acts)
    {
        var expected = new List<(int Minute, string Cart)>();
        for (var i = 0; i < acts.Count; i++)
        {
            var fill = acts[i];
            var due = fill.Minute + 60;
            if (fill.Kind != Kind.Fill)
            {
                continue;
            }

            var known = fill.Person < 2 || acts.Any(later => later.Kind == Kind.Identify && later.Person == fill.Person && later.Minute <= due);
            var touched = acts.Skip(i + 1).Any(later => later.Kind is Kind.Fill or Kind.Empty && later.Cart == fill.Cart && later.Minute <= due);
            var ordered = acts.Any(other => other.Kind == Kind.Order && other.Person == fill.Person && other.Minute >= fill.Minute && other.Minute <= due);
            if (known && !touched && !ordered)
            {
                expected.Add((due, $"c{fill.Cart}"));
            }
        }

        return [.. expected.OrderBy(one => one.Minute).ThenBy(one => one.Cart, StringComparer.Ordinal).Select(one => $"{one.Minute} {one.Cart}")];
    }

    private static async Task<List<string>> RunAsync(List<Act> acts)
    {
        var host = new FlowHost();
        foreach (var act in acts)
        {
            // At one instant, events count before due work: stop short of it, then let the event in.
            var at = FlowHost.Start + TimeSpan.FromMinutes(act.Minute);
            var before = at - TimeSpan.FromMilliseconds(1) - host.Clock.GetUtcNow();
            if (before > TimeSpan.Zero)
            {
                await host.AdvanceAsync(before);
            }

            host.Clock.AdvanceTo(at);
            await (act.Kind switch
            {
                Kind.Fill => host.FillCartAsync(People[act.Person], cartId: $"c{act.Cart}"),
                Kind.Empty => host.FillCartAsync(People[act.Person], price: 0, cartId: $"c{act.Cart}"),
                Kind.Order => host.OrderAsync(People[act.Person]),
                _ => act.Person == 2 ? host.RegisterAsync("cas@example.org", subject: "visitor-1") : Task.CompletedTask,
            });
        }

        await host.AdvanceAsync(TimeSpan.FromDays(1));
        var found = new List<(DateTimeOffset Time, string Cart)>();
        foreach (var person in People)
        {
            if (await host.ContactAsync(person) is { } contact)
            {
                found.AddRange((await host.Store.ReadAsync(unit => unit.Events.ForContactAsync(contact.Id, 0, 1_000), TestContext.Current.CancellationToken)).Items
                    .Where(logged => logged.Event.Type == EventTypes.CartAbandoned)
                    .Select(logged => (logged.Event.Time, logged.Event.Data.GetProperty("cartId").GetString()!)));
            }
        }

        return [.. found.OrderBy(one => one.Time).ThenBy(one => one.Cart, StringComparer.Ordinal).Select(one => $"{(one.Time - FlowHost.Start).TotalMinutes} {one.Cart}")];
    }
}
