using System.Globalization;
using Automail.Engine;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.People;
using Automail.OrchardModule.Storage;
using YesSql;

namespace Automail.OrchardModule.Sequences;

/// <summary>Enrollments in YesSql.</summary>
internal sealed class EnrollmentStore(SessionStore session) : IEnrollmentStore
{
    private static readonly PageOrder<EnrollmentIndex> NewestFirst = new(
        index => index.DocumentId,
        query => query.OrderByDescending(index => index.EnteredAt).ThenByDescending(index => index.DocumentId),
        query => query.OrderBy(index => index.EnteredAt).ThenBy(index => index.DocumentId),
        (x, y) => y.EnteredAt.CompareTo(x.EnteredAt) is not 0 and var byTime ? byTime : y.DocumentId.CompareTo(x.DocumentId));

    private readonly RecordStore<Enrollment, EnrollmentDocument, EnrollmentIndex> _enrollments = new(
        session,
        enrollment => enrollment.Id,
        enrollment => new EnrollmentDocument { Record = enrollment },
        nameof(EnrollmentIndex.EnrollmentKey),
        Keys.Of);

    public async Task<IReadOnlyDictionary<string, Enrollment>> GetAsync(IReadOnlyCollection<string> ids) => await _enrollments.GetAsync(ids);

    public async Task<IReadOnlyList<Enrollment>> ActiveAsync(string contactId)
    {
        var contactKey = Keys.Of(contactId);
        var active = await _enrollments.ListAsync<EnrollmentIndex>(query => query
            .Where(index => index.ContactKey == contactKey && index.Active));
        active.Sort((x, y) => string.CompareOrdinal(x.Id, y.Id));
        return active;
    }

    public async Task<Enrollment?> LatestAsync(string journeyId, string contactId)
    {
        // After two people became one there can be two of the same number; then the one that was entered later.
        var (contactKey, journeyKey) = (Keys.Of(contactId), Keys.Of(journeyId));
        var latest = await _enrollments.RowsAsync<EnrollmentIndex>(query => query
            .Where(index => index.ContactKey == contactKey && index.JourneyKey == journeyKey)
            .OrderByDescending(index => index.Number)
            .ThenByDescending(index => index.EnteredAt)
            .Take(1));
        return (await _enrollments.OfDocumentsAsync(latest.Select(row => row.DocumentId))).SingleOrDefault();
    }

    public async Task<IReadOnlyList<Enrollment>> ForContactAsync(string contactId)
    {
        var contactKey = Keys.Of(contactId);
        var all = await _enrollments.ListAsync<EnrollmentIndex>(query => query.Where(index => index.ContactKey == contactKey));
        return [.. all.OrderByDescending(enrollment => enrollment.EnteredAt).ThenBy(enrollment => enrollment.Id, StringComparer.Ordinal)];
    }

    public async Task<EnrollmentStretch> ActiveInAsync(string journeyId, string? after, int max)
    {
        // In the order of their documents.
        var last = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var journeyKey = Keys.Of(journeyId);
        var rows = await _enrollments.RowsAsync<EnrollmentIndex>(query => query
            .Where(index => index.JourneyKey == journeyKey && index.Active && index.DocumentId > last)
            .OrderBy(index => index.DocumentId)
            .Take(max));
        return new EnrollmentStretch(
            await _enrollments.OfDocumentsAsync(rows.Select(row => row.DocumentId)),
            rows.Count < max ? null : rows[^1].DocumentId.ToString(CultureInfo.InvariantCulture));
    }

    public async Task<EnrollmentStretch> InVersionAsync(string journeyId, int version, bool completed, string? after, int max)
    {
        var last = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var (journeyKey, state) = (Keys.Of(journeyId), (int)PassageState.Completed);
        var rows = await _enrollments.RowsAsync<EnrollmentIndex>(query => (completed
                ? query.Where(index => index.JourneyKey == journeyKey && index.PassageState == state && index.JourneyVersion == version && index.DocumentId > last)
                : query.Where(index => index.JourneyKey == journeyKey && index.Active && index.JourneyVersion == version && index.DocumentId > last))
            .OrderBy(index => index.DocumentId)
            .Take(max));
        return new EnrollmentStretch(
            await _enrollments.OfDocumentsAsync(rows.Select(row => row.DocumentId)),
            rows.Count < max ? null : rows[^1].DocumentId.ToString(CultureInfo.InvariantCulture));
    }

    public async Task<IReadOnlyList<StepCount>> CountAsync(string journeyId, bool completed)
    {
        await _enrollments.PushAsync();
        await session.FlushAsync();
        var counts = await session.QuerySqlAsync<PeopleAt>(
            completed ? CountSql(session.Configuration, nameof(EnrollmentIndex.PassageState)) : InsideSql(session.Configuration),
            new { JourneyKey = Keys.Of(journeyId), Wanted = completed ? (object)(int)PassageState.Completed : true });
        return [.. counts.Select(count => new StepCount(count.Version, count.StepId, count.People)).OrderBy(count => count.Version).ThenBy(count => count.StepId, StringComparer.Ordinal)];
    }

