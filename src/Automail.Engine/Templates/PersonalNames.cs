using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates;

/// <summary>The names of the mail's model that are looked up for it alone: nothing is read for templates that do not use them.</summary>
[Flags]
public enum PersonalNames
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><c>cart</c>: what the contact has in the cart.</summary>
    Cart = 1,

    /// <summary><c>orders</c>: what the contact ordered last.</summary>
    Orders = 2,

    /// <summary><c>viewed</c>: the products that the contact looked at last.</summary>
    Viewed = 4,

    /// <summary>Every one.</summary>
    All = Cart | Orders | Viewed,
}

/// <summary>Finds the personal names in a template's texts, in its layout and in the parts that these print.</summary>
internal sealed class PersonalNameFinder
{
    private readonly MailTheme? _theme;
    private readonly Queue<string> _left;
    private readonly HashSet<string> _parts = new(StringComparer.OrdinalIgnoreCase);
    private PersonalNames _found;

    private PersonalNameFinder(MailTemplate template)
        => (_theme, _left) = (template.Theme, new Queue<string>(ParsedMail.Sources(template).Select(source => source.Text)));

    /// <summary>The names that a mail of this template can ask for. A name that the template gives a value of its own counts too.</summary>
    public static PersonalNames Find(MailTemplate template)
    {
        var finder = new PersonalNameFinder(template);
        while (finder._left.TryDequeue(out var source))
        {
            finder.Read(source);
        }

        return finder._found;
    }

    private void Read(string source)
    {
        foreach (var piece in LiquidPieces.Of(source).All)
        {
            if (piece.Kind is not (LiquidPieceKind.Output or LiquidPieceKind.Tag))
            {
                continue;
            }

            var terms = LiquidTerm.Read(source, piece.MarkupStart, piece.MarkupEnd);
            foreach (var term in terms)
            {
                _found |= term is not { Kind: LiquidTermKind.Path } ? PersonalNames.None : term.Value switch
                {
                    "cart" => PersonalNames.Cart,
                    "orders" => PersonalNames.Orders,
                    "viewed" => PersonalNames.Viewed,
                    _ => PersonalNames.None,
                };
            }

            if (piece.Name == "shape")
            {
                AddParts(terms is [{ Kind: LiquidTermKind.Text } name, ..] ? name.Value : null);
            }
        }
    }

    // In every language; and of a part whose name is worked out, all of them.
    private void AddParts(string? name)
    {
        foreach (var (part, source) in _theme?.Parts ?? new Dictionary<string, string>())
        {
            var isMeant = name is null || part.Equals(name, StringComparison.OrdinalIgnoreCase)
                || part.StartsWith(name + MailTheme.Variant, StringComparison.OrdinalIgnoreCase);
            if (isMeant && _parts.Add(part))
            {
                _left.Enqueue(source);
            }
        }
    }
}
