using System.Globalization;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Storage;
using YesSql;

namespace Automail.OrchardModule.Sequences;

/// <summary>Enrollments in YesSql.</summary>
internal sealed class EnrollmentStore(SessionStore session) : IEnrollmentStore
{
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
