using System.Text.Json;

namespace Automail.Cli;

/// <summary>Something wrong in a file that was given.</summary>
/// <param name="File">The path as it was given.</param>
/// <param name="Line">The line, from 1; 0 where there is none to name.</param>
/// <param name="Message">What is wrong; starts with the field's path where there is one.</param>
internal sealed record Problem(string File, int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";
}

/// <summary>Collects problems, so that one run tells them all; past a limit it only counts.</summary>
internal sealed class Problems
{
    private const int MaxKept = 100;
    private readonly List<Problem> _kept = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    public void Add(string file, int line, string message)
    {
        Count++;
        if (_kept.Count < MaxKept)
        {
            _kept.Add(new Problem(file, line, message));
        }
    }

    /// <exception cref="ProblemsException">There are any.</exception>
    public void ThrowIfAny()
    {
        if (Count > 0)
        {
            throw new ProblemsException(this);
        }
    }

    public async Task WriteAsync(Terminal terminal, bool json)
    {
        if (json)
        {
            await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(
                new { problems = _kept.Select(p => new { file = p.File, line = p.Line > 0 ? p.Line : (int?)null, message = p.Message }), count = Count },
                OutputJson.Options));
            return;
        }

        foreach (var problem in _kept)
        {
            await terminal.Error.WriteLineAsync(problem.ToString());
        }

        if (Count > _kept.Count)
        {
            await terminal.Error.WriteLineAsync($"… and {Count - _kept.Count} more.");
        }
    }
}

/// <summary>What was given has problems; nothing was done.</summary>
internal sealed class ProblemsException(Problems problems) : Exception($"{problems.Count} problems.")
{
    public Problems Problems => problems;
}
