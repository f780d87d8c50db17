using Automail.Engine.Delivery;
using Automail.OrchardModule.Templates.LatestContent;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

public sealed class LatestContentTests(Site site) : LatestContentActs(site), IClassFixture<Site>
{
    [Fact]
    public async Task The_latest_published_content_comes_first_and_no_more_than_asked_for()
    {
        await TypeAsync("Post");
        foreach (var title in (string[])["one", "two", "three"])
        {
            await PublishAsync("Post", title);
            Site.Clock.Advance(TimeSpan.FromHours(1));
        }

        await PublishAsync("Post", "draft", VersionOptions.Draft);

        (await SubjectAsync("Post", "latest_content: 2", "a@latest.example")).ShouldBe("2:[three][two]");
        (await SubjectAsync("Post", "latest_content", "a@latest.example")).ShouldBe("3:[three][two][one]");
    }

    [Fact]
    public async Task Links_are_absolute_and_the_item_is_there_for_Orchards_own_Liquid()
    {
        await TypeAsync("Product");
        var id = await PublishAsync("Product", "Mug <b>");

        var html = await HtmlAsync("Product", "{% for item in items %}<a href=\"{{ item.url }}\" data-track=\"off\">{{ item.title }}</a>{{ item.item.ContentItemId }}|{{ item.createdUtc | date: '%Y' }}{% endfor %}", "links@latest.example");

        html.ShouldContain($"href=\"https://shop.example/Contents/ContentItems/{id}\"", customMessage: html);
        html.ShouldContain($">Mug &lt;b&gt;</a>{id}|2026", customMessage: html);
    }

    [Fact]
    public async Task What_is_published_meanwhile_is_found_at_once()
    {
        await TypeAsync("News");
        await PublishAsync("News", "first");
        var before = await SubjectAsync("News", "latest_content: 5", "b@latest.example");

        Site.Clock.Advance(TimeSpan.FromSeconds(1));
        await PublishAsync("News", "second");

        before.ShouldBe("1:[first]");
        (await SubjectAsync("News", "latest_content: 5", "b@latest.example")).ShouldBe("2:[second][first]");
    }

    [Fact]
    public async Task The_recipient_gets_the_own_language_else_the_sites()
    {
        await TypeAsync("Story");
        await PublishAsync("Story", "English one", culture: "en", set: "s1");
        await PublishAsync("Story", "Nederlands een", culture: "nl", set: "s1");
        await PublishAsync("Story", "English two", culture: "en", set: "s2");
        await PublishAsync("Story", "Deutsch drei", culture: "de", set: "s3");

        var dutch = await SubjectAsync("Story", "latest_content: 5", "dutch@latest.example", locale: "nl-BE");
        var english = await SubjectAsync("Story", "latest_content: 5", "english@latest.example");

        (dutch.Contains("[Nederlands een]", StringComparison.Ordinal), dutch.Contains("[English two]", StringComparison.Ordinal)).ShouldBe((true, true));
        dutch.ShouldStartWith("2:");
        english.ShouldStartWith("2:");
        english.ShouldContain("[English one]");
    }

    [Fact]
    public async Task A_mailing_asks_once_until_content_changes_or_a_minute_has_passed()
    {
        var asked = 0;
        var key = new LatestContentKey("Asked", 5, "en", "");
        Task AskAsync() => Site.WithAsync<LatestContentCache, IReadOnlyList<object?>>(cache => cache.GetAsync(key, () =>
        {
            asked++;
            return Task.FromResult<IReadOnlyList<object?>>([]);
        }));

        await AskAsync();
        await AskAsync();
        var atFirst = asked;
        await TypeAsync("Asked");
        await PublishAsync("Asked", "new");
        await AskAsync();
        await AskAsync();
        var afterChange = asked;
        Site.Clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync();

        (atFirst, afterChange, asked).ShouldBe((1, 2, 3));
    }

    [Theory]
    [InlineData("NoSuchType")]
    [InlineData("EmptyType")]
    public async Task A_type_that_is_not_there_or_has_no_content_gives_nothing_and_the_mail_goes_out(string type)
    {
        await TypeAsync("EmptyType");

        (await SubjectAsync(type, "latest_content: 3", $"{type.ToLowerInvariant()}@latest.example")).ShouldBe("0:");
    }

    [Fact]
    public async Task What_was_published_once_and_is_a_draft_again_is_not_shown()
    {
        await TypeAsync("Withdrawn");
        var gone = await PublishAsync("Withdrawn", "gone");
        await PublishAsync("Withdrawn", "stays");
        await Site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            await contents.UnpublishAsync((await contents.GetAsync(gone, VersionOptions.Published))!);
        });

        (await SubjectAsync("Withdrawn", "latest_content: 3", "withdrawn@latest.example")).ShouldBe("1:[stays]");
    }

    [Fact]
    public async Task A_wrong_number_fails_the_mail_with_its_reason()
    {
        await RegisterAsync("wrong@latest.example", null);
        await Site.PublishTemplateAsync("latest-wrong", part => part.Html = "{% assign items = 'Post' | latest_content: 5000 %}{{ items.size }}");

        var record = await Site.SendAsync("latest-wrong", "wrong@latest.example");

        (record.State, record.Reason!.Contains("a number from 1 to 20", StringComparison.Ordinal)).ShouldBe((SendState.Failed, true), record.Reason);
    }
}
