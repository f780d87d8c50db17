using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Automail.OrchardModule.Delivery.Settings.Deploying;

/// <summary>The settings as recipes have them: every one that a site may keep, but never the password.</summary>
internal static class SettingsJson
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter(allowIntegerValues: false) } };

    private static readonly Dictionary<string, PropertyInfo> Properties = typeof(AutomailSettings).GetProperties()
        .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.Name != nameof(AutomailSettings.ProtectedPassword))
        .ToDictionary(property => property.Name, StringComparer.Ordinal);

    /// <summary>The names that recipes may use, in the order of the settings.</summary>
    public static IReadOnlyCollection<string> Names => Properties.Keys;

    /// <summary>Writes all settings; null where the configuration decides.</summary>
    public static void Write(AutomailSettings settings, JsonObject target)
    {
        foreach (var (name, property) in Properties)
        {
            target[name] = JsonSerializer.SerializeToNode(property.GetValue(settings), property.PropertyType, Options);
        }
    }

    /// <summary>Takes one setting over.</summary>
    /// <returns>Whether the value is of the right kind.</returns>
    public static bool TryRead(string name, JsonNode? value, AutomailSettings target)
    {
        var property = Properties[name];
        try
        {
            property.SetValue(target, value.Deserialize(property.PropertyType, Options));
            return true;
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or InvalidOperationException)
        {
            return false;
        }
    }
}
