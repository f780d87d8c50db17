using System.Text.Json;
using Automail.Cli.Templates;
using Automail.Engine.Templates;
using Shouldly;
using Xunit;

namespace Automail.Cli.Tests.Templates;

/// <summary>The Orchard recipe with the journeys has the playground's templates: nobody has to mend a text twice.</summary>
public sealed class DemoRecipeTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Demo", "templates");
    private static readonly JsonElement Content = ReadContent();

    public static TheoryData<string, string> Templates
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in Directory.EnumerateFiles(Folder, "*.liquid").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal))
            {
                var parts = file!.Split('.');
                data.Add(parts[0], parts.ElementAtOrDefault(1) ?? "");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task The_recipe_has_the_template(string name, string locale)
    {
        var file = await new FileTemplateSource(Folder, new DotLiquidEngine())
            .FindAsync(name, locale.Length == 0 ? null : locale, TestContext.Current.CancellationToken);

        var part = Part("EmailTemplatePart", name, locale);

        Text(part, "Subject").ShouldBe(file!.Subject);
        Text(part, "Preheader").ShouldBe(file.Preheader);
        Text(part, "Purpose").ShouldBe(file.Purpose);
        Text(part, "Html").ShouldBe(file.Html);
        Text(Part("EmailLayoutPart", Text(part, "Layout")!, ""), "Html").ShouldBe(file.Layout);
    }

    [Fact]
    public void The_recipe_has_no_other_templates()
        => Content.EnumerateArray().Count(item => item.TryGetProperty("EmailTemplatePart", out _)).ShouldBe(Templates.Count);

    private static JsonElement Part(string type, string name, string locale)
        => Content.EnumerateArray()
            .Where(item => item.TryGetProperty(type, out _))
            .Select(item => item.GetProperty(type))
            .Single(part => Text(part, "Name") == name && (Text(part, "Locale") ?? "") == locale);

    private static string? Text(JsonElement part, string name) => part.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonElement ReadContent()
        => JsonElement.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "journeys.recipe.json")))
            .GetProperty("steps").EnumerateArray().Single(step => step.GetProperty("name").GetString() == "content").GetProperty("data");
}
