using System.Globalization;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Flow;

/// <summary>What the names in a condition stand for.</summary>
internal static class ConditionValues
{
    private const int MaxNames = 10;
    private const int MaxItems = 10;

    /// <summary>The values as text, by the names as they are written; null for what there is not.</summary>
    public static IReadOnlyDictionary<string, string?> Of(string condition, IReadOnlyDictionary<string, object?> model)
    {
        var values = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var term in LiquidTerm.Read(condition, 0, condition.Length))
        {
            if (term.Kind == LiquidTermKind.Path && model.ContainsKey(term.Value) && values.Count < MaxNames && TryFind(model, term, out var value))
            {
                values[term.Path] = Text(value);
            }
        }

        return values;
    }

    private static bool TryFind(IReadOnlyDictionary<string, object?> model, LiquidTerm term, out object? value)
    {
        value = model[term.Value];
        foreach (var member in term.Members)
        {
            switch (value, member.Name)
            {
                // A position in a list is worked out by Liquid; the list is what can be told.
                case (_, null):
                    return true;

                // To some hosts it is how many members there are, to others the member of this name.
                case (IReadOnlyDictionary<string, object?>, "size"):
                    return false;
                case (IReadOnlyDictionary<string, object?> members, var name):
                    value = members.GetValueOrDefault(name);
                    break;
                case (IReadOnlyList<object?> list, "size"):
                    value = list.Count;
                    break;
                case (string text, "size"):
                    value = text.Length;
                    break;
                default:
                    value = null;
                    break;
            }
        }

        return true;
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object?> members => $"{{{string.Join(", ", members.Take(MaxItems).Select(member => $"{member.Key}: {Text(member.Value)}"))}}}",
        IEnumerable<object?> items => $"[{string.Join(", ", items.Take(MaxItems).Select(Text))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
