using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Display.ContentDisplay;
using OrchardCore.ContentManagement.Handlers;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>Sequences as content.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddScoped<SequenceReview>();
        services.AddScoped<SequenceItemStore>();
        services.AddScoped<SequenceGate>();
        services.AddScoped<FieldTexts>();
        services.AddScoped<SequenceLintTexts>();
        services.AddScoped<TimeWords>();
        services.AddScoped<StepWords>();
        services.AddScoped<SequenceWords>();
        services.AddScoped<StepNumberWords>();
        services.AddScoped<SequenceNumbers>();
        services.AddScoped<EditorModel>();
        services.AddDataMigration<SequenceContentMigrations>();
        services.AddScoped<IContentHandler, SequenceItemGate>();
        services.Configure<MvcOptions>(options => options.Filters.Add<ImportMessages>(ImportMessages.Order));
        services.AddContentPart<EmailSequencePart>().UseDisplayDriver<EmailSequencePartDriver>().AddHandler<EmailSequencePartHandler>();
    }
}
