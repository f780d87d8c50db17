namespace Automail.Engine.Sequences;

/// <summary>A mistake in a definition.</summary>
/// <param name="Error">The field and what is wrong with it.</param>
/// <param name="IsDuplicateId">Whether a step's id stands there for the second time.</param>
internal sealed record DefinitionMistake(FieldException Error, bool IsDuplicateId);

/// <summary>
/// Goes along while a definition is read. Who wants to run the definition stops at the first mistake; who shows its author what is wrong with it collects them all.
/// </summary>
/// <param name="stopsAtOnce">Whether the first mistake is thrown.</param>
internal sealed class ReadingLog(bool stopsAtOnce)
{
    private readonly List<DefinitionMistake> _mistakes = [];
    private readonly Dictionary<Step, string> _paths = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is wrong, in the order of reading.</summary>
    public IReadOnlyList<DefinitionMistake> Mistakes => _mistakes;

    /// <summary>Where a step stands, such as <c>steps[2].then[0]</c>.</summary>
    public string PathOf(Step step) => _paths[step];

    /// <summary>Notes where a step stands.</summary>
    public Step Place(Step step, string path)
    {
        _paths[step] = path;
        return step;
    }

    /// <summary>Notes a mistake, or throws it.</summary>
    public void Add(FieldException error, bool isDuplicateId = false)
    {
        if (stopsAtOnce)
        {
            throw error;
        }

        _mistakes.Add(new DefinitionMistake(error, isDuplicateId));
    }

    /// <summary>Reads a part; null when there is a mistake in it and reading goes on.</summary>
    public T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FieldException error) when (!stopsAtOnce)
        {
            Add(error);
            return default;
        }
    }
}
