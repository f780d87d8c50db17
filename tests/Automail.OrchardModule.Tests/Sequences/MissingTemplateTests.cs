using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Sequences;

/// <summary>A template is removed while people wait for its mail.</summary>
[Collection(nameof(AdminSite))]
public sealed class MissingTemplateTests(AdminSite site)
{
    private const string Ann = "ann@missing.example";

    [Fact]
    public async Task The_mail_fails_with_the_reason_and_the_sequence_goes_on()
    {
        await site.PublishTemplateAsync("missing-first", part => part.Subject = "First");
        await site.PublishTemplateAsync("missing-second", part => part.Subject = "Second");
        await site.PublishSequenceAsync("missing", """{ "id": "w1", "wait": "PT1H" }, { "id": "m1", "send": "missing-first" }, { "id": "w2", "wait": "PT1H" }, { "id": "m2", "send": "missing-second" }""");
        await site.EnterAsync("missing", Ann);
        await site.InScopeAsync(async services =>
        {
            var items = await services.GetRequiredService<ISession>().Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Template && index.Latest).ListAsync();
            await services.GetRequiredService<IContentManager>().RemoveAsync(items.Single(item => item.TryGet<EmailTemplatePart>(out var part) && part.Name == "missing-first"));
        });

        for (var hour = 0; hour < 3; hour++)
        {
            site.Clock.Advance(TimeSpan.FromHours(1));
            await site.SweepAsync();
        }

        var mails = (await site.MailsOfAsync(Ann)).OrderBy(mail => mail.QueuedAt).ToList();
        mails.Select(mail => (mail.Template, mail.State)).ShouldBe([("missing-first", SendState.Failed), ("missing-second", SendState.Sent)]);
        mails[0].Reason.ShouldBe("unknown-template: there is no template 'missing-first'.");
        (await site.LatestAsync("missing", Ann))!.Status.ShouldBe(EnrollmentStatus.Completed);
        site.MailTo(Ann).Select(mail => mail.Subject).ShouldBe(["Second"]);
    }
}
