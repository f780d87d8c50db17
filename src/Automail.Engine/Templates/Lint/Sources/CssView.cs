namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>A declaration.</summary>
/// <param name="Property">In lower case.</param>
/// <param name="Value">As written, trimmed, with Liquid masked.</param>
/// <param name="Start">Where it begins in the source.</param>
internal readonly record struct CssDeclaration(string Property, string Value, int Start);

/// <summary>Declarations that hold for the same elements.</summary>
/// <param name="Declarations">In order.</param>
/// <param name="Element">The element whose style attribute this is; null in a style sheet.</param>
/// <param name="Selector">What stands before the braces; empty for a style attribute.</param>
/// <param name="IsConditional">Whether it stands in an at-rule, such as <c>@media</c>: what is there is an addition for clients that know it.</param>
internal sealed record CssBlock(IReadOnlyList<CssDeclaration> Declarations, HtmlElement? Element, string Selector, bool IsConditional)
{
    /// <summary>The last declaration of a property.</summary>
    public CssDeclaration? Find(string property)
    {
        for (var i = Declarations.Count - 1; i >= 0; i--)
        {
            if (Declarations[i].Property == property)
            {
                return Declarations[i];
            }
        }

        return null;
    }
}

/// <summary>An at-rule without a block, such as <c>@import</c>.</summary>
internal readonly record struct CssStatement(string Text, int Start);

/// <summary>The CSS of a text: style attributes and style elements. Any text is accepted.</summary>
internal sealed class CssView
{
    /// <summary>Blocks of declarations.</summary>
    public List<CssBlock> Blocks { get; } = [];

    /// <summary>Statements.</summary>
    public List<CssStatement> Statements { get; } = [];

    /// <summary>Reads the CSS of a text.</summary>
    public static CssView Of(LintSource source)
    {
        var view = new CssView();
        if (source.Kind == LintSourceKind.Styles)
        {
            view.ReadSheet(source.Pieces.Mask(), new Stretch(0, source.Source.Length));
        }
        else if (source.IsHtml)
        {
            foreach (var style in source.Markup.Styles)
            {
                view.ReadSheet(source.Markup.Html, style);
            }

            foreach (var element in source.Markup.Elements)
            {
                if (element.Style(source.Markup) is { Declarations.Count: > 0 } block)
                {
                    view.Blocks.Add(block);
                }
            }
        }

        return view;
    }

    /// <summary>Reads the style attribute of an element.</summary>
    public static CssBlock StyleOf(HtmlView markup, HtmlElement element)
    {
        var declarations = new List<CssDeclaration>();
        if (element.Find("style") is { Value.Length: > 0 } style)
        {
            new CssReader(markup.Html, style.ValueStart, style.ValueStart + style.Value.Length).ReadDeclarations(declarations);
        }

        return new CssBlock(declarations, element, "", IsConditional: false);
    }

    private void ReadSheet(string text, Stretch sheet) => new CssReader(text, sheet.Start, sheet.End).ReadSheet(this);
}
