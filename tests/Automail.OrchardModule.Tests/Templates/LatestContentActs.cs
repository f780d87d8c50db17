using Automail.Engine.Delivery;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentLocalization.Models;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Metadata;
using OrchardCore.ContentManagement.Metadata.Settings;
using OrchardCore.Title.Models;
using Shouldly;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>Mails with the latest content of a type.</summary>
public abstract class LatestContentActs(Site site)
{
    private const string List = "{{ items.size }}:{% for item in items %}[{{ item.title }}]{% endfor %}";

    protected Site Site { get; } = site;

    protected async Task<string> SubjectAsync(string type, string filter, string email, string? locale = null)
    {
        var template = await SendAsync($"{{% assign items = \"{type}\" | {filter} %}}{List}", "<p>Hi</p>", email, locale);
        return Site.MailTo(email)[^1].Subject.ShouldNotBeNull(template);
    }

    protected async Task<string> HtmlAsync(string type, string body, string email)
    {
        await SendAsync("Hi", $"{{% assign items = \"{type}\" | latest_content: 5 %}}{body}", email, null);
        return Site.MailTo(email)[^1].HtmlBody.ShouldNotBeNull();
    }

    private async Task<string> SendAsync(string subject, string html, string email, string? locale)
    {
        await RegisterAsync(email, locale);
        var name = "latest-" + Guid.NewGuid().ToString("n");
        await Site.PublishTemplateAsync(name, part => (part.Subject, part.Html) = (subject, html));

        // Files in the outbox are in the order of time.
        Site.Clock.Advance(TimeSpan.FromSeconds(1));
        var record = await Site.SendAsync(name, email);
        record.State.ShouldBe(SendState.Sent, record.Reason);
        return name;
    }

    protected async Task RegisterAsync(string email, string? locale)
        => await Site.TakeAsync("user.registered", email, locale is null ? $$"""{ "email": "{{email}}" }""" : $$"""{ "email": "{{email}}", "locale": "{{locale}}" }""");

    protected Task TypeAsync(string name, bool securable = false) => Site.InScopeAsync(services => services.GetRequiredService<IContentDefinitionManager>()
        .AlterTypeDefinitionAsync(name, type => type.Creatable().Draftable().Securable(securable).WithPart(nameof(TitlePart))));

    protected Task<string> PublishAsync(string type, string title, VersionOptions? version = null, string? culture = null, string? set = null) => Site.InScopeAsync(async services =>
    {
        var contents = services.GetRequiredService<IContentManager>();
        var item = await contents.NewAsync(type);
        item.DisplayText = title;
        item.Alter<TitlePart>(part => part.Title = title);
        if (culture is not null)
        {
            item.Weld(new LocalizationPart { Culture = culture, LocalizationSet = set });
        }

        await contents.CreateAsync(item, version ?? VersionOptions.Published);
        return item.ContentItemId;
    });
}
