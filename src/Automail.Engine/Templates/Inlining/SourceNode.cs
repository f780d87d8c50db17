namespace Automail.Engine.Templates.Inlining;

/// <summary>An element of a source.</summary>
/// <param name="name">Its name in lower case.</param>
/// <param name="parent">The element that it stands in; null at the outside.</param>
/// <param name="tag">Its start tag; null when the parser put it there, such as <c>tbody</c>.</param>
internal sealed class SourceNode(string name, SourceNode? parent, SourceTag? tag)
{
    // Elements of the head and others that nobody sees.
    private static readonly string[] Hidden = ["html", "head", "title", "meta", "link", "style", "script", "base", "template", "noscript"];

    public string Name => name;

    public SourceNode? Parent => parent;

    public SourceTag? Tag => tag;

    /// <summary>How many elements it stands in.</summary>
    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>Whether a style can be written on it.</summary>
    public bool TakesStyle => tag is not null && !Hidden.Contains(name);
}
