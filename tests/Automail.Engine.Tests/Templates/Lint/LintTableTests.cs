using Automail.Engine.Sequences.Lint;
using Automail.Engine.Templates.Lint;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates.Lint;

public sealed class LintTableTests
{
    [Fact]
    public void Codes_are_unique_and_found()
    {
        LintRules.All.Select(rule => rule.Code).ShouldBeUnique();
        LintRules.All.ShouldAllBe(rule => LintRules.Find(rule.Code) == rule && rule.Title.Length > 0 && rule.Explanation.Length > 0 && rule.Messages.Count > 0);
        LintRules.Find("AM000").ShouldBeNull();
    }

    [Fact]
    public void The_page_tells_every_rule_with_its_severity_and_no_other()
    {
        var rows = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Lint", "lint.md")).Where(line => line.StartsWith("| AM", StringComparison.Ordinal))
            .Select(line => line.Split(" | ")).Select(cells => $"{cells[0].Trim('|', ' ')} {cells[1]}");

        rows.ShouldBe(LintRules.All.Concat(SequenceLintRules.All).Select(rule => $"{rule.Code} {rule.Severity.ToString().ToLowerInvariant()}"));
    }
}
