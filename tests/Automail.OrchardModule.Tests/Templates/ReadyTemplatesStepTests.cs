using Automail.Engine.Templates;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Templates;

[Collection(nameof(SharedSite))]
public sealed class ReadyTemplatesStepTests(Site site)
{
    [Fact]
    public async Task Publishes_a_template_in_its_languages_once()
    {
        (await site.ImportAsync(Step("\"nurture-3\""))).ShouldBeEmpty();
        (await site.ImportAsync(Step("\"nurture-3\", \"nurture-3\""))).ShouldBeEmpty();

        var parts = await PartsAsync("nurture-3");
        parts.Select(part => part.Locale).ShouldBe([null, "nl"], ignoreOrder: true);
        parts.ShouldAllBe(part => part.Purpose == "marketing" && part.Layout == "default");
        parts.Single(part => part.Locale == "nl").Html.ShouldContain("Wat je hebt bekeken");
    }

    [Theory]
    [InlineData(false, "Ours")]
    [InlineData(true, "The last of our seven letters")]
    public async Task Leaves_alone_what_the_site_has_unless_told_to_overwrite(bool overwrite, string subject)
    {
        var name = overwrite ? "nurture-7" : "nurture-6";
        await site.PublishTemplateAsync(name, part => part.Subject = "Ours");

        (await site.ImportAsync(Step($"\"{name}\"", overwrite ? "true" : "false"))).ShouldBeEmpty();

        (await PartsAsync(name)).Single(part => part.Locale is null).Subject.ShouldBe(subject);
        (await PartsAsync(name)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Names_the_template_that_does_not_exist_and_publishes_none()
    {
        var problem = (await site.ImportAsync(Step("\"nurture-5\", \"nurture-8\""))).ShouldHaveSingleItem();

        problem.ShouldStartWith("templates[1]: \"nurture-8\" is no ready template; there are birthday, cart-1, ");
        (await PartsAsync("nurture-5")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_the_field_of_the_wrong_kind()
    {
        (await site.ImportAsync("""{ "name": "AutomailReadyTemplates", "templates": "all" }""")).ShouldBe(["templates: is no list."]);
        (await site.ImportAsync(Step("\"nurture-5\"", "\"yes\""))).ShouldBe(["overwrite: is neither true nor false."]);
    }

    [Fact]
    public async Task Every_ready_template_is_there_in_two_languages_and_in_Liquid_that_Orchard_understands()
    {
        var problems = await site.WithAsync<MailRenderer, List<string>>(renderer => Task.FromResult(ReadyTemplates.All.Values.SelectMany(variants => variants)
            .SelectMany(template => renderer.Check(new MailTemplate
            {
                Name = template.Name,
                Version = "1",
                Subject = template.Subject,
                Preheader = template.Preheader,
                Purpose = template.Purpose,
                Html = template.Html,
            }).Select(problem => $"{template.Name} {template.Locale}, {problem.Part}: {problem.Message}")).ToList()));

        problems.ShouldBeEmpty();
        ReadyTemplates.All.Count.ShouldBe(23);
        ReadyTemplates.All.Values.ShouldAllBe(variants => variants.Count == 2 && variants[0].Locale == null && variants[1].Locale == "nl");
    }

    private static string Step(string templates, string overwrite = "false")
        => $$"""{ "name": "AutomailReadyTemplates", "templates": [ {{templates}} ], "overwrite": {{overwrite}} }""";

    private Task<List<EmailTemplatePart>> PartsAsync(string name)
        => site.InScopeAsync(async services =>
        {
            var items = await services.GetRequiredService<ISession>().Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Template && index.Published).ListAsync();
            return items.Select(item => item.TryGet<EmailTemplatePart>(out var part) ? part : null).OfType<EmailTemplatePart>().Where(part => part.Name == name).ToList();
        });
}
