using System.Globalization;
using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;

namespace Automail.Engine.Simulation;

/// <summary>
/// People who never were, for a sequence that no real people have passed yet: they register, look around, leave carts, order, follow links and unsubscribe, as often as shops see it. The same seed makes the
/// same people. What the sequence itself listens to happens to every second of them.
/// </summary>
/// <param name="count">How many, from 1.</param>
/// <param name="seed">Where chance starts from.</param>
/// <param name="from">When the first may register, UTC.</param>
/// <param name="until">The end of it all, UTC. Half of the time people come in.</param>
/// <param name="sequences">What they will pass through.</param>
public sealed class SamplePeople(int count, int seed, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<SequenceDefinition> sequences)
{
    private const string Source = "sample";

    // Shares of a hundred. Seven of ten carts are left (Baymard Institute, 2024: 70.19 %); follow and leave rates are of the order that mail services publish for shops.
    private const int Cart = 50;
    private const int CartOrdered = 30;
    private const int Direct = 10;
    private const int Viewed = 60;
    private const int Own = 50;
    private const int Clicks = 10;
    private const int Leaves = 1;

    private static readonly string[] Zones = ["Europe/Amsterdam", "Europe/London", "America/New_York", "America/Los_Angeles", "Australia/Sydney", "Asia/Tokyo"];

    private static readonly (string Sku, string Name, decimal Price)[] Products = [("MUG-1", "Mug", 12.50m), ("TEA-1", "Green tea", 7.50m), ("POT-1", "Teapot", 34m), ("SET-1", "Tea set", 89m)];

    /// <summary>What they do, by time.</summary>
    public IReadOnlyList<BehaviorEvent> Events()
    {
        var events = new List<BehaviorEvent>();
        var own = OwnTypes();
        for (var i = 0; i < count; i++)
        {
            events.AddRange(Life(i + 1, new Luck(((ulong)(uint)seed << 32) | (uint)i), own));
        }

        return [.. events.Where(one => one.Time <= until).OrderBy(one => one.Time).ThenBy(one => one.Id, StringComparer.Ordinal)];
    }

    /// <summary>What one of them does because of a mail; null for nothing.</summary>
    public BehaviorEvent? Respond(SendRecord mail, string contact)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var luck = new Luck(((ulong)(uint)seed << 32) ^ Convert.ToUInt64(mail.Id[..16], 16));
        var chance = luck.Below(100);
        var time = mail.UpdatedAt + luck.Within(TimeSpan.FromHours(24));
        return chance < Leaves ? Event($"leave-{mail.Id}", EventTypes.ContactUnsubscribed, contact, time, new { purpose = mail.Purpose, source = Source })
            : chance < Leaves + Clicks ? Event($"click-{mail.Id}", EventTypes.LinkClicked, contact, time, new { url = "https://shop.example/", template = mail.Template, sendId = mail.Id })
            : null;
    }

    private IEnumerable<BehaviorEvent> Life(int number, Luck luck, IReadOnlyList<string> own)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"person-{number:0000}@sample.example");
        var (sku, name, price) = Products[luck.Below(Products.Length)];
        var items = new[] { new { sku, name, quantity = 1 + luck.Below(3), price } };
        var total = items[0].quantity * price;
        var came = from + luck.Within((until - from) / 2);
        BehaviorEvent Does(string type, DateTimeOffset time, object data) => Event(string.Create(CultureInfo.InvariantCulture, $"{number:0000}-{type}"), type, address, time, data);
        BehaviorEvent Orders(DateTimeOffset time) => Does(EventTypes.OrderPlaced, time, new { orderId = $"O-{number}", cartId = $"C-{number}", currency = "EUR", total, items });

        yield return Does(EventTypes.UserRegistered, came, new
        {
            email = address,
            name = string.Create(CultureInfo.InvariantCulture, $"Person {number}"),
            timeZone = Zones[luck.Below(Zones.Length)],
            locale = luck.Below(2) == 0 ? "en" : "nl",
            attributes = Dates(luck),
            consent = sequences.Select(sequence => sequence.Purpose).Append("marketing").Distinct(StringComparer.Ordinal).Select(purpose => new { purpose, source = Source, textVersion = "1" }),
        });
        if (luck.Below(100) < Viewed)
        {
            yield return Does(EventTypes.ProductViewed, came + luck.Within(TimeSpan.FromHours(1)), new { sku, name, url = "/products/" + sku });
        }

        if (luck.Below(100) < Cart)
        {
            var filled = came + luck.Within(TimeSpan.FromDays(5));
            yield return Does(EventTypes.CartUpdated, filled, new { cartId = $"C-{number}", currency = "EUR", items });
            if (luck.Below(100) < CartOrdered)
            {
                yield return Orders(filled + luck.Within(TimeSpan.FromDays(2)));
            }
        }
        else if (luck.Below(100) < Direct)
        {
            yield return Orders(came + luck.Within(TimeSpan.FromDays(5)));
        }

        foreach (var type in own)
        {
            if (luck.Below(100) < Own)
            {
                yield return Does(type, came + luck.Within(until - came), new { });
            }
        }
    }

    /// <summary>The events of the site's own that the sequences listen to.</summary>
    private List<string> OwnTypes()
        => [.. sequences.SelectMany(sequence => sequence.Exit.On.Append(sequence.Trigger.Event).Append(sequence.Goal?.Event).Concat(sequence.AllSteps().OfType<WaitForStep>().Select(step => step.Event)))
            .OfType<string>().Where(type => !EventTypes.All.Contains(type)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A date within the time of the simulation, for every attribute of which a sequence waits for the date.</summary>
    private Dictionary<string, string> Dates(Luck luck)
        => sequences.SelectMany(sequence => sequence.AllSteps().OfType<WaitUntilDateStep>().Select(step => step.Until.Attribute).Append(sequence.Trigger.Date?.Attribute))
            .OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ToDictionary(attribute => attribute, _ => (from + luck.Within(until - from)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static BehaviorEvent Event(string id, string type, string subject, DateTimeOffset time, object data)
        => new(Source, id, type, subject, time, JsonSerializer.SerializeToElement(data));

    /// <summary>Chance that is the same on every machine and version: SplitMix64 (Steele, Lea, Flood 2014).</summary>
    private sealed class Luck(ulong state)
    {
        private ulong _state = state;

        public int Below(int end) => (int)(Next() % (ulong)end);

        /// <summary>Whole seconds, so that times stay readable.</summary>
        public TimeSpan Within(TimeSpan length) => TimeSpan.FromSeconds(Next() % (ulong)Math.Max(length.TotalSeconds, 1));

        private ulong Next()
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
