using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests.Sources;

/// <summary>The reader that the rules rest on.</summary>
public sealed class SourceFileTests
{
    [Theory]
    [InlineData("a // ISession\nb", "a\nb")]
    [InlineData("a /* x\n y */ b", "a\nb")]
    [InlineData("f(\"ISession \\\" x\") + y", "f()+y")]
    [InlineData("f(@\"a \"\" b\") + y", "f(@)+y")]
    [InlineData("f(\"\"\"a \" b\"\"\") + y", "f()+y")]
    [InlineData("f('\"') + y", "f()+y")]
    public void Comments_and_literals_are_blanked(string text, string left)
    {
        var file = new SourceFile("x.cs", text);

        file.Code.Length.ShouldBe(text.Length);
        file.Code.Replace(" ", "", StringComparison.Ordinal).ShouldBe(left);
    }

    [Fact]
    public void Declarations_are_read_with_their_bases_and_attributes()
    {
        var types = new SourceFile("x.cs", """
            namespace X;

            /// <summary>A class of things.</summary>
            [Feature(FeatureIds.Tracking)]
            public sealed class Clicks(Func<int, (int A, int B)> f, string name = "class Fake : Base") : Base<Clicks, Model>(f), IThing<int>
            {
                private abstract record Inner<T>(T Value) : Outer<T>(Value) where T : class;
            }

            internal abstract class Alone;
            """).Types;

        types.Select(type => type.Name).ShouldBe(["Clicks", "Inner", "Alone"]);
        types[0].Bases.ShouldBe(["Base<Clicks, Model>", "IThing<int>"]);
        types[0].Features.ShouldBe(["FeatureIds.Tracking"]);
        types[0].IsAbstract.ShouldBeFalse();
        types[1].Bases.ShouldBe(["Outer<T>"]);
        types[1].Features.ShouldBeEmpty();
        types[2].IsAbstract.ShouldBeTrue();
        SourceType.NameOf("A.Base<Clicks, Model>").ShouldBe("Base");
        SourceType.ArgumentsOf("Base<Clicks, Model<int, X>>").ShouldBe(["Clicks", "Model<int, X>"]);
    }
}
