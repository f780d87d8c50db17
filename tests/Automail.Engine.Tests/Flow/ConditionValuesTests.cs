using Automail.Engine.Flow;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

public sealed class ConditionValuesTests
{
    private static readonly Dictionary<string, object?> Model = new()
    {
        ["contact"] = new Dictionary<string, object?>
        {
            ["name"] = "Ann",
            ["orderCount"] = 2,
            ["orderTotal"] = 12.50m,
            ["lastOrderTime"] = new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero),
            ["tags"] = new List<object?> { "calm", "vip" },
            ["attributes"] = new Dictionary<string, object?> { ["shoe size"] = 38, ["is-new"] = true, ["nothing"] = null },
        },
        ["event"] = new Dictionary<string, object?> { ["items"] = new List<object?> { new Dictionary<string, object?> { ["sku"] = "a", ["price"] = 1.5m } } },
    };

    [Theory]
    [InlineData("contact.orderCount > 1 and contact.name == 'contact.x'", "contact.name=Ann contact.orderCount=2")]
    [InlineData("contact.tags contains \"vip\" or contact.tags.size > 1", "contact.tags=[calm, vip] contact.tags.size=2")]
    [InlineData("contact.attributes['shoe size'] == 38 and contact.attributes.is-new", "contact.attributes.is-new=true contact.attributes.shoe size=38")]
    [InlineData("contact.attributes.nothing or contact.attributes.missing or contact.name.first", "contact.attributes.missing= contact.attributes.nothing= contact.name.first=")]
    [InlineData("event.items[0].sku == 'a'", "event.items.[].sku=[{sku: a, price: 1.5}]")]
    [InlineData("contact.lastOrderTime and contact.orderTotal >= 12.5", "contact.lastOrderTime=2026-06-01T08:00:00.0000000+00:00 contact.orderTotal=12.50")]
    [InlineData("contact.size > 3 and contact.name.size > 1", "contact.name.size=3")]
    [InlineData("true and nowhere.x and 5 > 3", "")]
    [InlineData("'unclosed", "")]
    [InlineData("a[b[", "")]
    public void The_names_are_told_with_what_they_stand_for(string condition, string told)
        => string.Join(' ', ConditionValues.Of(condition, Model).Select(value => $"{value.Key}={value.Value}")).ShouldBe(told);
}
