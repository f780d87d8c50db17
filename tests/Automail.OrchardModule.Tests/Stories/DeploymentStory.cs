using System.IO.Compression;
using System.Net;
using Automail.Engine.Flow;
using Automail.OrchardModule.Behavior.UserRegistered;
using Automail.OrchardModule.Delivery.SendTemplatedEmail;
using Automail.OrchardModule.Delivery.Settings;
using Automail.OrchardModule.Delivery.Settings.Deploying;
using Automail.OrchardModule.Sequences.Deploying;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using OrchardCore.Contents.Deployment;
using OrchardCore.Deployment;
using OrchardCore.Environment.Shell;
using OrchardCore.Features.Deployment;
using OrchardCore.Workflows.Deployment;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Stories;

/// <summary>What was made on one site goes by a deployment plan to another one, and works there.</summary>
public sealed class DeploymentStory(DeploymentStory.FirstSite first, DeploymentStory.SecondSite second)
    : IClassFixture<DeploymentStory.FirstSite>, IClassFixture<DeploymentStory.SecondSite>
{
    private const string Password = "s3cret-of-the-server";

    private static readonly string Sequence = """
        { "id": "deployed-series", "name": "Größe <b>", "purpose": "transactional", "trigger": { "event": "deployed.joined", "if": "event.total >= 20" },
          "steps": [ { "id": "m1", "send": "deployed-welcome" } ] }
        """;

    private const string Written = "{\r\n\t\"id\" : \"deployed-written\", /* Größe <b> */\n  \"purpose\":\"transactional\",\"trigger\":{\"event\":\"deployed.written\"},\n\n\"steps\": [ {\"id\":\"m1\",\"send\":\"deployed-welcome\"}, ] }";

    [Fact]
    public async Task Features_templates_layouts_workflows_sequences_and_settings_go_from_site_to_site()
    {
        await MakeAsync();
        var package = Directory.CreateTempSubdirectory("automail-package-");
        try
        {
            await ExportAsync(package.FullName);
            var recipe = await File.ReadAllTextAsync(Path.Combine(package.FullName, "Recipe.json"), AdminBrowser.Token);
            recipe.ShouldNotContain(Password);
            recipe.ShouldNotContain("Password");

            (await second.ImportPackageAsync(package.FullName)).ShouldBeEmpty();
        }
        finally
        {
            package.Delete(recursive: true);
        }

        (await FeaturesAsync(second)).ShouldContain("OrchardCore.Markdown");
        await WelcomesAsync();
        var series = (await second.WithAsync<SequenceCatalog, Engine.Sequences.SequencePlan?>(catalog => Task.FromResult(catalog.Current.GetValueOrDefault("deployed-series")))).ShouldNotBeNull();
        (series.Version, series.Definition.Name, series.Definition.Trigger.If).ShouldBe((1, "Größe <b>", "event.total >= 20"));
        var written = (await second.FindSequenceItemAsync("Written by hand")).ShouldNotBeNull();
        (await second.DefinitionOfAsync(written.ContentItemId)).ShouldBe(Written, "letter by letter");
        (await second.FindPlanAsync("deployed-written")).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.Plan.Definition.Name.ShouldBe("Written by hand"), found => found.Plan.Version.ShouldBe(1), found => found.Admits.ShouldBeTrue());
        var options = await second.WithAsync<AutomailSettingsReader, AutomailOptions>(async reader => await reader.GetAsync());
        (options.FromAddress, options.PostalAddress, options.CartIdle).ShouldBe(("hello@shop.example", "Main Street 1", TimeSpan.FromMinutes(90)));
        (options.Smtp!.Host, options.Smtp.UserName, options.Smtp.Password).ShouldBe(("mail.shop.example", "account", null));
    }

    [Fact]
    public async Task The_editor_of_plans_offers_both_steps_to_whoever_may_manage_plans()
    {
        var plan = await AddPlanAsync("offered", new AutomailSequencesDeploymentStep { Id = "1" }, new AutomailSettingsDeploymentStep { Id = "2" });
        using var admin = await AdminBrowser.AdminAsync(first);
        using var clerk = await AdminBrowser.ClerkAsync(first, "deployer");

        var page = await admin.TextAsync($"/Admin/DeploymentPlan/Display/{plan}");
        var sequences = await admin.TextAsync($"/Admin/DeploymentPlan/{plan}/Step/Create?type={nameof(AutomailSequencesDeploymentStep)}");
        var settings = await admin.TextAsync($"/Admin/DeploymentPlan/{plan}/Step/Create?type={nameof(AutomailSettingsDeploymentStep)}");
        using var refused = await clerk.GetAsync($"/Admin/DeploymentPlan/{plan}/Step/Create?type={nameof(AutomailSettingsDeploymentStep)}");

        page.ShouldContain("<h5>Automail sequences</h5>");
        page.ShouldContain("<h4 class=\"card-title\">Automail settings</h4>");
        sequences.ShouldContain("Adds the latest version of every sequence.");
        settings.ShouldContain("The password of the mail server is never exported.");
        refused.StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    private async Task MakeAsync()
    {
        await first.InScopeAsync(async services =>
        {
            var features = services.GetRequiredService<IShellFeaturesManager>();
            await features.EnableFeaturesAsync((await features.GetAvailableFeaturesAsync()).Where(feature => feature.Id == "OrchardCore.Markdown"), force: true);
        });
        await first.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var layout = await contents.NewAsync(TemplateTypes.Layout);
            layout.Alter<EmailLayoutPart>(part => (part.Name, part.Html) = ("deployed-frame", "<html><body><h1>Frame</h1>{{ content }}</body></html>"));
            await contents.CreateAsync(layout, VersionOptions.Published);
        });
        await first.PublishTemplateAsync("deployed-welcome", part => (part.Subject, part.Layout) = ("Welcome {{ contact.name }}", "deployed-frame"));
        await first.PublishTemplateAsync("deployed-welcome", part => (part.Subject, part.Locale) = ("Welkom {{ contact.name }}", "nl"));
        await first.AddSequenceAsync("Written by hand", Written);
        await first.SaveAsync(new FlowBuilder("deployedflow", "Welcome").Start<UserRegisteredEvent>("a1")
            .Then<SendTemplatedEmailTask>("a2", new { Template = "deployed-welcome", Purpose = "transactional" }).Build());
        (await first.ImportAsync(
            $$"""{ "name": "AutomailSequences", "sequences": [ {{Sequence}} ] }""",
            $$"""
            { "name": "AutomailSettings", "Host": "mail.shop.example", "UserName": "account", "Password": "{{Password}}", "FromAddress": "hello@shop.example", "PostalAddress": "Main Street 1",
              "CartIdle": "01:30:00" }
            """)).ShouldBeEmpty();
    }

    private async Task ExportAsync(string folder)
    {
        var plan = await AddPlanAsync(
            "everything",
            new AllFeaturesDeploymentStep { Id = "1", IgnoreDisabledFeatures = true },
            new ContentDeploymentStep { Id = "2", ContentTypes = [TemplateTypes.Layout, TemplateTypes.Template, SequenceTypes.Sequence] },
            new AllWorkflowTypeDeploymentStep { Id = "3" },
            new AutomailSequencesDeploymentStep { Id = "4" },
            new AutomailSettingsDeploymentStep { Id = "5" });
        using var admin = await AdminBrowser.AdminAsync(first);

        using var response = await admin.PostAsync($"/Admin/DeploymentPlan/Display/{plan}", $"/Admin/DeploymentPlan/ExportFile/Execute/{plan}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await ZipFile.ExtractToDirectoryAsync(await response.Content.ReadAsStreamAsync(AdminBrowser.Token), folder, AdminBrowser.Token);
    }

    private Task<long> AddPlanAsync(string name, params DeploymentStep[] steps) => first.WithAsync<ISession, long>(async session =>
    {
        var plan = new DeploymentPlan { Name = name };
        plan.DeploymentSteps.AddRange(steps);
        await session.SaveAsync(plan);
        await session.FlushAsync();
        return plan.Id;
    });

    private async Task WelcomesAsync()
    {
        await second.HappensAsync("user.registered", "eve@second.example", new { email = "eve@second.example", name = "Eve" });
        await second.HappensAsync("user.registered", "bob@second.example", new { email = "bob@second.example", name = "Bob", locale = "nl-BE" });
        await second.SweepAsync();

        var eve = second.MailTo("eve@second.example").ShouldHaveSingleItem();
        eve.Subject.ShouldBe("Welcome Eve");
        eve.HtmlBody.ShouldNotBeNull().ShouldContain(">Frame</h1>");
        second.MailTo("bob@second.example").ShouldHaveSingleItem().Subject.ShouldBe("Welkom Bob");
    }

    private static Task<IEnumerable<string>> FeaturesAsync(Site site) => site.WithAsync<IShellFeaturesManager, IEnumerable<string>>(
        async manager => (await manager.GetEnabledFeaturesAsync()).Select(feature => feature.Id));

    /// <summary>Where it was made.</summary>
    public sealed class FirstSite : Site;

    /// <summary>Where it goes.</summary>
    public sealed class SecondSite : Site;
}
