using OrchardCore.ContentManagement;

namespace Automail.OrchardModule.Templates;

/// <summary>What stands around the bodies of e-mail templates, as a content item.</summary>
public sealed class EmailLayoutPart : ContentPart
{
    /// <summary>The name by which templates refer to it.</summary>
    public string Name { get; set; } = "";

    /// <summary>HTML that prints <c>{{ content }}</c>; Liquid.</summary>
    public string Html { get; set; } = "";
}
