namespace Automail.Engine.Sequences.Migration;

/// <summary>What happens to those who are inside of a version.</summary>
public enum PeopleAnswer
{
    /// <summary>They go on with their version to its end.</summary>
    Stay,

    /// <summary>They go on with the other version.</summary>
    Move,

    /// <summary>They are taken out.</summary>
    Exit,
}

/// <summary>What happens to the people of one version.</summary>
/// <param name="Version">The version on which they are.</param>
/// <param name="Answer">What happens to those who are inside.</param>
public sealed record VersionAnswer(int Version, PeopleAnswer Answer)
{
    /// <summary>
    /// Where those go on who stand at a step, by the step's id; null takes them out. A step that is not named goes on with itself where the other version has it, else as <see cref="MigrationProposal"/> says.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Steps { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether those who came to the end of this version go on with what was added behind it.</summary>
    public bool OffersAdded { get; init; }
}

/// <summary>How people move from earlier versions of a sequence to another one. Who is not named stays.</summary>
/// <param name="SequenceId">The sequence.</param>
/// <param name="ToVersion">The version to which they move.</param>
/// <param name="Versions">What happens to whom; each version once.</param>
public sealed record MigrationPlan(string SequenceId, int ToVersion, IReadOnlyList<VersionAnswer> Versions)
{
    /// <summary>The answer for a version; null where nothing is said.</summary>
    public VersionAnswer? For(int version) => Versions.FirstOrDefault(answer => answer.Version == version);

    /// <summary>The plan with a place for every step of a version that moves.</summary>
    /// <param name="find">Finds a version of the sequence; null when it is not there or cannot be read.</param>
    /// <exception cref="FieldException">A version is unknown or stands twice, or a step is; the field says which, such as <c>versions[3].steps.w2</c>.</exception>
    internal async Task<MigrationPlan> CompleteAsync(Func<int, ValueTask<SequencePlan?>> find)
    {
        if (await find(ToVersion) is not { } target)
        {
            throw new FieldException("toVersion", $"there is no version {ToVersion} of the sequence '{SequenceId}'.");
        }

        var complete = new List<VersionAnswer>();
        foreach (var answer in Versions)
        {
            var field = $"versions[{answer.Version}]";
            var from = await find(answer.Version);
            if (answer.Version == ToVersion || complete.Exists(other => other.Version == answer.Version))
            {
                throw new FieldException(field, answer.Version == ToVersion ? "is the version to which people move." : "stands twice.");
            }

            if (from is null && (answer.Answer == PeopleAnswer.Move || answer.OffersAdded))
            {
                throw new FieldException(field, $"there is no version {answer.Version} of the sequence '{SequenceId}' that can be read.");
            }

            complete.Add(answer.Answer == PeopleAnswer.Move ? Complete(answer, from!, target, field) : answer with { Steps = new Dictionary<string, string?>() });
        }

        return this with { Versions = complete };
    }

    private static VersionAnswer Complete(VersionAnswer answer, SequencePlan from, SequencePlan target, string field)
    {
        foreach (var (step, to) in answer.Steps)
        {
            if (from.Find(step) is null)
            {
                throw new FieldException($"{field}.steps", $"version {from.Version} has no step '{step}'.");
            }

            if (to is not null && target.Find(to) is null)
            {
                throw new FieldException($"{field}.steps.{step}", $"version {target.Version} has no step '{to}'.");
            }
        }

        var steps = MigrationProposal.Steps(from.Definition, target.Definition).ToDictionary(StringComparer.Ordinal);
        foreach (var (step, to) in answer.Steps)
        {
            steps[step] = to;
        }

        return answer with { Steps = steps };
    }
}
