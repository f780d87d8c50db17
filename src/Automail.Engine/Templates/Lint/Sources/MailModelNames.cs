using System.Collections.Frozen;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>The names that templates can use, as docs/features/templates.md tells them.</summary>
internal static class MailModelNames
{
    private static readonly ModelNode CartItem = ModelNode.Object("sku", "name", "quantity", "price", "url?", "imageUrl?");

    private static readonly ModelNode Items = ModelNode.List(CartItem);

    private static readonly FrozenDictionary<string, ModelNode> Everywhere = new Dictionary<string, ModelNode>
    {
        ["contact"] = ModelNode.Object(
            new Dictionary<string, ModelNode> { ["tags"] = ModelNode.List(ModelNode.Value), ["attributes"] = ModelNode.Bag },
            "email", "name?", "firstName?", "locale?", "timeZone?", "orderCount", "orderTotal", "lastOrderTime?"),
        ["site"] = ModelNode.Object("name", "url", "address?"),
        ["enrollment"] = ModelNode.Object("sequence", "step", "enteredAt"),
        ["cart"] = ModelNode.Object(new Dictionary<string, ModelNode> { ["items"] = Items }, "cartId", "currency", "total", "updatedAt"),
        ["orders"] = ModelNode.List(ModelNode.Object(new Dictionary<string, ModelNode> { ["items"] = Items }, "orderId", "currency", "total", "time")),
        ["viewed"] = ModelNode.List(ModelNode.Object("sku", "name?", "url?", "time")),
        ["unsubscribe_url"] = ModelNode.Value,
        ["preferences_url"] = ModelNode.Value,
        ["view_url"] = ModelNode.Missable,
        ["purpose"] = ModelNode.Value,
        ["language"] = ModelNode.Value,
        ["direction"] = ModelNode.Value,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ModelNode> Events = new Dictionary<string, ModelNode>
    {
        ["user.registered"] = Event(
            new() { ["attributes"] = ModelNode.Bag, ["consent"] = ModelNode.Object("purpose", "source", "textVersion?") }, "email", "name?", "locale?", "timeZone?"),
        ["cart.updated"] = Event(new() { ["items"] = Items }, "cartId", "currency"),
        ["cart.abandoned"] = Event(new() { ["items"] = Items }, "cartId", "currency", "total", "idleSince"),
        ["order.placed"] = Event(new() { ["items"] = Items }, "orderId", "cartId?", "currency", "total"),
        ["product.viewed"] = Event([], "sku", "name?", "url?"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What loops have.</summary>
    public static ModelNode Loop { get; } = ModelNode.Object(
        new Dictionary<string, ModelNode> { ["parentloop"] = ModelNode.Any }, "index", "index0", "rindex", "rindex0", "first", "last", "length");

    /// <summary>The names at the root for a text of this kind.</summary>
    public static Dictionary<string, ModelNode> Roots(LintSourceKind kind, LintOptions options)
    {
        var roots = new Dictionary<string, ModelNode>(Everywhere, StringComparer.Ordinal)
        {
            ["event"] = options.Trigger is { } trigger && Events.TryGetValue(trigger, out var known) ? known : ModelNode.Any,
        };
        string[] more = kind switch
        {
            LintSourceKind.Subject => [],
            LintSourceKind.Preheader => ["subject"],
            LintSourceKind.Layout => ["subject", "preheader", "styles", "content"],
            LintSourceKind.Part => ["subject", "preheader", "styles"],
            _ => ["subject", "preheader"],
        };
        foreach (var name in more)
        {
            roots[name] = ModelNode.Value;
        }

        if (kind is LintSourceKind.Part or LintSourceKind.Styles)
        {
            roots["Model"] = ModelNode.Any;
        }

        foreach (var name in options.KnownVariables)
        {
            roots.TryAdd(name, ModelNode.Any);
        }

        return roots;
    }

    private static ModelNode Event(Dictionary<string, ModelNode> more, params ReadOnlySpan<string> values)
        => ModelNode.Object(more, [.. values, "type", "time"]);
}
