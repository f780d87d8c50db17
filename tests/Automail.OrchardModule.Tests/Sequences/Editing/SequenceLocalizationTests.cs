using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Tests.Sites;
using OrchardCore.ContentLocalization.Models;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Editing;

/// <summary>A sequence with Orchard's localization part: its translation is a sequence of its own.</summary>
[Collection(nameof(SharedSite))]
public sealed class SequenceLocalizationTests(Site site)
{
    [Fact]
    public async Task A_translation_is_a_sequence_of_its_own_and_a_condition_says_who_enters_which()
    {
        var english = await site.AddSequenceAsync("Localized", Of("localized", "event.type != '' and contact.locale != 'nl'"));
        var dutch = "";

        // As Orchard's localization does it: a clone with the culture, in the same set.
        await site.WithItemAsync(english, async (contents, item) =>
        {
            item.Alter<LocalizationPart>(part => (part.Culture, part.LocalizationSet) = ("en", "localized-set"));
            await contents.UpdateAsync(item);
            var clone = await contents.CloneAsync(item);
            clone.Alter<LocalizationPart>(part => (part.Culture, part.LocalizationSet) = ("nl", "localized-set"));
            clone.TryGet<EmailSequencePart>(out var part).ShouldBeTrue();
            DefinitionText.Find(part.Definition, "id").ShouldBe("localized-2");
            clone.Alter<EmailSequencePart>(changed => changed.Definition = Of("localized-2", "contact.locale == 'nl'"));
            (await contents.PublishAsync(clone)).ShouldBeTrue();
            dutch = clone.ContentItemId;
        });
        dutch.ShouldNotBe(english);
        await EnterAsync("ann@localized.example", "en");
        await EnterAsync("jan@localized.example", "nl");

        (await site.PassagesAsync("ann@localized.example", "localized")).Count.ShouldBe(1);
        (await site.PassagesAsync("ann@localized.example", "localized-2")).ShouldBeEmpty();
        (await site.PassagesAsync("jan@localized.example", "localized")).ShouldBeEmpty();
        (await site.PassagesAsync("jan@localized.example", "localized-2")).Count.ShouldBe(1);
    }

    private static string Of(string id, string condition)
        => $$"""{ "id": "{{id}}", "purpose": "transactional", "trigger": { "event": "localized.start", "if": "{{condition}}" }, "steps": [ { "id": "w1", "wait": "P1D" } ] }""";

    private async Task EnterAsync(string email, string locale)
    {
        await site.TakeAsync("user.registered", email, $$"""{ "email": "{{email}}", "locale": "{{locale}}" }""");
        await site.TakeAsync("localized.start", email, "{}");
    }
}