    /// <summary>How many people are inside of a journey, by version and step. Who has finished costs nothing.</summary>
    public async Task<IReadOnlyList<PeopleAt>> InsideAsync(string journeyId)
        => await session.QuerySqlAsync<PeopleAt>(InsideSql(session.Configuration), new { JourneyKey = Keys.Of(journeyId), Wanted = true });

    /// <summary>A page of the people who are or were in a journey, newest entry first.</summary>
    public Task<Page<Enrollment>> PeopleAsync(PeopleQuery wanted, int skip, int take)
        => _enrollments.PageAsync<EnrollmentIndex>(query => Filter(query, wanted), NewestFirst, skip, take);

    /// <summary>How many people are or were in a journey, by what has become of them.</summary>
    public async Task<IReadOnlyDictionary<PassageState, int>> CountByStateAsync(string journeyId)
    {
        var dialect = session.Configuration.SqlDialect;
        var (state, table) = (dialect.QuoteForColumnName(nameof(EnrollmentIndex.PassageState)), TableOf<EnrollmentIndex>(session.Configuration));
        var rows = await session.QuerySqlAsync<PeopleInState>(
            $"select {state} as {dialect.QuoteForColumnName(nameof(PeopleInState.State))}, count(*) as {dialect.QuoteForColumnName(nameof(PeopleInState.People))} from {table} "
                + $"where {dialect.QuoteForColumnName(nameof(EnrollmentIndex.JourneyKey))} = @JourneyKey group by {state}",
            new { JourneyKey = Keys.Of(journeyId) });
        return rows.ToDictionary(row => (PassageState)row.State, row => row.People);
    }

    private IQueryIndex<EnrollmentIndex> Filter(IQueryIndex<EnrollmentIndex> query, PeopleQuery wanted)
    {
        var journeyKey = Keys.Of(wanted.JourneyId);
        query = query.Where(index => index.JourneyKey == journeyKey);
        if (wanted.State is { } state)
        {
            var number = (int)state;
            query = query.Where(index => index.PassageState == number);
        }

        if (wanted.Version is { } version)
        {
            query = query.Where(index => index.JourneyVersion == version);
        }

        if (wanted.StepId is { } stepId)
        {
            query = query.Where(index => index.StepId == stepId);
        }

        return SearchText.Wanted(wanted.Search) is { } text
            ? query.WhereAmong(
                nameof(EnrollmentIndex.ContactKey), TableOf<Contacts.ContactIndex>(session.Configuration), nameof(Contacts.ContactIndex.ContactKey), nameof(Contacts.ContactIndex.SearchText), text)
            : query;
    }

    private static string TableOf<TIndex>(IConfiguration configuration)
        => configuration.SqlDialect.QuoteForTableName(configuration.TablePrefix + configuration.TableNameConvention.GetIndexTable(typeof(TIndex), AutomailCollection.Name), configuration.Schema);

    internal static string InsideSql(IConfiguration configuration) => CountSql(configuration, nameof(EnrollmentIndex.Active));

    private static string CountSql(IConfiguration configuration, string wanted)
    {
        var dialect = configuration.SqlDialect;
        var table = TableOf<EnrollmentIndex>(configuration);
        var (version, step) = (dialect.QuoteForColumnName(nameof(EnrollmentIndex.JourneyVersion)), dialect.QuoteForColumnName(nameof(EnrollmentIndex.StepId)));
        return $"select {version} as {dialect.QuoteForColumnName(nameof(PeopleAt.Version))}, {step} as {dialect.QuoteForColumnName(nameof(PeopleAt.StepId))}, "
            + $"count(*) as {dialect.QuoteForColumnName(nameof(PeopleAt.People))} from {table} "
            + $"where {dialect.QuoteForColumnName(nameof(EnrollmentIndex.JourneyKey))} = @JourneyKey and {dialect.QuoteForColumnName(wanted)} = @Wanted group by {version}, {step} order by {version}, {step}";
    }

    public Task SaveAsync(Enrollment enrollment) => _enrollments.SetAsync(enrollment);

    public Task ReassignAsync(string fromContactId, string toContactId)
    {
        var fromKey = Keys.Of(fromContactId);
        return _enrollments.ChangeAllAsync<EnrollmentIndex>(
            query => query.Where(index => index.ContactKey == fromKey),
            index => index.DocumentId,
            enrollment => enrollment with { ContactId = toContactId });
    }
}

/// <summary>People at a step of a version.</summary>
internal sealed class PeopleAt
{
    public int Version { get; set; }

    /// <summary>Null before the first step.</summary>
    public string? StepId { get; set; }

    public int People { get; set; }
}

/// <summary>People in a state.</summary>
internal sealed class PeopleInState
{
    public int State { get; set; }

    public int People { get; set; }
}
