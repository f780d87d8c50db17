using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Editing;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>Reads who is, or was, in a sequence.</summary>
internal sealed class PeopleReader(SequenceCatalog catalog, SequenceItemStore items, SequenceSteps steps)
{
    /// <summary>The sequence; null when there is none of this id.</summary>
    public async Task<SequenceHeading?> FindAsync(string sequenceId, string? page = null)
        => catalog.Current.TryGetValue(sequenceId, out var plan) ? new SequenceHeading(sequenceId, plan.Definition.Name, await items.ItemOfAsync(sequenceId), page) : null;

    /// <summary>How many people are in each state, all of them first.</summary>
    public static async Task<IReadOnlyList<PeopleCount>> CountsAsync(IUnitOfWork unit, string sequenceId)
    {
        var counts = await ((EnrollmentStore)unit.Enrollments).CountByStateAsync(sequenceId);
        return [new PeopleCount(null, counts.Values.Sum()), .. Enum.GetValues<PassageState>().Select(state => new PeopleCount(state, counts.GetValueOrDefault(state)))];
    }

    /// <summary>How many are inside, in the version and at the step that are looked for.</summary>
    public static async Task<int> InsideAsync(IUnitOfWork unit, PeopleQuery query)
        => (await ((EnrollmentStore)unit.Enrollments).InsideAsync(query.JourneyId))
            .Where(place => (query.Version is null || place.Version == query.Version) && (query.StepId is null || place.StepId == query.StepId))
            .Sum(place => place.People);

    /// <summary>A page of the people.</summary>
    public async Task<Page<PeopleRow>> PageAsync(IUnitOfWork unit, PeopleQuery query, int skip, int take)
    {
        var page = await ((EnrollmentStore)unit.Enrollments).PeopleAsync(query, skip, take);
        return new Page<PeopleRow>(await RowsAsync(unit, page.Items), page.Total);
    }

    /// <summary>Passages with their people and steps.</summary>
    public async Task<IReadOnlyList<PeopleRow>> RowsAsync(IUnitOfWork unit, IReadOnlyCollection<Enrollment> passages)
    {
        var contacts = await unit.Contacts.GetAsync([.. passages.Select(passage => passage.ContactId).Distinct()]);
        var rows = new List<PeopleRow>(passages.Count);
        foreach (var passage in passages)
        {
            var step = passage.StepId is null ? null : await steps.WordsAsync(unit, passage.JourneyId, passage.Version, passage.StepId);
            rows.Add(new PeopleRow(passage, contacts.GetValueOrDefault(passage.ContactId), PassageStates.Of(passage), step));
        }

        return rows;
    }

    /// <summary>The steps of the version that is looked for, or of the latest.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> StepsAsync(IUnitOfWork unit, PeopleQuery query, bool later = false)
    {
        var definition = query.Version is { } version ? await steps.FindAsync(unit, query.JourneyId, version) : catalog.Current[query.JourneyId].Definition;
        return definition is null ? [] : steps.Choice(later ? SequenceSteps.After(definition, query.StepId) : definition.AllSteps());
    }
}
