using Fluid;
using Fluid.Values;

namespace Automail.OrchardModule.Templates;

/// <summary>Turns the engine's models into Liquid's values. Moments are shown in the recipient's zone.</summary>
internal static class ModelValues
{
    public static FluidValue Create(object? value, TimeZoneInfo zone, TemplateOptions options) => value switch
    {
        null => NilValue.Instance,
        string text => new StringValue(text),
        DateTimeOffset moment => new DateTimeValue(TimeZoneInfo.ConvertTime(moment, zone)),
        IReadOnlyDictionary<string, object?> members => new DictionaryValue(new Members(members, zone, options)),
        IReadOnlyList<object?> items => Items(items, zone, options),
        _ => FluidValue.Create(value, options),
    };

    /// <summary>A value as Orchard's shapes take it: what the engine's model holds stays dictionaries and lists.</summary>
    public static object? ToObject(FluidValue value) => value switch
    {
        DictionaryValue when value.ToObjectValue() is Members members => members.Source,
        ArrayValue array => array.Values.Select(ToObject).ToArray(),
        _ => value.ToObjectValue(),
    };

    private static ArrayValue Items(IReadOnlyList<object?> items, TimeZoneInfo zone, TemplateOptions options)
    {
        var values = new FluidValue[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Create(items[i], zone, options);
        }

        return new ArrayValue(values);
    }

    private sealed class Members(IReadOnlyDictionary<string, object?> members, TimeZoneInfo zone, TemplateOptions options) : IFluidIndexable
    {
        public IReadOnlyDictionary<string, object?> Source => members;

        public int Count => members.Count;

        public IEnumerable<string> Keys => members.Keys;

        public bool TryGetValue(string name, out FluidValue value)
        {
            var found = members.TryGetValue(name, out var member);
            value = found ? Create(member, zone, options) : NilValue.Instance;
            return found;
        }
    }
}
