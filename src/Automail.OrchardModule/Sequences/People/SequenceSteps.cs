using Automail.Engine;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Editing;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>The steps of a sequence's versions, in words.</summary>
internal sealed class SequenceSteps(StepWords words)
{
    private readonly Dictionary<(string, int), SequenceDefinition?> _definitions = [];

    /// <summary>A version; null when it is gone or cannot be read.</summary>
    public async Task<SequenceDefinition?> FindAsync(IUnitOfWork unit, string sequenceId, int version)
    {
        if (!_definitions.TryGetValue((sequenceId, version), out var definition))
        {
            _definitions[(sequenceId, version)] = definition = await unit.Sequences.GetAsync(sequenceId, version) is { } stored ? Read(stored.Json) : null;
        }

        return definition;
    }

    /// <summary>A step of a version in words; its id where the version is gone.</summary>
    public async Task<string> WordsAsync(IUnitOfWork unit, string sequenceId, int version, string stepId)
        => (await FindAsync(unit, sequenceId, version))?.AllSteps().FirstOrDefault(step => step.Id == stepId) is { } found ? words.Of(found) : stepId;

    /// <summary>Steps to choose from: ids, and ids with words.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Choice(IEnumerable<Step> steps) => [.. steps.Select(step => KeyValuePair.Create(step.Id, $"{step.Id}: {words.Of(step)}"))];

    /// <summary>The steps that stand after one; all of them for null.</summary>
    public static IEnumerable<Step> After(SequenceDefinition definition, string? stepId)
        => stepId is null ? definition.AllSteps() : definition.AllSteps().SkipWhile(step => step.Id != stepId).Skip(1);

    private static SequenceDefinition? Read(string json)
    {
        try
        {
            return SequenceReader.Read(json);
        }
        catch (FieldException)
        {
            return null;
        }
    }
}
