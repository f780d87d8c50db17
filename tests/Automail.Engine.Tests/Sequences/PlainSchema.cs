using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Automail.Engine.Tests.Sequences;

/// <summary>As much of JSON Schema (draft 2020-12) as the schema of sequences uses; a keyword that is not known here is an error, so that none is passed over.</summary>
internal sealed class PlainSchema(string json)
{
    private static readonly HashSet<string> Silent = ["$schema", "$id", "$defs", "title", "description", "default"];

    private readonly JsonObject _root = JsonNode.Parse(json)!.AsObject();

    private readonly ConcurrentDictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    public bool Takes(JsonNode? value) => Takes(_root, value);

    private bool Takes(JsonNode? schema, JsonNode? value)
        => schema is JsonObject rules ? rules.All(rule => Silent.Contains(rule.Key) || Takes(rules, rule.Key, rule.Value!, value)) : schema!.GetValue<bool>();

    private bool Takes(JsonObject rules, string keyword, JsonNode rule, JsonNode? value)
    {
        var (thing, list, text) = (value as JsonObject, value as JsonArray, value?.GetValueKind() == JsonValueKind.String ? (string)value! : null);
        decimal? number = value?.GetValueKind() == JsonValueKind.Number ? decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;
        return keyword switch
        {
            "type" => (rule is JsonArray types ? types.Select(type => (string)type!) : [(string)rule!]).Any(type => IsOf(type, value)),
            "const" => JsonNode.DeepEquals(rule, value),
            "enum" => rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
            "$ref" => Takes(Find((string)rule!), value),
            "oneOf" => rule.AsArray().Count(one => Takes(one, value)) == 1,
            "allOf" => rule.AsArray().All(one => Takes(one, value)),
            "not" => !Takes(rule, value),
            "required" => thing is null || rule.AsArray().All(name => thing.ContainsKey((string)name!)),
            "properties" => thing is null || rule.AsObject().All(property => !thing.ContainsKey(property.Key) || Takes(property.Value, thing[property.Key])),
            "additionalProperties" => thing is null || thing.All(property => rules["properties"]!.AsObject().ContainsKey(property.Key) || Takes(rule, property.Value)),
            "propertyNames" => thing is null || thing.All(property => Takes(rule, property.Key)),
            "items" => list is null || list.All(item => Takes(rule, item)),
            "minItems" => list is null || list.Count >= (int)rule,
            "maxItems" => list is null || list.Count <= (int)rule,
            "uniqueItems" => list is null || list.Select(item => item?.ToJsonString() ?? "null").Distinct().Count() == list.Count,
            "maxLength" => text is null || text.EnumerateRunes().Count() <= (int)rule,
            "pattern" => text is null || Pattern((string)rule!).IsMatch(text),
            "minimum" => number is null || number >= (decimal)rule,
            "maximum" => number is null || number <= (decimal)rule,
            _ => throw new NotSupportedException(keyword),
        };
    }

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("null", JsonValueKind.Null)
            or ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => decimal.IsInteger(decimal.Parse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)),
        _ => false,
    };

    private JsonNode Find(string reference) => reference[2..].Split('/').Aggregate((JsonNode)_root, (node, name) => node[name]!);

    private Regex Pattern(string pattern) => _patterns.GetOrAdd(pattern, static text => new Regex(text, RegexOptions.ECMAScript));
}
