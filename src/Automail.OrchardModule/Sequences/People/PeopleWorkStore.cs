using Automail.Engine;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Storage;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>Keeps work on many people.</summary>
internal sealed class PeopleWorkStore(SessionStore session)
{
    private readonly RecordStore<PeopleWork, PeopleWorkDocument, PeopleWorkIndex> _works = new(
        session,
        work => work.Id,
        work => new PeopleWorkDocument { Record = work },
        nameof(PeopleWorkIndex.WorkKey),
        Keys.Of);

    /// <summary>The work with this id, or null.</summary>
    public Task<PeopleWork?> GetAsync(string id) => _works.GetAsync(id);

    /// <summary>The latest work on the people of a sequence, newest first.</summary>
    public async Task<IReadOnlyList<PeopleWork>> LatestAsync(string sequenceId, int count)
    {
        var sequenceKey = Keys.Of(sequenceId);
        var rows = await _works.RowsAsync<PeopleWorkIndex>(query => query
            .Where(index => index.SequenceKey == sequenceKey)
            .OrderByDescending(index => index.CreatedAt)
            .Take(count));
        return [.. (await _works.OfDocumentsAsync(rows.Select(row => row.DocumentId))).OrderByDescending(work => work.CreatedAt).ThenBy(work => work.Id, StringComparer.Ordinal)];
    }

    /// <summary>Inserts or replaces.</summary>
    public Task SaveAsync(PeopleWork work) => _works.SetAsync(work);
}

internal static class PeopleWorkUnits
{
    /// <summary>The work on many people, which only this module's units of work have.</summary>
    public static PeopleWorkStore PeopleWork(this IUnitOfWork unit) => unit switch
    {
        UnitOfWork own => own.PeopleWork,
        WatchedUnit watched => watched.Inner.PeopleWork(),
        _ => throw new InvalidOperationException("The unit of work is not one of this module."),
    };
}
