using Automail.Engine;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Sequences.Enrolling;
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

    private readonly RecordStore<EnrollPart, EnrollPartDocument, EnrollPartIndex> _parts = new(
        session,
        part => EnrollPart.IdOf(part.WorkId, part.Number),
        part => new EnrollPartDocument { Record = part },
        nameof(EnrollPartIndex.PartKey),
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

    /// <summary>Inserts or replaces. What is kept of a file goes when the work has ended.</summary>
    public async Task SaveAsync(PeopleWork work)
    {
        if (!work.IsOpen && work.Enroll is { Parts: > 0 } order)
        {
            for (var number = 0; number < order.Parts; number++)
            {
                await _parts.RemoveAsync(EnrollPart.IdOf(work.Id, number));
            }

            work = work with { Enroll = order with { Parts = 0 } };
        }

        await _works.SetAsync(work);
    }

    /// <summary>Keeps a part of a file.</summary>
    public Task AddPartAsync(EnrollPart part) => _parts.SetAsync(part);

    /// <summary>Parts of a file, by their number.</summary>
    public async Task<IReadOnlyDictionary<int, EnrollPart>> PartsAsync(string workId, IReadOnlyCollection<int> numbers)
        => (await _parts.GetAsync([.. numbers.Select(number => EnrollPart.IdOf(workId, number))])).Values.ToDictionary(part => part.Number);
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
