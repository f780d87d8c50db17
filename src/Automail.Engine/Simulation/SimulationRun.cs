using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;

namespace Automail.Engine.Simulation;

/// <summary>What a simulation is made of.</summary>
public sealed record SimulationParts
{
    /// <summary>An empty store of the simulation's own.</summary>
    public required IAutomailStore Store { get; init; }

    /// <summary>The site.</summary>
    public required ISite Site { get; init; }

    /// <summary>The zone in which days are counted.</summary>
    public required NodaTime.DateTimeZone Zone { get; init; }

    /// <summary>Liquid, for conditions.</summary>
    public required ILiquid Liquid { get; init; }

    /// <summary>When it begins.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Hears of every mail and passage; null for nobody.</summary>
    public ISimulationListener? Listener { get; init; }

    /// <summary>What people do because of a mail; null for nothing.</summary>
    public Func<SendRecord, string, BehaviorEvent?>? Response { get; init; }
}

/// <summary>
/// Runs people through virtual time on the production engine: nothing is rendered, and nothing leaves. Before each event the clock stops at every moment at which something comes due, and that is done; at one
/// instant, events count before due work. The same input gives the same mails at the same moments, on any store.
/// </summary>
public sealed class SimulationRun
{
    private readonly VirtualClock _clock;
    private readonly Timeline _timeline;
    private readonly PriorityQueue<BehaviorEvent, (DateTimeOffset Time, int Number)> _responses = new();
    private readonly SimulationParts _parts;
    private int _responded;

    /// <summary>Puts it together. Nothing runs yet: sequences and contacts come first.</summary>
    public SimulationRun(SimulationParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _clock = VirtualClock.StandingAt(parts.From);
        Tally = new SimulationTally(parts.Zone);
        Store = new RecordingStore(parts.Store, new Recorder(this));
        var mail = new SimulatedMail(_clock);
        Pipeline = new Pipeline(new PipelineParts
        {
            Store = Store,
            Site = parts.Site,
            Clock = _clock,
            Liquid = parts.Liquid,
            Composer = mail,
            Transport = mail,
            Tokens = new TokenProtector(new byte[TokenSecret.MinBytes]),
            KeepTraces = false,
            Workflows = new RecordingStore.Workflows(),
        });
        _timeline = new Timeline(Store, _clock, Pipeline.Worker);
    }

    /// <summary>Where the simulation's state lives.</summary>
    public IAutomailStore Store { get; }

    /// <summary>The engine that it runs on.</summary>
    public Pipeline Pipeline { get; }

    /// <summary>What was counted.</summary>
    public SimulationTally Tally { get; }

    /// <summary>Adds a sequence.</summary>
    /// <exception cref="FieldException">The definition is wrong.</exception>
    public async Task AddAsync(string json, CancellationToken cancellationToken = default)
        => Tally.Add(await Pipeline.Sequences.PublishAsync(json, cancellationToken));

    /// <summary>Runs.</summary>
    /// <param name="events">What people do, by time.</param>
    /// <param name="until">Where it ends, this moment included. Events after it are not read.</param>
    /// <param name="refused">Told of events that contradict what is known.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>How many events were accepted, and how many were there already.</returns>
    public async Task<IntakeResult> RunAsync(
        IEnumerable<BehaviorEvent> events, DateTimeOffset until, Action<BehaviorEvent, FieldException> refused, Action<double> progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentNullException.ThrowIfNull(progress);
        var from = _clock.Now();
        var length = Math.Max((until - from).Ticks, 1);
        var result = new IntakeResult(0, 0);
        using var given = events.GetEnumerator();
        var more = given.MoveNext();
        while (true)
        {
            // A response to a mail may come before the next of the given events: what comes next is asked anew after each stop.
            var next = more && given.Current.Time <= until ? given.Current : null;
            var isResponse = _responses.TryPeek(out var response, out _) && response.Time <= until && (next is null || response.Time < next.Time);
            if (await _timeline.StepAsync((isResponse ? response! : next)?.Time ?? until, inclusive: next is null && !isResponse, cancellationToken))
            {
                progress((_clock.Now() - from).Ticks / (double)length);
                continue;
            }

            if (isResponse)
            {
                _responses.Dequeue();
            }
            else if (next is null)
            {
                break;
            }

            result = await AcceptAsync(isResponse ? response! : next!, result, refused, cancellationToken);
            more = isResponse ? more : given.MoveNext();
        }

        _clock.AdvanceTo(until);
        progress(1);
        return result;
    }

    private async Task<IntakeResult> AcceptAsync(BehaviorEvent happened, IntakeResult sum, Action<BehaviorEvent, FieldException> refused, CancellationToken cancellationToken)
    {
        _clock.AdvanceTo(happened.Time);
        try
        {
            var result = await Pipeline.Intake.AcceptAsync([happened], cancellationToken);
            return new IntakeResult(sum.Accepted + result.Accepted, sum.Duplicates + result.Duplicates);
        }
        catch (FieldException e)
        {
            refused(happened, e);
            return sum;
        }
    }

    private sealed class Recorder(SimulationRun run) : ISimulationListener
    {
        public void Mail(SendRecord record, string contact)
        {
            run.Tally.Mail(record, contact);
            run._parts.Listener?.Mail(record, contact);
            if (record.State == SendState.Sent && run._parts.Response?.Invoke(record, contact) is { } response)
            {
                run._responses.Enqueue(response, (response.Time, run._responded++));
            }
        }

        public void Passage(Enrollment? before, Enrollment after)
        {
            run.Tally.Passage(before, after);
            run._parts.Listener?.Passage(before, after);
        }

        public void Told(SendRecord record)
        {
            run.Tally.Told(record);
            run._parts.Listener?.Told(record);
        }

        public void Workflow(string name)
        {
            run.Tally.Workflow(name);
            run._parts.Listener?.Workflow(name);
        }
    }
}
