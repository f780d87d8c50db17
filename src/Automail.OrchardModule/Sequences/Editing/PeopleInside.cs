using Automail.Engine;
using Microsoft.Extensions.Localization;
using OrchardCore.Localization;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>How many people are inside of a sequence, in words of the reader's language.</summary>
internal sealed class PeopleInside(IUnitOfWork unit, TimeWords words, IStringLocalizer<PeopleInside> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>All of them with their versions, empty for nobody, and those who wait at each step, by its id.</summary>
    public async Task<(string All, Dictionary<string, string> BySteps)> OfAsync(string sequenceId)
    {
        var places = await ((EnrollmentStore)unit.Enrollments).InsideAsync(sequenceId);
        var bySteps = places.Where(place => place.StepId is not null).GroupBy(place => place.StepId!, StringComparer.Ordinal)
            .ToDictionary(step => step.Key, step => Waiting(step.Sum(place => place.People)), StringComparer.Ordinal);
        var versions = places.GroupBy(place => place.Version).OrderByDescending(version => version.Key).Select(version => S["{0} in version {1}", version.Sum(place => place.People), version.Key].Value).ToList();
        return (versions.Count == 0 ? "" : S["Inside now: {0}.", words.List(versions)], bySteps);
    }

    private string Waiting(int people) => S.Plural(people, "{0} waits here", "{0} wait here");
}
