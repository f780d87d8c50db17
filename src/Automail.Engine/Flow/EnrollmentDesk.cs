using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>What came of an entry of a request.</summary>
/// <param name="Subject">By what the contact was called.</param>
/// <param name="Result">One of <see cref="EnrollmentDesk"/>'s words.</param>
public sealed record EnrollmentAnswer(string Subject, string Result);

/// <summary>Puts contacts into sequences, and takes them out, for other programs (<c>/automail/sequences/{id}/enrollments</c>). Re-entry counts; the trigger and its condition do not. Whether mail goes out is the gate's to say.</summary>
/// <param name="store">Where state lives.</param>
/// <param name="catalog">The sequences.</param>
/// <param name="runner">Moves people.</param>
/// <param name="clock">The present.</param>
public sealed class EnrollmentDesk(IAutomailStore store, SequenceCatalog catalog, SequenceRunner runner, TimeProvider clock)
{
    /// <summary>The contact has entered.</summary>
    public const string Entered = "entered";

    /// <summary>The contact is inside, or was and may not enter again.</summary>
    public const string NotAllowed = "not-allowed";

    /// <summary>The sequence lets nobody in.</summary>
    public const string Closed = "closed";

    /// <summary>Nobody is known by the subject.</summary>
    public const string UnknownContact = "unknown-contact";

    private const int Stretch = 100;

    /// <summary>Puts contacts in, a hundred in each transaction: a request that fails half way can be sent again, since nobody enters who is inside.</summary>
    /// <param name="sequenceId">The sequence.</param>
    /// <param name="requests">Who.</param>
    /// <param name="by">Who asks, for the trace.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    /// <returns>What came of each, in their order; null when there is no such sequence.</returns>
    public async Task<IReadOnlyList<EnrollmentAnswer>?> EnrollAsync(string sequenceId, IReadOnlyList<EnrollmentRequest> requests, string by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        await catalog.RefreshAsync(cancellationToken);
        if (!catalog.Current.ContainsKey(sequenceId))
        {
            return null;
        }

        var answers = new List<EnrollmentAnswer>(requests.Count);
        foreach (var stretch in requests.Chunk(Stretch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            answers.AddRange(await store.ExecuteAsync(
                async unit =>
                {
                    var told = new List<EnrollmentAnswer>(stretch.Length);
                    foreach (var request in stretch)
                    {
                        told.Add(new EnrollmentAnswer(request.Subject, await EnterAsync(unit, sequenceId, request, by)));
                    }

                    return told;
                },
                cancellationToken));
        }

        return answers;
    }

    /// <summary>Takes a contact out.</summary>
    /// <param name="sequenceId">The sequence.</param>
    /// <param name="subject">The contact's key: e-mail address or external id.</param>
    /// <param name="by">Who asks, for the record.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether the contact was inside; null when there is no such sequence, or nobody is known by the subject.</returns>
    /// <exception cref="FieldException">The subject has a wrong form.</exception>
    public async Task<bool?> RemoveAsync(string sequenceId, string subject, string by, CancellationToken cancellationToken = default)
    {
        var identity = ContactIdentity.FromSubject(subject);
        await catalog.RefreshAsync(cancellationToken);
        return !catalog.Current.ContainsKey(sequenceId)
            ? null
            : await store.ExecuteAsync<bool?>(
                async unit => await unit.Contacts.FindAsync(identity) is { } contact ? await runner.RemoveAsync(unit, sequenceId, contact.Id, by) : null,
                cancellationToken);
    }

    private async Task<string> EnterAsync(IUnitOfWork unit, string sequenceId, EnrollmentRequest request, string by)
    {
        if (await unit.Contacts.FindAsync(ContactIdentity.FromSubject(request.Subject)) is not { } contact)
        {
            return UnknownContact;
        }

        var entering = request.Data is { } data ? new EnteringEvent(EnrollmentRequests.EventType, clock.Now(), data) : null;
        return await runner.EnrollAsync(unit, sequenceId, contact, entering, by) == EnrollResult.Entered ? Entered : catalog.Admits(sequenceId) ? NotAllowed : Closed;
    }
}
