namespace Automail.OrchardModule.Storage;

/// <summary>The YesSql collection that holds all of Automail's documents, so that the site's own tables stay small.</summary>
internal static class AutomailCollection
{
    public const string Name = "Automail";
}
