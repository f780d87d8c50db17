namespace Automail.Engine.Sequences.Lint;

/// <summary>Conditions that say the same of everybody.</summary>
internal static class Constants
{
    /// <summary>What the condition always is; null when that depends.</summary>
    public static bool? Of(string? condition) => condition switch
    {
        "true" => true,
        "false" or "nil" or "null" => false,
        _ => null,
    };
}
