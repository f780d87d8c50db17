using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests.Module;

/// <summary>Whoever reads Dutch reads all of it.</summary>
public sealed class TranslationTests
{
    private static IEnumerable<(string Path, string Text)> Sources { get; } =
        [.. Repository.Files(ModuleSources.Folder).Where(path => Path.GetExtension(path) is ".cs" or ".cshtml").Select(path => (path, File.ReadAllText(Repository.PathOf(path))))];

    private static Dictionary<LocalizedText, string[]> Dutch { get; } =
        Texts.ReadTranslations(File.ReadAllText(Repository.PathOf(ModuleSources.Folder + "/Localization/nl.po")));

    private static HashSet<LocalizedText> Used { get; } = [.. Sources.SelectMany(source => Texts.In(source.Text))];

    [Fact]
    public void Every_text_is_translated()
    {
        Used.Count.ShouldBeGreaterThan(200);

        // A text that is used for one thing alone, too, finds the translation of its plural's first form.
        Used.Where(text => !Dutch.ContainsKey(text) && !(text.Plural is null && Dutch.Keys.Any(key => key.Text == text.Text))).ShouldBeEmpty();
    }

    [Fact]
    public void No_translation_is_left_over() => Dutch.Keys.Except(Used).ShouldBeEmpty();

    [Fact]
    public void Translations_are_complete_and_have_the_same_places()
    {
        foreach (var (text, translations) in Dutch)
        {
            translations.Length.ShouldBe(text.Plural is null ? 1 : 2, text.Text);
            translations.ShouldAllBe(translation => translation.Trim().Length > 0, text.Text);
            Texts.Places(translations[0]).ShouldBe(Texts.Places(text.Text), text.Text);
            Texts.Places(translations[^1]).ShouldBe(Texts.Places(text.Plural ?? text.Text), text.Text);
        }
    }

    [Fact]
    public void Texts_stand_where_they_are_used()
        => Sources.SelectMany(source => Texts.UnknownIn(source.Text).Select(use => $"{source.Path}: {use}")).ShouldBeEmpty();

    [Theory]
    [InlineData("""@T["Contacts"]""", "Contacts", null)]
    [InlineData("""S["A \"b\" {0}", x]""", "A \"b\" {0}", null)]
    [InlineData("""@T.Plural(Model.Count, "1 entry", "{0} entries")""", "1 entry", "{0} entries")]
    [InlineData("""var s = localizer["Done"];""", "Done", null)]
    public void Texts_are_found(string source, string text, string? plural) => Texts.In(source).ShouldBe([new LocalizedText(text, plural)]);

    [Theory]
    [InlineData("""values["key"]""")]
    [InlineData("""Request["T"]""")]
    public void Other_brackets_are_no_texts(string source) => Texts.In(source).ShouldBeEmpty();

    [Theory]
    [InlineData("T[name]")]
    [InlineData("""S["a" + b]""")]
    public void A_computed_text_is_found_out(string source) => Texts.UnknownIn(source).ShouldHaveSingleItem();
}
