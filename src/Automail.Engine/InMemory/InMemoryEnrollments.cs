using Automail.Engine.Sequences;

namespace Automail.Engine.InMemory;

internal sealed class InMemoryEnrollments(UndoLog undo) : IEnrollmentStore
{
    private readonly Table<string, Enrollment> _enrollments = new(undo, StringComparer.Ordinal);
    private readonly Owned<string> _byContact = new(undo);

    public Task<IReadOnlyDictionary<string, Enrollment>> GetAsync(IReadOnlyCollection<string> ids)
    {
        undo.Reading();
        return Task.FromResult<IReadOnlyDictionary<string, Enrollment>>(_enrollments.Pick(ids));
    }

    public Task<IReadOnlyList<Enrollment>> ActiveAsync(string contactId)
    {
        undo.Reading();
        var active = Of(contactId, static e => e.Status == EnrollmentStatus.Active);
        active.Sort(static (x, y) => string.CompareOrdinal(x.Id, y.Id));
        return Task.FromResult<IReadOnlyList<Enrollment>>(active);
    }

    public Task<Enrollment?> LatestAsync(string journeyId, string contactId)
    {
        undo.Reading();
        Enrollment? latest = null;
        foreach (var id in _byContact.Of(contactId))
        {
            if (_enrollments.TryGet(id, out var enrollment) && enrollment.JourneyId == journeyId
                && (latest is null || Newer(enrollment, latest)))
            {
                latest = enrollment;
            }
        }

        return Task.FromResult(latest);
    }

    public Task<IReadOnlyList<Enrollment>> ForContactAsync(string contactId)
    {
        undo.Reading();
        var all = Of(contactId, static _ => true);
        all.Sort(static (x, y) => y.EnteredAt.CompareTo(x.EnteredAt) is not 0 and var order ? order : string.CompareOrdinal(x.Id, y.Id));
        return Task.FromResult<IReadOnlyList<Enrollment>>(all);
    }

    public Task<EnrollmentStretch> ActiveInAsync(string journeyId, string? after, int max)
    {
        undo.Reading();
        var found = _enrollments.Values
            .Where(e => e.JourneyId == journeyId && e.Status == EnrollmentStatus.Active && (after is null || string.CompareOrdinal(e.Id, after) > 0))
            .OrderBy(e => e.Id, StringComparer.Ordinal)
            .Take(max)
            .ToList();
        return Task.FromResult(new EnrollmentStretch(found, found.Count < max ? null : found[^1].Id));
    }

    public Task<EnrollmentStretch> InVersionAsync(string journeyId, int version, bool completed, string? after, int max)
    {
        undo.Reading();
        var found = In(journeyId, completed)
            .Where(e => e.Version == version && (after is null || string.CompareOrdinal(e.Id, after) > 0))
            .OrderBy(e => e.Id, StringComparer.Ordinal)
            .Take(max)
            .ToList();
        return Task.FromResult(new EnrollmentStretch(found, found.Count < max ? null : found[^1].Id));
    }

    public Task<IReadOnlyList<StepCount>> CountAsync(string journeyId, bool completed)
    {
        undo.Reading();
        return Task.FromResult<IReadOnlyList<StepCount>>([.. In(journeyId, completed)
            .GroupBy(e => (e.Version, e.StepId), (place, people) => new StepCount(place.Version, place.StepId, people.Count()))
            .OrderBy(count => count.Version).ThenBy(count => count.StepId, StringComparer.Ordinal)]);
    }

    public Task SaveAsync(Enrollment enrollment)
    {
        undo.Writing();
        _enrollments.TryGet(enrollment.Id, out var before);
        if (before?.ContactId != enrollment.ContactId)
        {
            if (before is not null)
            {
                _byContact.Remove(before.ContactId, before.Id);
            }

            _byContact.Add(enrollment.ContactId, enrollment.Id);
        }

        // What started it never changes afterwards, so it is copied once.
        _enrollments.Set(enrollment.Id, enrollment.EnteredBy is { } by && !ReferenceEquals(by, before?.EnteredBy)
            ? enrollment with { EnteredBy = by with { Data = OwnJson.Copy(by.Data) } }
            : enrollment);
        return Task.CompletedTask;
    }

    public Task ReassignAsync(string fromContactId, string toContactId)
    {
        undo.Writing();
        if (fromContactId != toContactId)
        {
            foreach (var id in _byContact.Take(fromContactId))
            {
                _byContact.Add(toContactId, id);
                if (_enrollments.TryGet(id, out var enrollment))
                {
                    _enrollments.Set(id, enrollment with { ContactId = toContactId });
                }
            }
        }

        return Task.CompletedTask;
    }

    private IEnumerable<Enrollment> In(string journeyId, bool completed)
    {
        var status = completed ? EnrollmentStatus.Completed : EnrollmentStatus.Active;
        return _enrollments.Values.Where(e => e.JourneyId == journeyId && e.Status == status);
    }

    /// <summary>By number; after two people became one, the later entry of two equal numbers.</summary>
    private static bool Newer(Enrollment x, Enrollment y)
        => (x.Number, x.EnteredAt).CompareTo((y.Number, y.EnteredAt)) is not 0 and var order
            ? order > 0
            : string.CompareOrdinal(x.Id, y.Id) > 0;

    private List<Enrollment> Of(string contactId, Func<Enrollment, bool> wanted)
    {
        var found = new List<Enrollment>();
        foreach (var id in _byContact.Of(contactId))
        {
            if (_enrollments.TryGet(id, out var enrollment) && wanted(enrollment))
            {
                found.Add(enrollment);
            }
        }

        return found;
    }
}
