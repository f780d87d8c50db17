namespace Automail.Engine.Templates.Inlining;

/// <summary>One attribute that a selector asks for.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Operator"><c>=</c>, <c>~</c>, <c>|</c>, <c>^</c>, <c>$</c>, <c>*</c>; <c>\0</c> when it need only be there.</param>
/// <param name="Value">What it is compared with.</param>
/// <param name="IgnoresCase">Whether case does not matter.</param>
internal sealed record CssAttributeTest(string Name, char Operator, string Value, bool IgnoresCase);

/// <summary>What a selector asks of one element.</summary>
internal sealed class CssCompound
{
    /// <summary>The element's name in lower case; null for any.</summary>
    public string? Type { get; set; }

    public List<string> Ids { get; } = [];

    public List<string> Classes { get; } = [];

    public List<CssAttributeTest> Attributes { get; } = [];

    /// <summary>Whether it asks for the child of what stands before it, and not for any descendant.</summary>
    public bool IsChild { get; set; }
}

/// <summary>One selector of a rule.</summary>
/// <param name="text">As it was written.</param>
/// <param name="compounds">What it asks for, the element itself last; null when it is not for inlining: a pseudo-class, a sibling.</param>
internal sealed class CssSelector(string text, CssCompound[]? compounds)
{
    // What mail programs put around a message, or into it, so that only rules in the head can hit it.
    private static readonly string[] ClientNames = ["ExternalClass", "ReadMsgBody", "MessageViewBody", "MessageWebViewDiv", "outlook", "moz-text-html", "yshortcuts", "gmail_quote"];

    public string Text => text;

    /// <summary>What it asks for; empty when it is not for inlining.</summary>
    public IReadOnlyList<CssCompound> Compounds { get; } = compounds ?? [];

    /// <summary>Whether it is written into elements. A selector for any element would put a style on every one, so that stays in the head.</summary>
    public bool IsInlined { get; } = compounds is [.., var last] && (last.Type ?? last.Classes.FirstOrDefault() ?? last.Ids.FirstOrDefault()) is not null;

    /// <summary>
    /// Whether it stays in the head whatever it hits in the source: what is not inlined, and what a mail program's own additions may answer to.
    /// </summary>
    public bool AlwaysStays => !IsInlined || Compounds.Any(part => part.Attributes.Count > 0 || part.Classes.Concat(part.Ids).Any(ClientNames.Contains));

    /// <summary>Selectors Level 3, section 9.</summary>
    public int Specificity { get; } = compounds is null
        ? 0
        : compounds.Sum(part => (part.Ids.Count * 1_000_000) + ((part.Classes.Count + part.Attributes.Count) * 1_000) + (part.Type is null ? 0 : 1));

    /// <summary>Reads one selector without comments; null when it is none.</summary>
    public static CssSelector? Read(string text)
    {
        var reader = new CssSelectorReader(text);
        return reader.Read(out var compounds) ? new CssSelector(text, compounds) : null;
    }
}
