using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Storage;

/// <summary>The order of a list that is shown in pages.</summary>
/// <param name="DocumentId">The document of a row.</param>
/// <param name="FromStart">Sorts a query.</param>
/// <param name="FromEnd">Sorts it the other way around, so that the last pages cost no more than the first.</param>
/// <param name="Compare">The same order for rows that were read without one.</param>
internal sealed record PageOrder<TIndex>(
    Func<TIndex, long> DocumentId,
    Func<IQueryIndex<TIndex>, IQueryIndex<TIndex>> FromStart,
    Func<IQueryIndex<TIndex>, IQueryIndex<TIndex>> FromEnd,
    Comparison<TIndex> Compare)
    where TIndex : class, IIndex;
