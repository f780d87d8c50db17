namespace Automail.Cli.Templates.Liquid;

/// <summary>The pieces of a template.</summary>
internal enum LiquidTokenKind
{
    /// <summary>Text that is printed as it is.</summary>
    Text,

    /// <summary><c>{{ … }}</c></summary>
    Output,

    /// <summary><c>{% … %}</c></summary>
    Tag,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The tag's name.</param>
/// <param name="Text">The text, or what stands between the braces; of a tag, behind its name.</param>
/// <param name="Place">Where <paramref name="Text"/> begins.</param>
/// <param name="Start">Where the piece begins.</param>
internal readonly record struct LiquidToken(LiquidTokenKind Kind, string Name, string Text, LiquidPlace Place, LiquidPlace Start);
