using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM010.</summary>
internal sealed class MissingDefault : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM010",
        Severity = LintSeverity.Warning,
        Title = "A value that can be missing",
        Explanation = "Not every contact has a name: \"Hello {{ contact.firstName }},\" becomes \"Hello ,\". Add | default: \"…\", or put an {% if %} about the value around it.",
        Messages = ["'{0}' can be missing, and then nothing stands here. Add | default: \"…\" or an {{% if %}} around it."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var output in source.Liquid.BareOutputs)
        {
            report.Add(About, source, output.Start, output.Path);
        }
    }
}
