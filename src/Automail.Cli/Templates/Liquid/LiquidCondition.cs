using System.Collections;
using DotLiquid;

namespace Automail.Cli.Templates.Liquid;

/// <summary>A comparison, or a value that is neither nil nor false, with what is joined to it.</summary>
internal sealed record LiquidCondition(LiquidValue Left, string? Operator, LiquidValue? Right)
{
    /// <summary>The condition behind <c>and</c> or <c>or</c>.</summary>
    public LiquidCondition? Also { get; init; }

    /// <summary>Whether both must hold.</summary>
    public bool IsAnd { get; init; }

    public bool Holds(Context context)
    {
        var holds = HoldsAlone(context);
        return Also is null ? holds : IsAnd ? holds && Also.Holds(context) : holds || Also.Holds(context);
    }

    private bool HoldsAlone(Context context)
    {
        var left = Left.Get(context);
        var right = Right?.Get(context);
        return Operator switch
        {
            null => left is not (null or false),
            "==" => AreEqual(left, right),
            "!=" or "<>" => !AreEqual(left, right),
            "contains" => Contains(left, right),
            _ => Compare(left, right) is { } order && Operator switch { "<" => order < 0, ">" => order > 0, "<=" => order <= 0, _ => order >= 0 },
        };
    }

    public static bool AreEqual(object? left, object? right)
    {
        if (left is LiquidNothing || right is LiquidNothing)
        {
            var (nothing, value) = left is LiquidNothing ? ((LiquidNothing)left, right) : ((LiquidNothing)right!, left);
            return IsNothing(value, nothing);
        }

        return LiquidText.TryToNumber(left, out var a) && LiquidText.TryToNumber(right, out var b) ? a == b : Equals(left, right);
    }

    public static bool IsNothing(object? value, LiquidNothing nothing) => value switch
    {
        null or false => nothing == LiquidNothing.Blank,
        string text => nothing == LiquidNothing.Blank ? string.IsNullOrWhiteSpace(text) : text.Length == 0,
        ICollection items => items.Count == 0,
        LiquidNothing => true,
        _ => false,
    };

    /// <summary>The order of two numbers, texts or moments; null where there is none.</summary>
    public static int? Compare(object? left, object? right)
    {
        if (LiquidText.TryToNumber(left, out var a) && LiquidText.TryToNumber(right, out var b))
        {
            return a.CompareTo(b);
        }

        return (left, right) switch
        {
            (string x, string y) => string.CompareOrdinal(x, y),
            (DateTimeOffset x, DateTimeOffset y) => x.CompareTo(y),
            _ => null,
        };
    }

    private static bool Contains(object? left, object? right) => left switch
    {
        string text => right is not null && text.Contains(LiquidText.ToText(right), StringComparison.Ordinal),
        IDictionary => false,
        IEnumerable items => items.Cast<object?>().Any(item => AreEqual(item, right)),
        _ => false,
    };
}
