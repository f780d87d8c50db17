using Automail.Engine;
using Microsoft.Extensions.Localization;
using OrchardCore.Localization;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>How many people are inside of a sequence, and how many have left it, in words of the reader's language.</summary>
internal sealed class PeopleInside(IUnitOfWork unit, TimeWords words, IStringLocalizer<PeopleInside> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>Those who are inside with their versions, empty for nobody; the same for those who have left before the end; and what there is to say at each step, by its id.</summary>
    public async Task<(string Inside, string Left, Dictionary<string, string> BySteps)> OfAsync(string sequenceId)
    {
        var store = (EnrollmentStore)unit.Enrollments;
        var inside = await store.InsideAsync(sequenceId);
        var left = await store.LeftAsync(sequenceId);
        var bySteps = inside.Select(place => (place.StepId, IsInside: true, Place: place)).Concat(left.Select(place => (place.StepId, IsInside: false, Place: place)))
            .Where(one => one.StepId is not null)
            .GroupBy(one => one.StepId!, StringComparer.Ordinal)
            .ToDictionary(step => step.Key, step => string.Join(" · ", step.GroupBy(one => one.IsInside, one => one.Place).Select(group => AtStep(group.Key, [.. group]))), StringComparer.Ordinal);
        return (inside.Count == 0 ? "" : S["Inside now: {0}.", Versions(inside)], left.Count == 0 ? "" : S["Left before the end: {0}.", Versions(left)], bySteps);
    }

    private string AtStep(bool isInside, IReadOnlyList<PeopleAt> places)
    {
        var people = places.Sum(place => place.People);
        string said = isInside ? S.Plural(people, "{0} waits here", "{0} wait here") : S.Plural(people, "{0} has left here", "{0} have left here");
        return places.Count == 1 ? said : $"{said} ({Versions(places)})";
    }

    private string Versions(IEnumerable<PeopleAt> places)
        => words.List([.. places.GroupBy(place => place.Version).OrderByDescending(version => version.Key).Select(version => S["{0} in version {1}", version.Sum(place => place.People), version.Key].Value)]);
}
