using Automail.Engine.Templates;
using Automail.OrchardModule.Templates.LatestContent;
using Automail.OrchardModule.Templates.Lint;
using Automail.OrchardModule.Templates.Preview;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Display.ContentDisplay;
using OrchardCore.ContentManagement.Handlers;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;
using OrchardCore.Recipes;

namespace Automail.OrchardModule.Templates;

/// <summary>What mails are made of.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<ILiquid, OrchardLiquid>();
        services.AddSingleton<TemplateCatalog>();
        services.AddSingleton<ITemplateSource>(provider => provider.GetRequiredService<TemplateCatalog>());
        services.AddScoped<RawOutput>();
        services.AddScoped<TemplateValidator>();
        services.AddScoped<LayoutStore>();
        services.AddScoped<TemplateLinter>();
        services.AddScoped<LintTexts>();
        services.AddScoped<FindingTexts>();
        services.AddScoped<TemplatePreview>();
        services.AddScoped<PreviewPanel>();
        services.AddScoped<PublishGate>();
        services.AddScoped<IContentHandler>(provider => provider.GetRequiredService<PublishGate>());
        services.AddScoped<IContentHandler, TemplateChanges>();
        services.AddSingleton<LatestContentCache>();
        services.AddScoped<LatestContentModel>();
        services.AddScoped<LatestContentStore>();
        services.AddScoped<IContentHandler, LatestContentChanges>();
        services.AddScoped<ReadyTemplateStore>();
        services.AddRecipeExecutionStep<ReadyTemplatesStep>();
        services.AddDataMigration<TemplateMigrations>();
        services.AddContentPart<EmailTemplatePart>().UseDisplayDriver<EmailTemplatePartDriver>().AddHandler<EmailTemplatePartHandler>();
        services.AddContentPart<EmailLayoutPart>().UseDisplayDriver<EmailLayoutPartDriver>().AddHandler<EmailLayoutPartHandler>();
    }
}
