using System.Globalization;
using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>The numbers of a sequence in words of the reader's language.</summary>
/// <param name="Inside">Those who are inside, with their versions; empty for nobody.</param>
/// <param name="Left">Those who have left before the end, with their versions; empty for nobody.</param>
/// <param name="Since">From when on who went on from steps is counted, where people were inside before that; empty where all was counted.</param>
/// <param name="Versions">The versions that have numbers, newest first.</param>
/// <param name="BySteps">What there is to say at each step, by version (empty for all of them) and by the step's id, in lines.</param>
internal sealed record NumbersInWords(string Inside, string Left, string Since, IReadOnlyList<int> Versions, Dictionary<string, Dictionary<string, IReadOnlyList<string>>> BySteps)
{
    public static readonly NumbersInWords None = new("", "", "", [], []);
}

/// <summary>How many people are where in a sequence, and what happened at its steps.</summary>
internal sealed class SequenceNumbers(IUnitOfWork unit, SequenceCatalog catalog, StepNumberWords steps, TimeWords words, IStringLocalizer<SequenceNumbers> localizer)
{
    /// <summary>So many versions, the newest, can be looked at one by one; all of them together always can.</summary>
    private const int MaxVersions = 20;

    private readonly IStringLocalizer S = localizer;

    /// <summary>The numbers of a sequence that was published.</summary>
    public async Task<NumbersInWords> OfAsync(string sequenceId)
    {
        var inside = await ((EnrollmentStore)unit.Enrollments).InsideAsync(sequenceId);
        var tallies = await unit.Tallies.OfAsync(sequenceId);
        var versions = inside.Select(place => place.Version).Concat(tallies.Select(tally => tally.Version)).Distinct().OrderDescending().Take(MaxVersions).ToList();
        var purpose = catalog.Current.GetValueOrDefault(sequenceId)?.Definition.Purpose ?? "";
        var bySteps = new Dictionary<string, Dictionary<string, IReadOnlyList<string>>> { [""] = BySteps(inside, tallies, purpose) };
        foreach (var version in versions.Count > 1 ? versions : [])
        {
            bySteps[version.ToString(CultureInfo.InvariantCulture)] = BySteps([.. inside.Where(place => place.Version == version)], [.. tallies.Where(tally => tally.Version == version)], purpose);
        }

        var left = tallies.Where(tally => tally.Fact == StepFact.Left).Select(tally => (tally.Version, tally.Count)).ToList();
        return new NumbersInWords(
            inside.Count == 0 ? "" : S["Inside now: {0}.", Versions(inside.Select(place => (place.Version, (long)place.People)))],
            left.Count == 0 ? "" : S["Left before the end: {0}.", Versions(left)],
            await SinceAsync(sequenceId),
            versions,
            bySteps);
    }

    private Dictionary<string, IReadOnlyList<string>> BySteps(IReadOnlyList<PeopleAt> inside, IReadOnlyList<StepTally> tallies, string purpose)
        => inside.Select(place => place.StepId).Concat(tallies.Select(tally => tally.StepId)).Where(step => !string.IsNullOrEmpty(step)).Distinct(StringComparer.Ordinal)
            .ToDictionary(step => step!, step => steps.Of(Waiting([.. inside.Where(place => place.StepId == step)]), [.. tallies.Where(tally => tally.StepId == step)], purpose), StringComparer.Ordinal);

    private string Waiting(IReadOnlyList<PeopleAt> places)
    {
        if (places.Count == 0)
        {
            return "";
        }

        string said = S.Plural(places.Sum(place => place.People), "{0} waits here", "{0} wait here");
        return places.Count == 1 ? said : S["{0} ({1})", said, Versions(places.Select(place => (place.Version, (long)place.People)))];
    }

    private async Task<string> SinceAsync(string sequenceId)
        => await unit.Tallies.SinceAsync() is { } since && await unit.Sequences.GetAsync(sequenceId, 1) is { } first && first.AddedAt < since
            ? S["Who went on from steps that are no mail is counted since {0}.", since.UtcDateTime.ToString("D", CultureInfo.CurrentCulture)]
            : "";

    private string Versions(IEnumerable<(int Version, long People)> places)
        => words.List([.. places.GroupBy(place => place.Version).OrderByDescending(version => version.Key).Select(version => S["{0} in version {1}", version.Sum(place => place.People), version.Key].Value)]);
}
