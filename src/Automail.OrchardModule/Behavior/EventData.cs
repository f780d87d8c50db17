using System.Text.Json;
using Automail.Engine.Behavior;

namespace Automail.OrchardModule.Behavior;

/// <summary>Looks into the data of an event that was checked on intake.</summary>
internal static class EventData
{
    /// <summary>A text, or null.</summary>
    public static string? Text(BehaviorEvent behaviorEvent, string name)
        => behaviorEvent.Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A number; zero when there is none.</summary>
    public static decimal Number(BehaviorEvent behaviorEvent, string name)
        => behaviorEvent.Data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : 0m;
}
