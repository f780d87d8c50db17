using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.Simulation;

/// <summary>Hears of what committed units of a simulation did.</summary>
public interface ISimulationListener
{
    /// <summary>A mail to a contact came to its end: sent, skipped or failed.</summary>
    /// <param name="record">The mail.</param>
    /// <param name="contact">The address, or what else the contact is called by.</param>
    void Mail(SendRecord record, string contact);

    /// <summary>A passage through a sequence began, moved or ended.</summary>
    /// <param name="before">As it was; null when it began.</param>
    /// <param name="after">As it is.</param>
    void Passage(Enrollment? before, Enrollment after);

    /// <summary>A step told others about a contact: a person of the team by a mail, another system by a webhook. Nothing is called and no mail leaves.</summary>
    /// <param name="record">What it would have been.</param>
    void Told(SendRecord record)
    {
    }

    /// <summary>A step would have started the workflows of a name; a simulation has none.</summary>
    /// <param name="name">The name.</param>
    void Workflow(string name)
    {
    }
}

/// <summary>
/// A store that tells what was committed to another one, so that a run of any length can be written down as it goes. What is written down needs not be
/// kept: of ended passages and of mails only what the rules look back at stays.
/// </summary>
internal sealed class RecordingStore(IAutomailStore store, ISimulationListener listener) : IAutomailStore
{
    public async Task<T> ExecuteAsync<T>(Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken = default)
    {
        RecordingUnit? last = null;
        var result = await store.ExecuteAsync(unit => work(last = new RecordingUnit(unit)), cancellationToken);
        last?.TellTo(listener);
        return result;
    }

    public Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query, CancellationToken cancellationToken = default)
        => store.ReadAsync(query, cancellationToken);

    /// <summary>Takes note of the workflows that would be started, in a unit of a recording store.</summary>
    internal sealed class Workflows : IWorkflows
    {
        public Task OnEndedAsync(IUnitOfWork unit, Enrollment passage) => Task.CompletedTask;

        public ValueTask<bool> HearsAsync(string name) => ValueTask.FromResult(false);

        public Task StartAsync(IUnitOfWork unit, Enrollment passage, WorkflowStart start)
        {
            ((RecordingUnit)unit).Start(start.Workflow);
            return Task.CompletedTask;
        }
    }

    private sealed class RecordingUnit(IUnitOfWork unit) : IUnitOfWork, ISendLedger, IEnrollmentStore
    {
        private readonly List<(SendRecord Record, string Contact)> _mails = [];
        private readonly List<(Enrollment? Before, Enrollment After)> _passages = [];
        private readonly List<string> _workflows = [];

        public IContactStore Contacts => unit.Contacts;

        public IEventLog Events => unit.Events;

        public ICartStore Carts => unit.Carts;

        public IConsentStore Consents => unit.Consents;

        public ISuppressionStore Suppressions => unit.Suppressions;

        public ISequenceStore Sequences => unit.Sequences;

        public IDueQueue Due => unit.Due;

        public IStepTallies Tallies => unit.Tallies;

        public IEnrollmentStore Enrollments => this;

        public ISendLedger Ledger => this;

        public void TellTo(ISimulationListener listener)
        {
            foreach (var (before, after) in _passages)
            {
                listener.Passage(before, after);
            }

            foreach (var (record, contact) in _mails)
            {
                if (record.Kind == SendKind.Mail)
                {
                    listener.Mail(record, contact);
                }
                else
                {
                    listener.Told(record);
                }
            }

            _workflows.ForEach(listener.Workflow);
        }

        public void Start(string workflow) => _workflows.Add(workflow);

        public async Task<bool> TryAddAsync(SendRecord record)
        {
            var added = await unit.Ledger.TryAddAsync(record);
            if (added)
            {
                await NoteAsync(record);
            }

            return added;
        }

        public async Task UpdateAsync(SendRecord record)
        {
            await unit.Ledger.UpdateAsync(record with { Subject = record.Kind == SendKind.Mail ? null : record.Subject, MessageId = null });
            await NoteAsync(record);
        }

        public Task<bool> MarkClickedAsync(string id, DateTimeOffset time) => unit.Ledger.MarkClickedAsync(id, time);

        public async Task SaveAsync(Enrollment enrollment)
        {
            var before = (await unit.Enrollments.GetAsync([enrollment.Id])).GetValueOrDefault(enrollment.Id);
            await unit.Enrollments.SaveAsync(enrollment.Status == EnrollmentStatus.Active ? enrollment : enrollment with { EnteredBy = null });
            _passages.Add((before, enrollment));
        }

        Task<IReadOnlyDictionary<string, SendRecord>> ISendLedger.GetAsync(IReadOnlyCollection<string> ids) => unit.Ledger.GetAsync(ids);

        public Task<Page<SendRecord>> SearchAsync(SendQuery query, int skip, int take) => unit.Ledger.SearchAsync(query, skip, take);

        public Task<IReadOnlyDictionary<string, int>> CountSentAsync(IReadOnlyCollection<string> contactIds, DateTimeOffset since)
            => unit.Ledger.CountSentAsync(contactIds, since);

        public Task<IReadOnlyDictionary<SendState, int>> CountByStateAsync() => unit.Ledger.CountByStateAsync();

        Task ISendLedger.ReassignAsync(string fromContactId, string toContactId) => unit.Ledger.ReassignAsync(fromContactId, toContactId);

        Task<IReadOnlyDictionary<string, Enrollment>> IEnrollmentStore.GetAsync(IReadOnlyCollection<string> ids) => unit.Enrollments.GetAsync(ids);

        public Task<IReadOnlyList<Enrollment>> ActiveAsync(string contactId) => unit.Enrollments.ActiveAsync(contactId);

        public Task<Enrollment?> LatestAsync(string journeyId, string contactId) => unit.Enrollments.LatestAsync(journeyId, contactId);

        public Task<IReadOnlyList<Enrollment>> ForContactAsync(string contactId) => unit.Enrollments.ForContactAsync(contactId);

        public Task<EnrollmentStretch> ActiveInAsync(string journeyId, string? after, int max) => unit.Enrollments.ActiveInAsync(journeyId, after, max);

        public Task<EnrollmentStretch> InVersionAsync(string journeyId, int version, bool completed, string? after, int max)
            => unit.Enrollments.InVersionAsync(journeyId, version, completed, after, max);

        public Task<IReadOnlyList<StepCount>> CountAsync(string journeyId, bool completed) => unit.Enrollments.CountAsync(journeyId, completed);

        Task IEnrollmentStore.ReassignAsync(string fromContactId, string toContactId) => unit.Enrollments.ReassignAsync(fromContactId, toContactId);

        private async Task NoteAsync(SendRecord record)
        {
            if (record.State is SendState.Sent or SendState.Skipped or SendState.Failed or SendState.InDoubt)
            {
                _mails.Add((record, record.Email ?? await KeyAsync(record.ContactId)));
            }
        }

        /// <summary>What a contact without an address is called by those who told of it.</summary>
        private async Task<string> KeyAsync(string contactId)
            => await unit.Contacts.GetAsync(contactId) is { } contact
                ? contact.Email ?? contact.ExternalId ?? (contact.AnonymousIds is [var first, ..] ? first : contactId)
                : contactId;
    }
}
