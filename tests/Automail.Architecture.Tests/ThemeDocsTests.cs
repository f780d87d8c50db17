using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests;

/// <summary>The page for theme developers shows the theme that the tests run on a real site, file by file.</summary>
public sealed class ThemeDocsTests
{
    [Theory]
    [InlineData("Manifest.cs")]
    [InlineData("Views/EmailBrand.liquid")]
    [InlineData("Views/EmailHeader.liquid")]
    [InlineData("Views/EmailFooter.liquid")]
    [InlineData("Views/EmailLayout-letter.liquid")]
    public void The_worked_theme_stands_in_the_page_as_it_is(string file)
    {
        var page = File.ReadAllText(Repository.PathOf("docs/theme-developers.md")).ReplaceLineEndings("\n");
        var lines = File.ReadAllText(Repository.PathOf("tests/Garden.Theme/" + file)).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

        page.ShouldContain("\n\n" + string.Join('\n', lines.Select(line => line.Length == 0 ? "" : "    " + line)) + "\n", Case.Sensitive);
    }

    [Fact]
    public void Every_part_is_in_the_pages_table()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/theme-developers.md"));
        var parts = Repository.Files("themes/Automail.EmailTheme/Views", "*.liquid").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => !name.Contains('-', StringComparison.Ordinal));

        parts.Where(name => !page.Contains($"| `{name}` |", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
