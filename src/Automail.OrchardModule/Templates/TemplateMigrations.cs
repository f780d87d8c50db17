using OrchardCore.ContentManagement.Metadata;
using OrchardCore.ContentManagement.Metadata.Settings;
using OrchardCore.Data.Migration;

namespace Automail.OrchardModule.Templates;

/// <summary>The content types of e-mail templates and their layouts.</summary>
internal sealed class TemplateMigrations(IContentDefinitionManager definitions) : DataMigration
{
    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await definitions.AlterPartDefinitionAsync(nameof(EmailTemplatePart), part => part
            .WithDisplayName("E-mail template")
            .WithDescription("Subject, texts and purpose of an e-mail."));
        await definitions.AlterTypeDefinitionAsync(TemplateTypes.Template, type => type
            .WithDisplayName("E-mail template")
            .WithDescription("An e-mail that journeys send.")
            .Creatable()
            .Listable()
            .Draftable()
            .Versionable()
            .Securable()
            .WithPart(nameof(EmailTemplatePart)));

        await definitions.AlterPartDefinitionAsync(nameof(EmailLayoutPart), part => part
            .WithDisplayName("E-mail layout")
            .WithDescription("What stands around the bodies of e-mail templates."));
        await definitions.AlterTypeDefinitionAsync(TemplateTypes.Layout, type => type
            .WithDisplayName("E-mail layout")
            .WithDescription("The frame around e-mail templates: head, foot and style.")
            .Creatable()
            .Listable()
            .Draftable()
            .Versionable()
            .Securable()
            .WithPart(nameof(EmailLayoutPart)));
        return 1;
    }
}
