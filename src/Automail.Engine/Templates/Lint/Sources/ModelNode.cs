using System.Collections.Frozen;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>What is known of a value in a mail's model.</summary>
internal sealed class ModelNode
{
    private ModelNode(FrozenDictionary<string, ModelNode>? members, ModelNode? item, bool isOptional)
        => (Members, Item, IsOptional) = (members, item, isOptional);

    /// <summary>Something that could have any member.</summary>
    public static ModelNode Any { get; } = new(null, null, isOptional: false);

    /// <summary>A text, number, date or yes and no. All have a size, which is 0 for what is no text.</summary>
    public static ModelNode Value { get; } = new(new Dictionary<string, ModelNode> { ["size"] = Any }.ToFrozenDictionary(StringComparer.Ordinal), null, isOptional: false);

    /// <summary>A value that a contact or an event need not have.</summary>
    public static ModelNode Missable { get; } = new(Value.Members, null, isOptional: true);

    /// <summary>Any member, none of which needs to be there.</summary>
    public static ModelNode Bag { get; } = new(FrozenDictionary<string, ModelNode>.Empty, new ModelNode(null, null, isOptional: true), isOptional: false);

    /// <summary>The members that there are; null when any can be.</summary>
    public FrozenDictionary<string, ModelNode>? Members { get; }

    /// <summary>What a list holds, or what a bag's members are.</summary>
    public ModelNode? Item { get; }

    /// <summary>Whether it can be missing.</summary>
    public bool IsOptional { get; }

    /// <summary>An object. A member whose name ends in <c>?</c> can be missing.</summary>
    public static ModelNode Object(params ReadOnlySpan<string> values) => Object(new Dictionary<string, ModelNode>(), values);

    /// <summary>An object of which some members are more than values.</summary>
    public static ModelNode Object(IReadOnlyDictionary<string, ModelNode> more, params ReadOnlySpan<string> values)
    {
        var members = new Dictionary<string, ModelNode>(more, StringComparer.Ordinal);
        foreach (var value in values)
        {
            members[value.TrimEnd('?')] = value.EndsWith('?') ? Missable : Value;
        }

        return new ModelNode(members.ToFrozenDictionary(StringComparer.Ordinal), null, isOptional: false);
    }

    /// <summary>A list.</summary>
    public static ModelNode List(ModelNode item) => new(
        new Dictionary<string, ModelNode> { ["size"] = Value, ["first"] = item, ["last"] = item }.ToFrozenDictionary(StringComparer.Ordinal), item, isOptional: false);

    /// <summary>Finds a member; null when there is none of this name.</summary>
    public ModelNode? Find(string? name)
        => Members is null ? Any
            : name is null ? Item ?? Any
            : this == Bag ? Item
            : Members.GetValueOrDefault(name);
}
