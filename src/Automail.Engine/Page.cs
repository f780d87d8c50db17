namespace Automail.Engine;

/// <summary>A part of a longer list.</summary>
/// <param name="Items">The rows asked for, in the list's order.</param>
/// <param name="Total">How many rows the whole list has.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total);
