using Automail.Engine.Flow;

namespace Automail.OrchardModule.Consent.Pages;

/// <summary>What the preference page shows.</summary>
public class PreferencesViewModel
{
    /// <summary>The token of the link.</summary>
    public string Token { get; set; } = "";

    /// <summary>The purposes.</summary>
    public IReadOnlyList<Preference> Preferences { get; set; } = [];

    /// <summary>Whether they were saved just now.</summary>
    public bool Saved { get; set; }
}
