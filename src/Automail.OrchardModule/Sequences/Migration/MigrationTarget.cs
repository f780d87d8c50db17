using System.Security.Cryptography;
using System.Text;
using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Sequences.Editing;
using OrchardCore.ContentManagement;

namespace Automail.OrchardModule.Sequences.Migration;

/// <summary>The version to which people may move: the draft, once it is published, or else the latest.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Json">Its definition.</param>
/// <param name="Definition">The same, read.</param>
/// <param name="Draft">The item that is to be published first; null when the version is there.</param>
internal sealed record MigrationTarget(int Version, string Json, SequenceDefinition Definition, ContentItem? Draft)
{
    /// <summary>Tells one definition from another.</summary>
    public string Fingerprint => FingerprintOf(Json);

    public static string FingerprintOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 16));
}

/// <summary>Finds the version to which people may move.</summary>
internal sealed class MigrationTargets(SequenceCatalog catalog, SequenceItemStore items, SequenceGate gate, IContentManager contents, IAutomailStore store)
{
    /// <summary>The version, and what forbids to publish a draft that is left aside for that; null when there is no such sequence.</summary>
    public async Task<(MigrationTarget Target, IReadOnlyList<SequenceProblem> Problems)?> FindAsync(string sequenceId)
    {
        if (!catalog.Current.TryGetValue(sequenceId, out var latest)
            || await store.ReadAsync(unit => unit.Sequences.GetAsync(sequenceId, latest.Version)) is not { } stored)
        {
            return null;
        }

        var published = new MigrationTarget(latest.Version, stored.Json, latest.Definition, null);
        if (await items.ItemOfAsync(sequenceId) is not { } id
            || await contents.GetAsync(id, VersionOptions.Latest) is not { Published: false } draft
            || !draft.TryGet<EmailSequencePart>(out var part))
        {
            return (published, []);
        }

        var problems = (await gate.ProblemsAsync(draft, part.Definition)).Where(problem => problem.IsError).ToList();
        if (problems.Count > 0)
        {
            return (published, problems);
        }

        var json = EmailSequencePartHandler.Named(part);
        return VersionDifference.Between(stored.Json, json).IsEmpty ? (published, []) : (new MigrationTarget(latest.Version + 1, json, SequenceReader.Read(json), draft), []);
    }
}
