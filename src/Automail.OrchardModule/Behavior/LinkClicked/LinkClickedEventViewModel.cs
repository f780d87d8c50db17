namespace Automail.OrchardModule.Behavior.LinkClicked;

/// <summary>The form of the trigger.</summary>
public class LinkClickedEventViewModel
{
    /// <summary>The addresses that count; empty for every link.</summary>
    public string? Pattern { get; set; }

    /// <summary>The template whose links count; empty for every template.</summary>
    public string? Template { get; set; }
}
