using System.Collections.Frozen;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM502.</summary>
internal sealed class DroppedElement : LintCheck
{
    // caniemail.com, data of 2026-06-29: html-form, -input-*, -select, -textarea, -button-*, -object, -svg, -dialog; frames and canvas nowhere.
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        ["form", "input", "select", "textarea", "button", "iframe", "frame", "frameset", "object", "embed", "applet", "svg", "canvas", "dialog"], StringComparer.Ordinal);

    private static readonly LintRule About = new()
    {
        Code = "AM502",
        Severity = LintSeverity.Warning,
        Title = "Element that clients drop",
        Explanation = "Gmail and Outlook take forms, frames, objects and drawings out of a mail, or show them without function. Link to a page that has them; send a drawing as an image.",
        Messages = ["Gmail or Outlook drops <{0}>."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        if (!source.IsHtml)
        {
            return;
        }

        foreach (var element in source.Markup.Elements.Where(element => Names.Contains(element.Name)).TakeWhile(_ => !report.IsFull))
        {
            report.Add(About, source, element.Start, element.Name);
        }
    }
}
