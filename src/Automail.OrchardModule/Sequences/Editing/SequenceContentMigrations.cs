using OrchardCore.ContentManagement.Metadata;
using OrchardCore.ContentManagement.Metadata.Settings;
using OrchardCore.Data.Migration;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>The content type of sequences.</summary>
internal sealed class SequenceContentMigrations(IContentDefinitionManager definitions) : DataMigration
{
    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await definitions.AlterPartDefinitionAsync(nameof(EmailSequencePart), part => part
            .WithDisplayName("E-mail sequence")
            .WithDescription("Who enters, what they are sent and when."));
        await definitions.AlterTypeDefinitionAsync(SequenceTypes.Sequence, type => type
            .WithDisplayName("E-mail sequence")
            .WithDescription("A series of e-mails, each at its moment.")
            .Creatable()
            .Listable()
            .Draftable()
            .Versionable()
            .Securable()
            .WithPart("TitlePart", part => part.WithPosition("0"))
            .WithPart(nameof(EmailSequencePart), part => part.WithPosition("1")));
        return 1;
    }
}
