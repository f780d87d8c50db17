using System.Collections;
using DotLiquid;

namespace Automail.Cli.Templates.Liquid;

/// <summary>What <c>empty</c> and <c>blank</c> stand for.</summary>
internal enum LiquidNothing
{
    /// <summary>A text, list or object without anything in it.</summary>
    Empty,

    /// <summary>That, or nil, false, or text of white space.</summary>
    Blank,
}

/// <summary>A literal, a path into the model, or a range.</summary>
internal abstract class LiquidValue
{
    /// <summary>The most numbers that a range may have.</summary>
    private const int MaxRange = 100_000;

    /// <summary>The value; null where the model has none.</summary>
    public abstract object? Get(Context context);

    public static LiquidValue Of(object? value) => new Literal(value);

    public static LiquidValue Path(LiquidValue[] parts) => new PathValue(parts);

    public static LiquidValue Range(LiquidValue from, LiquidValue to) => new RangeValue(from, to);

    private sealed class Literal(object? value) : LiquidValue
    {
        public override object? Get(Context context) => value;
    }

    private sealed class RangeValue(LiquidValue from, LiquidValue to) : LiquidValue
    {
        public override object? Get(Context context)
        {
            var first = (long)LiquidText.ToNumber(from.Get(context));
            var last = (long)LiquidText.ToNumber(to.Get(context));
            if (last - first >= MaxRange)
            {
                throw new InvalidOperationException($"The range from {first} to {last} has more than {MaxRange} numbers.");
            }

            var numbers = new List<object?>();
            for (var number = first; number <= last; number++)
            {
                numbers.Add((decimal)number);
            }

            return numbers;
        }
    }

    private sealed class PathValue(LiquidValue[] parts) : LiquidValue
    {
        private readonly string _first = (string)parts[0].Get(null!)!;

        public override object? Get(Context context)
        {
            if (!TryFind(context.Scopes, out var value) && !TryFind(context.Environments, out value))
            {
                return null;
            }

            for (var i = 1; i < parts.Length && value is not null; i++)
            {
                value = Member(value, parts[i].Get(context));
            }

            return value;
        }

        private bool TryFind(List<Hash> scopes, out object? value)
        {
            foreach (var scope in scopes)
            {
                if (scope.TryGetValue(_first, out value))
                {
                    return true;
                }
            }

            value = null;
            return false;
        }

        private static object? Member(object value, object? key) => value switch
        {
            IReadOnlyDictionary<string, object?> members when key is string name && members.TryGetValue(name, out var member) => member,
            IReadOnlyDictionary<string, object?> members => key is "size" ? (decimal)members.Count : null,
            IDictionary members when key is string => members[key],
            IList items when key is decimal index => At(items, index),
            IList items => key switch { "size" => (decimal)items.Count, "first" => At(items, 0), "last" => At(items, -1), _ => null },
            string text => key is "size" ? (decimal)text.Length : null,
            KeyValuePair<string, object?> pair => key switch { 0m => pair.Key, 1m => pair.Value, _ => null },
            _ => null,
        };

        private static object? At(IList items, decimal index)
        {
            index = index < 0 ? index + items.Count : index;
            return index >= 0 && index < items.Count && decimal.IsInteger(index) ? items[(int)index] : null;
        }
    }
}
