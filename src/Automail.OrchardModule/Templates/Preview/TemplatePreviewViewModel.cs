namespace Automail.OrchardModule.Templates.Preview;

/// <summary>The preview below the editor of a template.</summary>
public class TemplatePreviewViewModel
{
    /// <summary>The prefix of the editor's fields.</summary>
    public string FieldPrefix { get; set; } = "";

    /// <summary>Whether a layout is edited.</summary>
    public bool IsLayout { get; set; }

    /// <summary>The content item that is edited.</summary>
    public string? ContentItemId { get; set; }

    /// <summary>Whether who edits may look for contacts.</summary>
    public bool MaySeeContacts { get; set; }

    /// <summary>The types of event to choose from.</summary>
    public IReadOnlyList<string> EventTypes { get; set; } = [];
}
