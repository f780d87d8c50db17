using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using Shouldly;
using YesSql;

namespace Automail.OrchardModule.Tests.Sequences.Editing;

/// <summary>Sequences as content items of a site.</summary>
internal static class SequenceItems
{
    /// <summary>A definition that lets people in by an event and sends nothing.</summary>
    public static string Definition(string id, string trigger, string steps = """{ "id": "w1", "wait": "P1D" }""")
        => $$"""
        {
          "id": "{{id}}", // kept as it is written
          "purpose": "transactional",
          "trigger": {   "event": "{{trigger}}" },
          "steps": [ {{steps}} ]
        }
        """;

    /// <summary>As in a request, without which Orchard cannot say that a publication was refused.</summary>
    public static IServiceProvider OfRequest(this IServiceProvider services)
    {
        services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { RequestServices = services };
        return services;
    }

    /// <summary>Makes an item, and publishes it if wanted, as code does.</summary>
    /// <returns>The item's id.</returns>
    public static Task<string> AddSequenceAsync(this Site site, string title, string definition, bool publish = true)
        => site.InScopeAsync(async services =>
        {
            var contents = services.OfRequest().GetRequiredService<IContentManager>();
            var item = await contents.NewAsync(SequenceTypes.Sequence);
            item.DisplayText = title;
            item.Alter<EmailSequencePart>(part => part.Definition = definition);
            await contents.CreateAsync(item, VersionOptions.Draft);
            if (publish)
            {
                (await contents.PublishAsync(item)).ShouldBeTrue();
            }

            return item.ContentItemId;
        });

    /// <summary>Writes a new draft of an item, and publishes it if wanted.</summary>
    /// <returns>Whether it was published.</returns>
    public static Task<bool> ChangeSequenceAsync(this Site site, string id, string definition, bool publish = true)
        => site.InScopeAsync(async services =>
        {
            var contents = services.OfRequest().GetRequiredService<IContentManager>();
            var item = await contents.GetAsync(id, VersionOptions.DraftRequired);
            item.Alter<EmailSequencePart>(part => part.Definition = definition);
            await contents.SaveDraftAsync(item);
            return publish && await contents.PublishAsync(item);
        });

    /// <summary>Does something with the latest version of an item.</summary>
    public static Task WithItemAsync(this Site site, string id, Func<IContentManager, ContentItem, Task> work)
        => site.InScopeAsync(async services =>
        {
            var contents = services.OfRequest().GetRequiredService<IContentManager>();
            await work(contents, (await contents.GetAsync(id, VersionOptions.Latest)).ShouldNotBeNull());
        });

    /// <summary>The latest version of the item with this title; null when there is none.</summary>
    public static Task<ContentItem?> FindSequenceItemAsync(this Site site, string title)
        => site.InScopeAsync(async services => (await services.GetRequiredService<YesSql.ISession>()
            .Query<ContentItem, ContentItemIndex>(index => index.ContentType == SequenceTypes.Sequence && index.Latest).ListAsync()).SingleOrDefault(item => item.DisplayText == title));

    /// <summary>The definition of an item's latest version.</summary>
    public static async Task<string> DefinitionOfAsync(this Site site, string id)
    {
        var definition = "";
        await site.WithItemAsync(id, (_, item) =>
        {
            item.TryGet<EmailSequencePart>(out var part).ShouldBeTrue();
            definition = part.Definition;
            return Task.CompletedTask;
        });
        return definition;
    }

    /// <summary>The sequence that lets people in now, and whether it does; null when there is none.</summary>
    public static Task<(SequencePlan Plan, bool Admits)?> FindPlanAsync(this Site site, string id)
        => site.WithAsync<SequenceCatalog, (SequencePlan, bool)?>(catalog => Task.FromResult<(SequencePlan, bool)?>(
            catalog.Current.TryGetValue(id, out var plan) ? (plan, catalog.Admits(id)) : null));

    /// <summary>Somebody new to whom something happens.</summary>
    public static async Task HappensToAsync(this Site site, string email, string type)
    {
        if (await site.FindContactAsync(email) is null)
        {
            await site.TakeAsync("user.registered", email, $$"""{ "email": "{{email}}" }""");
        }

        await site.TakeAsync(type, email, "{}");
    }

    /// <summary>Somebody's passages through a sequence, newest first.</summary>
    public static async Task<IReadOnlyList<Enrollment>> PassagesAsync(this Site site, string email, string sequenceId)
    {
        var contact = (await site.FindContactAsync(email)).ShouldNotBeNull();
        var all = await site.WithAsync<IAutomailStore, IReadOnlyList<Enrollment>>(store => store.ReadAsync(unit => unit.Enrollments.ForContactAsync(contact.Id)));
        return [.. all.Where(enrollment => enrollment.JourneyId == sequenceId)];
    }
}
