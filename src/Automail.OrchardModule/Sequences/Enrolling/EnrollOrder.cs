using Automail.Engine.Behavior;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>Whom an operator puts into a sequence.</summary>
internal enum EnrollSource
{
    /// <summary>One contact.</summary>
    Contact,

    /// <summary>Everybody for whom a condition holds, or everybody.</summary>
    Filter,

    /// <summary>The people of a file.</summary>
    File,
}

/// <summary>Putting many people into a sequence: who, when, and how far it is.</summary>
internal sealed record EnrollOrder
{
    public required EnrollSource Source { get; init; }

    /// <summary>Who decided: an account's name.</summary>
    public required string By { get; init; }

    /// <summary>Why; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Of <see cref="EnrollSource.Contact"/>: who.</summary>
    public string? ContactId { get; init; }

    /// <summary>Of <see cref="EnrollSource.Filter"/>: what has to hold; empty for everybody.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Of <see cref="EnrollSource.File"/>: how many <see cref="EnrollPart"/>s are kept of it.</summary>
    public int Parts { get; init; }

    /// <summary>The first lines of the file that cannot be used.</summary>
    public IReadOnlyList<ContactFileProblem> Problems { get; init; } = [];

    public int ProblemCount { get; init; }

    /// <summary>The columns that are left out.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>The first lines that call nobody who is known.</summary>
    public IReadOnlyList<UnknownLine> Unknown { get; init; } = [];

    public int UnknownCount { get; init; }

    /// <summary>How many were found when it was counted.</summary>
    public int Found { get; init; }

    /// <summary>How many of them might enter then.</summary>
    public int MayEnter { get; init; }

    /// <summary>How many might not, by reason.</summary>
    public IReadOnlyDictionary<string, int> KeptOutBefore { get; init; } = new Dictionary<string, int>();

    /// <summary>The ids of the first who might.</summary>
    public IReadOnlyList<string> First { get; init; } = [];

    /// <summary>Over how long the entries are spread.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>Whether people of the file who are not known become contacts.</summary>
    public bool CreatesUnknown { get; init; }

    /// <summary>Whether what the file says of people is written to them.</summary>
    public bool WritesData { get; init; }

    /// <summary>When it was confirmed, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Whether everybody has a time at which to enter.</summary>
    public bool IsPlanned { get; init; }

    /// <summary>How many have.</summary>
    public int Planned { get; init; }

    /// <summary>How many of them have come up.</summary>
    public int Handled { get; init; }

    /// <summary>How many did not enter, by reason.</summary>
    public IReadOnlyDictionary<string, int> KeptOut { get; init; } = new Dictionary<string, int>();

    /// <summary>Counts reasons.</summary>
    public static IReadOnlyDictionary<string, int> Plus(IReadOnlyDictionary<string, int> counts, IEnumerable<string> reasons)
    {
        var sum = new SortedDictionary<string, int>(counts.ToDictionary(), StringComparer.Ordinal);
        foreach (var reason in reasons)
        {
            sum[reason] = sum.GetValueOrDefault(reason) + 1;
        }

        return sum;
    }
}

/// <summary>A line of a file that calls nobody who is known.</summary>
internal sealed record UnknownLine(int Line, string Subject);

/// <summary>Lines of a file, kept until the work on it has ended.</summary>
/// <param name="WorkId">The work.</param>
/// <param name="Number">Which part, from 0.</param>
/// <param name="Lines">The lines.</param>
internal sealed record EnrollPart(string WorkId, int Number, IReadOnlyList<ContactFileLine> Lines)
{
    /// <summary>So many lines are in each part but the last.</summary>
    public const int Size = 500;

    public static string IdOf(string workId, int number) => $"{workId}/{number}";
}

/// <summary>Reasons for which somebody did not enter, besides those of <see cref="Engine.Flow.EntryReasons"/> and of the gate.</summary>
internal static class EnrollReasons
{
    /// <summary>The contact is gone.</summary>
    public const string Gone = "gone";

    /// <summary>The line calls nobody who is known.</summary>
    public const string Unknown = "unknown";

    /// <summary>What the line says contradicts what is known.</summary>
    public const string Refused = "refused";

    /// <summary>It failed, again and again.</summary>
    public const string Failed = "failed";
}
