using Automail.Engine.Templates.Html;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>A stretch of a text.</summary>
internal readonly record struct Stretch(int Start, int End);

/// <summary>What HTML consists of. Comments, Outlook's conditional ones too, are passed over.</summary>
internal sealed class HtmlView
{
    private HtmlView(string html) => Html = html;

    /// <summary>The HTML with Liquid masked.</summary>
    public string Html { get; }

    /// <summary>Text that readers see.</summary>
    public List<Stretch> Texts { get; } = [];

    /// <summary>Reads masked HTML.</summary>
    public static HtmlView Of(string html)
    {
        var view = new HtmlView(html);
        var tokens = new HtmlTokenizer(html);
        while (tokens.Read())
        {
            if (tokens.Kind == HtmlTokenKind.Text)
            {
                view.Texts.Add(new Stretch(tokens.Start, tokens.End));
            }
        }

        return view;
    }
}
