using Automail.Engine.Templates.Html;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates;

/// <summary>The short way to a tag's end leads where the long one does.</summary>
public sealed class HtmlAttributesTests
{
    [Theory]
    [InlineData(" href=\"/a\">", 11)]
    [InlineData(" a='x>y' b=\"'>'\" hidden>z", 24)]
    [InlineData("/>", 2)]
    [InlineData(" a=b c=\"d\">", -1)]
    [InlineData(" a = \"d\">", -1)]
    [InlineData(" a=b\"c>d\">", -1)]
    [InlineData(" =\"x\">", -1)]
    [InlineData(" \"x\">", -1)]
    [InlineData(" a=\"x>", -1)]
    [InlineData(" a", -1)]
    public void Only_what_is_written_plainly_is_taken_the_short_way(string tag, int end) => HtmlAttributes.FindEnd(tag, 0).ShouldBe(end);

    [Fact]
    public void Both_ways_agree_on_whatever_is_written()
        => Gen.OneOfConst(" ", "a", "b-c", "=", "\"", "'", ">", "/", "=\"", "=\"x\"", "<", "\n", "é").List[0, 14].Select(pieces => string.Concat(pieces)).Sample(tag =>
        {
            var attributes = new HtmlAttributes(tag, 0);
            while (attributes.MoveNext())
            {
            }

            var end = HtmlAttributes.FindEnd(tag, 0);
            return end == -1 || end == attributes.TagEnd;
        }, iter: 20_000);
}
