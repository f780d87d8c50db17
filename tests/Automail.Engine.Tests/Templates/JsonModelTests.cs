using System.Text.Json;
using Automail.Engine.Templates;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates;

public sealed class JsonModelTests
{
    private static JsonElement Json(string text) => JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });

    [Fact]
    public void Becomes_dictionaries_lists_and_values()
    {
        var model = JsonModel.FromObject(Json("""{ "a": [1, 2.50, "x", true, false, null, {}], "b": { "c": 1e400 } }"""));

        model["a"].ShouldBeOfType<List<object?>>().Take(6).ShouldBe([1m, 2.50m, "x", true, false, null]);
        model["b"].ShouldBeOfType<Dictionary<string, object?>>()["c"].ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void The_last_of_two_properties_counts() => JsonModel.FromObject(Json("""{ "a": 1, "a": 2 }"""))["a"].ShouldBe(2m);

    [Fact]
    public void Nothing_is_null() => JsonModel.FromElement(default).ShouldBeNull();

    [Fact]
    public void Deep_nesting_is_refused()
    {
        static string Nest(int depth) => new string('[', depth) + new string(']', depth);

        JsonModel.FromElement(Json(Nest(JsonModel.MaxDepth))).ShouldNotBeNull();
        Should.Throw<FieldException>(() => JsonModel.FromElement(Json(Nest(JsonModel.MaxDepth + 2)), "data")).Field.ShouldBe("data");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"a\"")]
    [InlineData("null")]
    public void A_model_is_an_object(string json) => Should.Throw<FieldException>(() => JsonModel.FromObject(Json(json))).Field.ShouldBe("model");

    [Theory]
    [InlineData("""{ "a": "\ud800" }""")]
    [InlineData("""{ "\udc00": 1 }""")]
    public void Half_characters_are_refused(string json) => Should.Throw<FieldException>(() => JsonModel.FromObject(Json(json)));
}
