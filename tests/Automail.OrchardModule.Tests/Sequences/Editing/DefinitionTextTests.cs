using Automail.OrchardModule.Sequences.Editing;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Editing;

/// <summary>Single texts change, and the rest stays letter by letter.</summary>
public sealed class DefinitionTextTests
{
    [Theory]
    [InlineData("""{ "id" : "a" }""", """{ "id" : "b" }""")]
    [InlineData("{\n// the id\n\"steps\": [ { \"id\": \"x\" } ],\t\"id\":\"Größe \\u00e9\" , }", "{\n// the id\n\"steps\": [ { \"id\": \"x\" } ],\t\"id\":\"b\" , }")]
    [InlineData("""{ "steps": [ { "id": "x" } ] }""", """{ "id": "b", "steps": [ { "id": "x" } ] }""")]
    [InlineData("""/* head */ {}""", """/* head */ { "id": "b",}""")]
    [InlineData("""[ "id" ]""", """[ "id" ]""")]
    [InlineData("no JSON", "no JSON")]
    public void An_id_is_put_in_its_place(string before, string after) => DefinitionText.With(before, "id", "b").ShouldBe(after);

    [Theory]
    [InlineData("""{ "id": "a", """, "a")]
    [InlineData("""{ "steps": [ { "id": "x" } ], "id": "a" }""", "a")]
    [InlineData("""{ "id": 3 }""", null)]
    [InlineData("""{ "id": "\ud800" }""", null)]
    [InlineData("""{ "steps": [""", null)]
    [InlineData("", null)]
    public void A_text_is_found_as_far_as_the_JSON_can_be_read(string json, string? id) => DefinitionText.Find(json, "id").ShouldBe(id);

    [Theory]
    [InlineData("""{ "steps": [] }""", true)]
    [InlineData("""{ "id": 3 }""", false)]
    [InlineData("""{ "\ud800": 3 }""", false)]
    [InlineData("[]", false)]
    [InlineData("no JSON", false)]
    public void What_an_object_lacks_is_known_where_there_is_one(string json, bool hasNo) => DefinitionText.HasNo(json, "id").ShouldBe(hasNo);

    [Theory]
    [InlineData("Welcome series 2026!", "welcome-series-2026")]
    [InlineData("  Größe & Café ", "gro-e-cafe")]
    [InlineData("日本", "sequence")]
    [InlineData(null, "sequence")]
    public void A_title_makes_an_id(string? title, string id) => DefinitionText.Slug(title).ShouldBe(id);

    [Fact]
    public void Long_titles_make_short_ids() => DefinitionText.Slug(new string('a', 500)).Length.ShouldBe(50);

    [Fact]
    public void A_free_id_is_found_however_long_the_taken_one_is()
    {
        var taken = new HashSet<string> { "a", "a-2", new('b', 60) };

        FreeIds.Of("a", taken.Contains).ShouldBe("a-3");
        FreeIds.Of("c", taken.Contains).ShouldBe("c");
        FreeIds.After(new string('b', 60), taken.Contains).ShouldBe(new string('b', 58) + "-2");
    }

    [Fact]
    public void A_form_changes_line_breaks_only()
    {
        DefinitionText.SameButForLineBreaks("{\n}", "{\r\n}").ShouldBeTrue();
        DefinitionText.SameButForLineBreaks("{\n}", "{ \r\n}").ShouldBeFalse();
    }
}
