namespace Automail.Engine.Templates.Inlining;

/// <summary>A rule that hits, or may hit, an element.</summary>
/// <param name="Selector">The selector of the rule that hits.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Order">Where the rule stands among all.</param>
/// <param name="Hit">Whether it hits for certain.</param>
internal readonly record struct StyleHit(CssSelector Selector, CssRule Rule, int Order, Hit Hit);

/// <summary>
/// The style of one element: CSS Cascading Level 3, section 6, as far as it is known before Liquid runs. Where a rule that only may hit would decide, the
/// property is left to the head, with the rules that it would have to override.
/// </summary>
internal sealed class ElementStyle
{
    private readonly List<(CssDeclaration Declaration, StyleHit From)> _normal = [];
    private readonly List<(CssDeclaration Declaration, StyleHit From)> _important = [];

    /// <summary>What goes before the author's own declarations, which then win.</summary>
    public IEnumerable<CssDeclaration> Normal
        => _normal.Select(entry => entry.Declaration).Where(normal => !_important.Exists(important => important.Declaration.Name == normal.Name));

    /// <summary>What goes behind the author's own declarations, since it was <c>!important</c>.</summary>
    public IEnumerable<CssDeclaration> Important => _important.Select(entry => entry.Declaration);

    /// <summary>The selectors that stay in the head because of this element.</summary>
    public HashSet<CssSelector> Stays { get; } = [];

    /// <summary>Works the style out.</summary>
    /// <param name="hits">The rules that hit, in any order.</param>
    public static ElementStyle Cascade(IEnumerable<StyleHit> hits)
    {
        var style = new ElementStyle();
        foreach (var hit in hits.OrderBy(hit => hit.Selector.Specificity).ThenBy(hit => hit.Order))
        {
            foreach (var declaration in hit.Rule.Declarations)
            {
                if (hit.Hit == Hit.Yes)
                {
                    Add(declaration.IsImportant ? style._important : style._normal, declaration, hit);
                }
                else if (!declaration.IsImportant)
                {
                    // An important one wins from the head.
                    style.LeaveToHead(declaration);
                }
            }

            if (hit.Hit == Hit.Maybe)
            {
                style.Stays.Add(hit.Selector);
            }
        }

        return style;
    }

    // Twice the same property in one rule is for programs that do not know the second value.
    private static void Add(List<(CssDeclaration Declaration, StyleHit From)> list, CssDeclaration declaration, StyleHit hit)
    {
        list.RemoveAll(entry => entry.Declaration.Name == declaration.Name && entry.From.Order != hit.Order);
        list.Add((declaration, hit));
    }

    private void LeaveToHead(CssDeclaration declaration)
    {
        Stays.UnionWith(_normal.Where(entry => entry.Declaration.Family == declaration.Family).Select(entry => entry.From.Selector));
        _normal.RemoveAll(entry => entry.Declaration.Family == declaration.Family);
    }
}
