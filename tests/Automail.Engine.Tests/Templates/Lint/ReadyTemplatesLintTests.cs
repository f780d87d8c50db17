using Automail.Engine.Templates.Lint;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates.Lint;

/// <summary>The ready templates and the parts of the e-mail theme use only what there is.</summary>
public sealed class ReadyTemplatesLintTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Lint");
    private static readonly MailLinter Linter = new(new PathsOnlyLiquid());

    private static readonly Dictionary<string, string> Parts = Directory.GetFiles(Path.Combine(Folder, "Views"), "*.liquid")
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path).Replace("-", "__", StringComparison.Ordinal), File.ReadAllText);

    public static TheoryData<string> Templates => [.. Directory.GetFiles(Path.Combine(Folder, "ReadyTemplates"), "*.liquid").Select(path => Path.GetFileName(path))];

    public static TheoryData<string> PartNames => [.. Parts.Keys];

    [Theory]
    [MemberData(nameof(Templates))]
    public void A_template_is_clean(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "ReadyTemplates", file));
        var end = Array.IndexOf(lines, "---", 1);
        var html = string.Join('\n', lines.Skip(end + 1));

        html.ShouldNotBeEmpty();
        Linter.Lint(LintRulesTests.Good with { Html = html }, new LintOptions { Parts = Parts }).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(PartNames))]
    public void A_part_is_clean(string name)
        => Linter.LintPart(name, Parts[name], new LintOptions { Parts = Parts }).Where(finding => finding.Severity != LintSeverity.Note).ShouldBeEmpty();
}
