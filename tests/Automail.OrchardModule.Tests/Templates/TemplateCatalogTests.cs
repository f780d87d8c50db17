using Automail.Engine.Templates;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

[Collection(nameof(SharedSite))]
public sealed class TemplateCatalogTests(Site site)
{
    [Fact]
    public async Task The_best_language_is_found()
    {
        await site.PublishTemplateAsync("spoken", part => part.Subject = "for all");
        await site.PublishTemplateAsync("spoken", part => (part.Locale, part.Subject) = ("nl", "Nederlands"));
        await site.PublishTemplateAsync("spoken", part => (part.Locale, part.Subject) = ("nl-BE", "Vlaams"));

        (await FindAsync("spoken", "nl-BE"))!.Subject.ShouldBe("Vlaams");
        (await FindAsync("spoken", "nl-NL"))!.Subject.ShouldBe("Nederlands");
        (await FindAsync("spoken", "de-DE"))!.Subject.ShouldBe("for all");
        (await FindAsync("spoken", null))!.Subject.ShouldBe("for all");
        (await FindAsync("unknown", "nl")).ShouldBeNull();
    }

    [Fact]
    public async Task Drafts_are_not_sent_and_publishing_counts_at_once()
    {
        await site.PublishTemplateAsync("edited", part => part.Subject = "first");
        var first = (await FindAsync("edited", null))!;
        await EditAsync("edited", part => part.Subject = "draft", publish: false);
        var during = (await FindAsync("edited", null))!;

        await EditAsync("edited", part => part.Subject = "second", publish: true);
        var second = (await FindAsync("edited", null))!;

        during.ShouldBe(first);
        second.Subject.ShouldBe("second");
        second.Version.ShouldNotBe(first.Version);
    }

    [Fact]
    public async Task A_layout_is_part_of_the_template_and_of_its_version()
    {
        await PublishLayoutAsync("frame", "<main>{{ content }}</main>");
        await site.PublishTemplateAsync("framed", part => part.Layout = "frame");
        var before = (await FindAsync("framed", null))!;

        await site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var item = await FindItemAsync(services, TemplateTypes.Layout, "frame");
            var draft = await contents.GetAsync(item.ContentItemId, VersionOptions.DraftRequired);
            draft.Alter<EmailLayoutPart>(part => part.Html = "<article>{{ content }}</article>");
            await contents.UpdateAsync(draft);
            await contents.PublishAsync(draft);
        });
        var after = (await FindAsync("framed", null))!;

        before.Layout.ShouldBe("<main>{{ content }}</main>");
        after.Layout.ShouldBe("<article>{{ content }}</article>");
        after.Version.ShouldNotBe(before.Version);
    }

    [Fact]
    public async Task A_template_whose_layout_is_missing_says_so()
    {
        await site.PublishTemplateAsync("frameless", part => part.Layout = "nowhere");

        (await Should.ThrowAsync<TemplateException>(FindAsync("frameless", null))).Message.ShouldContain("nowhere");
    }

    private Task<MailTemplate?> FindAsync(string name, string? locale)
        => site.WithAsync<ITemplateSource, MailTemplate?>(templates => templates.FindAsync(name, locale, TestContext.Current.CancellationToken));

    private Task PublishLayoutAsync(string name, string html)
        => site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var item = await contents.NewAsync(TemplateTypes.Layout);
            item.Alter<EmailLayoutPart>(part => (part.Name, part.Html) = (name, html));
            await contents.CreateAsync(item, VersionOptions.Published);
        });

    private Task EditAsync(string name, Action<EmailTemplatePart> change, bool publish)
        => site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var item = await FindItemAsync(services, TemplateTypes.Template, name);
            var draft = await contents.GetAsync(item.ContentItemId, VersionOptions.DraftRequired);
            draft.Alter(change);
            await contents.UpdateAsync(draft);
            if (publish)
            {
                await contents.PublishAsync(draft);
            }
        });

    private static async Task<ContentItem> FindItemAsync(IServiceProvider services, string contentType, string name)
    {
        var session = services.GetRequiredService<YesSql.ISession>();
        var items = await YesSql.QueryExtensions.Query<ContentItem, OrchardCore.ContentManagement.Records.ContentItemIndex>(
            session, index => index.ContentType == contentType && index.Latest).ListAsync(TestContext.Current.CancellationToken);
        return items.Single(item => item.DisplayText == name);
    }
}
