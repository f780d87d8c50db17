namespace Automail.OrchardModule.Sequences.Archiving;

/// <summary>The question before a sequence goes into the archive, or comes out of it.</summary>
/// <param name="ContentItemId">The item.</param>
/// <param name="Name">Its title.</param>
/// <param name="IsArchived">Whether it is archived.</param>
/// <param name="Inside">How many people are inside.</param>
/// <param name="MayRemove">Whether who asks may take people out.</param>
internal sealed record ArchiveViewModel(string ContentItemId, string Name, bool IsArchived, int Inside, bool MayRemove);
