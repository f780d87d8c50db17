using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Delivery.SendTest;

/// <summary>The form of the test mail, and its result.</summary>
public class SendTestViewModel
{
    /// <summary>The recipient.</summary>
    public string? To { get; set; }

    /// <summary>Whether it worked; null before it was tried.</summary>
    [BindNever]
    public bool? Succeeded { get; set; }

    /// <summary>What the server, or the disk, answered.</summary>
    [BindNever]
    public string? Answer { get; set; }

    /// <summary>The server or folder; null when no server is set.</summary>
    [BindNever]
    public string? Way { get; set; }

    /// <summary>Whether mail goes into a folder.</summary>
    [BindNever]
    public bool IsPickup { get; set; }
}
