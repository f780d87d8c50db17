namespace Automail.OrchardModule.Templates;

/// <summary>The editor of a layout.</summary>
public class EmailLayoutPartViewModel
{
    /// <summary>The name by which templates refer to it.</summary>
    public string? Name { get; set; }

    /// <summary>HTML that prints the content.</summary>
    public string? Html { get; set; }
}
