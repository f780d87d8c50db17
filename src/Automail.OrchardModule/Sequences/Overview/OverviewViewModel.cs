namespace Automail.OrchardModule.Sequences.Overview;

/// <summary>The sequences that run on a site.</summary>
/// <param name="Rows">By name.</param>
/// <param name="MayAdopt">Whether who looks may make content items of those that have none.</param>
internal sealed record OverviewViewModel(IReadOnlyList<OverviewRow> Rows, bool MayAdopt);

/// <summary>A sequence.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its latest version.</param>
/// <param name="Inside">How many people are inside, in any version.</param>
/// <param name="Admits">Whether it lets anybody in.</param>
/// <param name="ContentItemId">The item in which it is edited; null when it came without one.</param>
/// <param name="MayEdit">Whether who looks may edit that.</param>
internal sealed record OverviewRow(string Id, string Name, int Version, int Inside, bool Admits, string? ContentItemId, bool MayEdit);
