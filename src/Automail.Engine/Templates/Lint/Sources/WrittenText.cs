namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>The text that readers see in a body, as far as it is written there.</summary>
/// <param name="Length">Its characters, white space not counted.</param>
/// <param name="HasImage">Whether there are images.</param>
/// <param name="IsKnown">Whether this is all: Liquid prints no text besides.</param>
internal sealed record WrittenText(int Length, bool HasImage, bool IsKnown)
{
    /// <summary>Reads the body of a mail, with the parts that it prints.</summary>
    public static WrittenText Of(LintMail mail)
    {
        var seen = new HashSet<LintSource>();
        var left = new Queue<LintSource>([mail.Html]);
        var (length, hasImage, isKnown) = (0, false, true);
        while (left.TryDequeue(out var source))
        {
            length += source.Markup.CountVisible();
            hasImage |= source.Markup.Elements.Exists(element => element.Name == "img");

            // What a part prints are its arguments, which are counted where it is used.
            isKnown &= source != mail.Html || !source.Markup.Texts.Exists(text => source.Markup.Html.AsSpan(text.Start, text.End - text.Start).Contains(LiquidPieces.OutputMask));
            foreach (var use in source.Liquid.Parts)
            {
                var part = use.Name is null ? null : mail.Parts.Find(use.Name);
                isKnown &= part is not null;
                foreach (var argument in use.Arguments.Where(argument => !argument.Name.EndsWith("url", StringComparison.Ordinal)))
                {
                    isKnown &= argument.Value.Kind == LiquidTermKind.Text;
                    length += argument.Value.Kind == LiquidTermKind.Text ? HtmlView.Visible(argument.Value.Value) : 0;
                }

                if (part is not null && seen.Add(part))
                {
                    left.Enqueue(part);
                }
            }
        }

        return new WrittenText(length, hasImage, isKnown);
    }
}
