using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.Tracking;
using Automail.OrchardModule.Delivery.Webhooks;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tracking;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Contents.Deployment;
using OrchardCore.Deployment;
using OrchardCore.Deployment.Steps;
using OrchardCore.Entities;
using OrchardCore.Settings;
using OrchardCore.Settings.Deployment;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Stories;

/// <summary>What a site signs with stays on it: no deployment plan has it, whatever is in the plan, and no package changes what another site signs with.</summary>
public sealed class SecretsStayStory(DeploymentStory.FirstSite first, DeploymentStory.SecondSite second)
    : IClassFixture<DeploymentStory.FirstSite>, IClassFixture<DeploymentStory.SecondSite>
{
    private static readonly string[] AllSettings =
    [
        "BaseUrl", "Calendar", "MaxPagedCount", "MaxPageSize", "PageSize", "ResourceDebugMode", "SiteName", "PageTitleFormat", "SiteSalt", "SuperUser", "TimeZoneId", "UseCdn", "CdnBaseUrl", "AppendVersion", "HomeRoute",
        "CacheMode",
    ];

    private const string Hook = "https://crm.example/hooks/stay";

    [Fact]
    public async Task A_plan_with_all_that_there_is_holds_no_secret_and_changes_none()
    {
        // Of a secret that was replaced there are two.
        await first.WithAsync<WebhookSecrets, bool>(async secrets =>
        {
            await secrets.RotateAsync();
            return true;
        });
        await first.WithAsync<WebhookSecrets, bool>(async secrets =>
        {
            await secrets.SetHostsAsync(["crm.first.internal"]);
            return true;
        });
        (await first.ImportAsync($$"""{ "name": "AutomailSequences", "sequences": [ { "id": "stay", "trigger": { "manual": true }, "steps": [ { "id": "h", "webhook": "{{Hook}}" } ] } ] }""")).ShouldBeEmpty();
        var (secret, kept) = (await SecretsAsync(first), await SecretsAsync(second));
        secret.Where(one => one.Length < 20).ShouldBeEmpty();
        secret.Count.ShouldBe(6, "two of the webhooks and one of the links, as they are and as they are kept");
        var link = await second.WithAsync<ITokenProtector, string>(tokens => Task.FromResult(tokens.Protect(new TokenContent(TokenKind.Click, new string('a', 32), "https://shop.example/"))));
        var package = Directory.CreateTempSubdirectory("automail-package-");
        try
        {
            await ExportAsync(package.FullName);
            var recipe = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(package.FullName, "Recipe.json"), AdminBrowser.Token))!;
            var names = recipe["steps"]!.AsArray().Select(step => step!["name"]!.GetValue<string>()).ToList();
            foreach (var name in (string[])["Settings", "AutomailSettings", "AutomailSequences", "Content", "ContentDefinition", "Roles", "Users", "WorkflowType", "deployment", "Feature"])
            {
                names.ShouldContain(name);
            }

            recipe.ToJsonString().ShouldContain(Hook);
            foreach (var file in Directory.EnumerateFiles(package.FullName, "*", SearchOption.AllDirectories))
            {
                var text = (await File.ReadAllTextAsync(file, Encoding.UTF8, AdminBrowser.Token)).Replace("\\u002B", "+", StringComparison.OrdinalIgnoreCase);
                foreach (var one in (string[])[.. secret, nameof(WebhookSiteSettings), nameof(TokenSecretSettings), "ProtectedSecret", "ProtectedFormer", WebhookSecret.Prefix, "crm.first.internal"])
                {
                    text.ShouldNotContain(one, Case.Insensitive, file);
                }
            }

            (await second.ImportPackageAsync(package.FullName)).ShouldBeEmpty();
        }
        finally
        {
            package.Delete(recursive: true);
        }

        (await second.FindPlanAsync("stay")).ShouldNotBeNull("the package was taken in");
        (await SecretsAsync(second)).ShouldBe(kept);
        (await SecretsAsync(first)).ShouldBe(secret);
        (await second.WithAsync<IWebhookSettings, WebhookSettings>(async settings => await settings.GetAsync())).OwnHosts.ShouldBeEmpty();
        (await second.WithAsync<ITokenProtector, TokenContent?>(tokens => Task.FromResult(tokens.Unprotect(link)))).ShouldNotBeNull().Url.ShouldBe("https://shop.example/");
    }

    /// <summary>Every secret of Automail's on a site, as it is and as it is kept.</summary>
    private static Task<IReadOnlyList<string>> SecretsAsync(Site site) => site.InScopeAsync<IReadOnlyList<string>>(async services =>
    {
        var settings = await services.GetRequiredService<ISiteService>().GetSiteSettingsAsync();
        var (webhooks, links) = (settings.GetOrCreate<WebhookSiteSettings>(), settings.GetOrCreate<TokenSecretSettings>());
        var protection = services.GetRequiredService<IDataProtectionProvider>();
        var (webhook, link) = (protection.CreateProtector("Automail.Delivery.WebhookSecret"), protection.CreateProtector("Automail.Tracking.TokenSecret"));
        string?[] known = [webhooks.ProtectedSecret, webhooks.ProtectedFormer];
        return [.. known.OfType<string>().SelectMany(text => new[] { text, webhook.Unprotect(text) }), links.ProtectedSecret!, link.Unprotect(links.ProtectedSecret!)];
    });

    /// <summary>Steps of which somebody chooses what is in them take all, and lists that nobody has filled are empty.</summary>
    private static void ChooseAll(DeploymentStep step)
    {
        foreach (var property in step.GetType().GetProperties().Where(property => property.CanWrite))
        {
            if (property.Name is "IncludeAll" or "ExportAll")
            {
                property.SetValue(step, true);
            }
            else if (property.PropertyType == typeof(string[]) && property.GetValue(step) is null)
            {
                property.SetValue(step, Array.Empty<string>());
            }
        }
    }

    /// <summary>Exports with every step that a plan can have here, but for those that hold only what their author typed.</summary>
    private async Task ExportAsync(string folder)
    {
        var plan = await first.InScopeAsync(async services =>
        {
            var plan = new DeploymentPlan { Name = "all that there is" };
            foreach (var factory in services.GetServices<IDeploymentStepFactory>())
            {
                var step = factory.Create();
                step.Id = factory.Name;
                switch (step)
                {
                    case CustomFileDeploymentStep or JsonRecipeDeploymentStep or RecipeFileDeploymentStep:
                        continue;
                    case ContentDeploymentStep contents:
                        contents.ContentTypes = [TemplateTypes.Layout, TemplateTypes.Template, SequenceTypes.Sequence];
                        break;
                    case SiteSettingsDeploymentStep settings:
                        settings.Settings = AllSettings;
                        break;
                }

                ChooseAll(step);
                plan.DeploymentSteps.Add(step);
            }

            var session = services.GetRequiredService<ISession>();
            await session.SaveAsync(plan);
            await session.FlushAsync();
            return plan.Id;
        });
        using var admin = await AdminBrowser.AdminAsync(first);

        using var response = await admin.PostAsync($"/Admin/DeploymentPlan/Display/{plan}", $"/Admin/DeploymentPlan/ExportFile/Execute/{plan}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await ZipFile.ExtractToDirectoryAsync(await response.Content.ReadAsStreamAsync(AdminBrowser.Token), folder, AdminBrowser.Token);
    }
}
