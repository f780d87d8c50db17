using System.Globalization;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>Ids that nobody has yet.</summary>
internal static class FreeIds
{
    private const int MaxLength = 60;

    /// <summary>The id itself, or with the first number after it that is free.</summary>
    public static string Of(string id, Func<string, bool> isTaken) => isTaken(id) ? After(id, isTaken) : id;

    /// <summary>The id with the first number after it that is free, from 2.</summary>
    public static string After(string id, Func<string, bool> isTaken)
        => Enumerable.Range(2, int.MaxValue - 2).Select(number => "-" + number.ToString(CultureInfo.InvariantCulture))
            .Select(end => (id.Length + end.Length > MaxLength ? id[..(MaxLength - end.Length)] : id) + end).First(candidate => !isTaken(candidate));
}
