using System.Globalization;
using Automail.Engine.Templates.Lint;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates.Lint;

/// <summary>Whatever is written, the linter ends, and its findings are of the rules and of the text.</summary>
public sealed class LintAnyTextTests
{
    private static readonly string[] Scraps =
    [
        "{{", "}}", "{%", "%}", "{%-", "-}}", "if", "endif", "for", "in", "endfor", "assign", "=", "|", "default", ":", "\"", "'", "[", "]", ".", "..", "raw", "endraw", "comment", "endcomment",
        "contact", "name", "event", "forloop", "shape", "\n", "\r\n", " ", "<a href=\"", "<style>", "</", "<!--", "-->", ">", "é", "😀", "\ud800", "\0", "\u202e", "1", "-", "elsif", "else", "case", "when",
    ];

    private static readonly MailLinter Linter = new(new PathsOnlyLiquid());

    private static readonly Gen<string> Text = Gen.OneOf(Gen.String, Gen.OneOfConst(Scraps).Array[0, 60].Select(string.Concat));

    [Fact]
    public void Nothing_throws_and_places_are_in_the_text()
        => Gen.Select(Text, Text, Text).Sample((subject, html, text) =>
        {
            var template = LintRulesTests.Good with { Subject = subject, Preheader = text, Html = html, Text = text, From = text };
            foreach (var finding in Linter.Lint(template, new LintOptions()).Concat(Linter.LintPart("EmailX", html, new LintOptions())))
            {
                var rule = LintRules.Find(finding.Code).ShouldNotBeNull();
                rule.Messages.ShouldContain(finding.Format);
                finding.Message.ShouldBe(string.Format(CultureInfo.InvariantCulture, finding.Format, [.. finding.Arguments]));
                var source = finding.Part switch { "subject" => subject, "html" or "EmailX" => html, _ => text };
                var lines = source.Split('\n');
                finding.Line.ShouldBeInRange(0, lines.Length);
                finding.Column.ShouldBeInRange(0, finding.Line == 0 ? 0 : lines[finding.Line - 1].Length + 1);
            }
        });

    // Texts for which a careless reader takes time in the square of their length: a run of this test would not end.
    [Theory]
    [InlineData("{{ x ")]
    [InlineData("{% if x %}")]
    [InlineData("{% for x in x %}")]
    [InlineData("{% for x in x %}{% assign y = x %}")]
    [InlineData("{% raw %}")]
    [InlineData("{% comment %}")]
    [InlineData("{{ ' ")]
    [InlineData("{")]
    [InlineData("<a '")]
    [InlineData("{{ a[b[ }}")]
    public void A_long_text_ends(string scrap)
    {
        var html = string.Concat(Enumerable.Repeat(scrap, MailLinter.MaxSource / scrap.Length));

        Linter.Lint(LintRulesTests.Good with { Html = html }, new LintOptions()).Count.ShouldBeLessThanOrEqualTo(500);
    }
}
