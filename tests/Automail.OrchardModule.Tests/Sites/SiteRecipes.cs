using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using OrchardCore.Deployment.Services;
using OrchardCore.Recipes.Models;

namespace Automail.OrchardModule.Tests.Sites;

/// <summary>Recipes on a site.</summary>
internal static class SiteRecipes
{
    /// <summary>Takes a recipe of these steps in, as the page for imports does.</summary>
    /// <returns>What the step that failed said or threw; empty when all is done.</returns>
    public static async Task<IReadOnlyList<string>> ImportAsync(this Site site, params string[] steps)
    {
        var folder = Directory.CreateTempSubdirectory("automail-recipe-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Recipe.json"), $$"""{ "name": "test", "steps": [ {{string.Join(",", steps)}} ] }""");
            return await site.ImportPackageAsync(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Takes a package in: the folder that a deployment plan was exported to.</summary>
    /// <returns>What the step that failed said or threw; empty when all is done.</returns>
    public static async Task<IReadOnlyList<string>> ImportPackageAsync(this Site site, string folder)
    {
        using var files = new PhysicalFileProvider(folder);
        try
        {
            await site.InScopeAsync(services => services.GetRequiredService<IDeploymentManager>().ImportDeploymentPackageAsync(files));
            return [];
        }
        catch (RecipeExecutionException e)
        {
            return [.. e.StepResult.Errors, .. e.InnerException is { } thrown ? [thrown.ToString()] : (string[])[]];
        }
    }
}
