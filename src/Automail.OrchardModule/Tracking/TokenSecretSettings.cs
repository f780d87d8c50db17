namespace Automail.OrchardModule.Tracking;

/// <summary>The secret behind the links in mail, in the site settings.</summary>
public sealed class TokenSecretSettings
{
    /// <summary>The secret, protected by the site's data protection; null before the first start.</summary>
    public string? ProtectedSecret { get; set; }
}
