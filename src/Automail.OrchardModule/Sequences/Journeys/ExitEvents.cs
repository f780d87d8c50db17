using Automail.Engine.Behavior;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>The events that the editor offers to end a journey with.</summary>
public static class ExitEvents
{
    private static readonly char[] Separators = [' ', ',', ';', '\r', '\n', '\t'];

    /// <summary>The usual ones, in the order of the form.</summary>
    public static readonly IReadOnlyList<string> Usual =
    [
        EventTypes.OrderPlaced, EventTypes.CartUpdated, EventTypes.LinkClicked, EventTypes.ContactUnsubscribed, EventTypes.UserRegistered,
    ];

    /// <summary>The types that somebody typed in.</summary>
    internal static IEnumerable<string> Split(string? text)
        => (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
