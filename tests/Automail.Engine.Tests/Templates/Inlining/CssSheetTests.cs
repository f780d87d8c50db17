using Automail.Engine.Templates.Inlining;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates.Inlining;

public sealed class CssSheetTests
{
    private static readonly HashSet<CssSelector> None = [];

    [Theory]
    [InlineData("p { color: red }", "")]
    [InlineData("p {}", "")]
    [InlineData("@media (max-width:600px) { p { color: red !important } .a{} } p{a:b}", "@media (max-width:600px) { p { color: red !important } .a{} }\n")]
    [InlineData("@import url(a;b.css); p{a:b}", "@import url(a;b.css);\n")]
    [InlineData("@font-face{font-family:x;src:url(data:a;base64,//{}==)}p{a:b}", "@font-face{font-family:x;src:url(data:a;base64,//{}==)}\n")]
    [InlineData("a:hover, .b, p::first-line { color: red }", "a:hover, p::first-line { color: red }\n")]
    [InlineData("[data-ogsc] .a { color: red !important }", "[data-ogsc] .a { color: red !important }\n")]
    [InlineData(".ExternalClass p, p { line-height: 100% }", ".ExternalClass p { line-height: 100% }\n")]
    [InlineData("* { margin: 0 } .a * { margin: 0 } a + b { c: d } a ~ b { c: d }", "* { margin: 0 }\n.a * { margin: 0 }\na + b { c: d }\na ~ b { c: d }\n")]
    [InlineData("p { color red; margin: 0 }", "p { color red; margin: 0 }\n")]
    [InlineData("p, { color: red } q { a: b }", "p, { color: red }\n")]
    [InlineData(".1a { color: red } q..r { a: b }", "q..r { a: b }\n")]
    [InlineData(".a { &:hover { color: red } } b{c:d}", ".a { &:hover { color: red } }\n")]
    [InlineData("p { color: red", "p { color: red\n")]
    [InlineData("p", "p\n")]
    [InlineData("} p { color: red }", "} p { color: red }\n")]
    [InlineData("/* a { */ p { color: /* } */ red } <!-- q{a:b} -->", "")]
    [InlineData("/* never closed p { color: red }", "")]
    [InlineData("p { content: \"}\"; color: red }", "p { content: \"}\"; color: red }\n")]
    public void What_stays_in_the_head(string css, string stays) => CssSheet.Read(css).Print(None).ShouldBe(stays);

    [Theory]
    [InlineData("color: #FFF; mso-line-height-rule:exactly", "color:#FFF;mso-line-height-rule:exactly")]
    [InlineData("COLOR : Red ! IMPORTANT ;; margin:0  1px\n\t2px;", "color:Red!;margin:0 1px 2px")]
    [InlineData("font-family: \"Segoe UI\", 'O\\'Hara', \"it's\"", "font-family:'Segoe UI', 'O\\'Hara', \"it's\"")]
    [InlineData("background: url(https://a.example/a;b.png) no-repeat", "background:url(https://a.example/a;b.png) no-repeat")]
    [InlineData("background: url( 'a;b' )", "background:url( 'a;b' )")]
    [InlineData("-webkit-text-size-adjust:100%;--x:1", "-webkit-text-size-adjust:100%;--x:1")]
    [InlineData("a:b/*;c:d*/;e:f", "a:b;e:f")]
    public void Declarations_lose_nothing(string block, string expected)
    {
        var declarations = CssDeclaration.ReadAll(block, out var complete);

        complete.ShouldBeTrue();
        string.Join(';', declarations.Select(one => one + (one.IsImportant ? "!" : ""))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("*zoom:1")]
    [InlineData("color")]
    [InlineData(":red")]
    [InlineData("color:")]
    [InlineData("color:!important")]
    [InlineData("content:'a\nb'")]
    [InlineData("content:'")]
    [InlineData("content:'{{ x }}'")]
    [InlineData("color:{{ x }}")]
    public void What_cannot_be_carried_is_told(string block)
    {
        CssDeclaration.ReadAll(block, out var complete).ShouldBeEmpty();

        complete.ShouldBeFalse();
    }

    [Theory]
    [InlineData("p", 1)]
    [InlineData("TABLE > tr td", 3)]
    [InlineData(".a.b#c", 1_002_000)]
    [InlineData("a[href^='https://x'][title] .w-1\\/2", 3_001)]
    public void Specificity_counts_ids_classes_and_names(string selector, int specificity) => CssSelector.Read(selector)!.Specificity.ShouldBe(specificity);

    private static readonly string[] Pieces =
    [
        "p", ".a", "#b", "*", " ", ">", "+", ",", ":", ";", "{", "}", "(", ")", "[", "]", "[a=b]", "\"", "'", "/*", "*/", "\\", "@media x", "@", "url(", "!important", "<!--", "-->",
        "color:red", "margin:0;", "\n", ":hover", "é", "😀", "{{ x }}", "a{b:c}",
    ];

    [Fact]
    public void Any_text_is_read_and_what_stays_is_read_the_same_again()
        => Gen.Int[0, Pieces.Length - 1].Array[0, 40].Select(parts => string.Concat(parts.Select(i => Pieces[i]))).Sample(
            css =>
            {
                var stays = CssSheet.Read(css).Print(None);

                CssSheet.Read(stays).Print(None).ShouldBe(stays);
            },
            iter: 10_000);

    [Theory]
    [InlineData("a{")]
    [InlineData("{")]
    [InlineData("/*")]
    [InlineData("url(")]
    [InlineData("\"")]
    [InlineData("[")]
    [InlineData("@a{")]
    [InlineData("a:b;")]
    [InlineData(",a")]
    public void A_megabyte_of_malice_takes_linear_time(string piece)
        => CssSheet.Read(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)) + "a{b:c}").Print(null).ShouldNotBeNull();
}
