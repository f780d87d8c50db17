using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace Automail.StoreContracts;

/// <summary>Compares records by all of their contents. Records with lists or JSON in them are never equal by ==.</summary>
internal static class Same
{
    public static void ShouldBeSame<T>(this T? actual, T expected)
        where T : class
        => Canonical(actual.ShouldNotBeNull()).ShouldBe(Canonical(expected));

    public static void ShouldBeSame<T>(this IEnumerable<T> actual, params IEnumerable<T> expected)
        where T : class
        => actual.Select(Canonical).ShouldBe(expected.Select(Canonical));

    private static string Canonical<T>(T value) => Sort(JsonSerializer.SerializeToNode(value))?.ToJsonString() ?? "null";

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sort(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sort)]),
        _ => node?.DeepClone(),
    };
}
