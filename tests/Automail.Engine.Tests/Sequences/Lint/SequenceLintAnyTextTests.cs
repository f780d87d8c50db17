using System.Globalization;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Lint;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences.Lint;

/// <summary>Whatever is written, the linter ends, its findings are of the rules and of the text, and it refuses what the reader refuses.</summary>
public sealed class SequenceLintAnyTextTests
{
    private static readonly string[] Scraps =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"id\":\"a\"", "\"trigger\":{\"manual\":true}", "\"trigger\":{\"event\":\"x\"}", "\"steps\":[", "{\"id\":\"b\",\"wait\":\"P1D\"}", "{\"id\":\"c\",\"send\":\"d\"}",
        "{\"id\":\"e\",\"if\":\"f\",\"then\":[", "\"split\":[", "null", "true", "1", "-0.5e9", "//\n", "/*", "\n", "\r\n", "😀", "\ud800", "\"\\ud800\"", "\"é😀\"", "\"\\u0041\"", "\0", "\"window\":{}", "\"exit\":{\"on\":[\"x\"]}", "\"steps[\":1", "\"steps[0\":1", "\"steps[-1]\":1", "\"steps[]\":1", "\"steps[0].then[\":1",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.OneOfConst(Scraps).Array[0, 40].Select(string.Concat),
        Gen.OneOfConst(Scraps).Array[0, 8].Select(scraps => $$"""{"id":"a","trigger":{"manual":true},"steps":[{{string.Join(',', scraps)}}]}"""),
        Gen.OneOfConst(Scraps).Array[0, 3].Select(scraps => $$"""{"id":"a","trigger":{"manual":true},"steps":[{"id":"b","send":"c"}],{{string.Join(',', scraps)}}}"""));

    [Fact]
    public void Nothing_throws_and_what_the_reader_refuses_has_an_error()
        => Text.Sample(json =>
        {
            var findings = SequenceLinter.Lint(json, new SequenceLintOptions { Templates = [], SequenceIds = [] });
            var lines = json.Split('\n');
            foreach (var finding in findings)
            {
                var rule = SequenceLintRules.Find(finding.Code).ShouldNotBeNull();
                rule.Messages.ShouldContain(finding.Format);
                finding.Message.ShouldBe(string.Format(CultureInfo.InvariantCulture, finding.Format, [.. finding.Arguments]));
                finding.Line.ShouldBeInRange(1, lines.Length);
                finding.Column.ShouldBeInRange(1, lines[finding.Line - 1].Length + 1);
            }

            findings.Any(finding => finding.Code is "AM701" or "AM702" or "AM703").ShouldBe(IsRefused(json), json);
        }, iter: 20_000);

    // Texts for which a careless reader takes time or room in the square of their length: a run of this test would not end.
    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":1},")]
    [InlineData("{\"id\":\"a\"},")]
    [InlineData("{\"id\":\"a\",\"if\":\"b\",\"then\":[")]
    [InlineData("\"on\",")]
    public void A_long_text_ends(string scrap)
    {
        const string Start = """{"id":"a","trigger":{"manual":true},"steps":[""";
        var json = Start + string.Concat(Enumerable.Repeat(scrap, (SequenceLinter.MaxText - Start.Length - 2) / scrap.Length));

        SequenceLinter.Lint(json, new SequenceLintOptions()).Count.ShouldBeLessThanOrEqualTo(500);
        SequenceLinter.Lint(json + "]}", new SequenceLintOptions()).Count.ShouldBeLessThanOrEqualTo(500);
    }

    private static bool IsRefused(string json)
    {
        try
        {
            SequenceReader.Read(json);
            return false;
        }
        catch (FieldException)
        {
            return true;
        }
    }
}
