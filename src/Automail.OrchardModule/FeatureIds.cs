namespace Automail.OrchardModule;

/// <summary>The ids of the manifest's features.</summary>
public static class FeatureIds
{
    /// <summary>The base feature. Equal to the assembly's name, so that types without <c>[Feature]</c> belong to it.</summary>
    public const string Automail = "Automail.OrchardModule";
}
