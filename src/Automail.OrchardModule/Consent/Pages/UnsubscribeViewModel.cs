namespace Automail.OrchardModule.Consent.Pages;

/// <summary>What the unsubscribe pages show.</summary>
public class UnsubscribeViewModel
{
    /// <summary>The token of the link.</summary>
    public string Token { get; set; } = "";

    /// <summary>The recipient's address, or null.</summary>
    public string? Email { get; set; }

    /// <summary>The purpose of the mail.</summary>
    public string Purpose { get; set; } = "";
}
