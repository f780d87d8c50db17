using Automail.Engine;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.InMemory;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;

namespace Automail.Cli.Simulation;

/// <summary>What a simulation is made of.</summary>
internal sealed record SimulationInput
{
    public required string Sequences { get; init; }

    public required string Events { get; init; }

    public string? Contacts { get; init; }

    public required DateTimeOffset Until { get; init; }

    public int Seed { get; init; }
}

/// <summary>
/// Runs a population through virtual time on the production engine. Before each event the clock stops at every moment at which something comes
/// due, and that is done; at one instant, events count before due work.
/// </summary>
internal sealed class Simulator(SimulationInput input, ILiquid liquid, ITemplateSource templates)
{
    /// <summary>Checks all input, runs, and writes the results.</summary>
    /// <param name="folder">Where to; untouched when the input has problems.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ProblemsException">The input has problems.</exception>
    public async Task<Tally> RunAsync(string folder, Action<double> progress, CancellationToken cancellationToken)
    {
        var problems = new Problems();
        using var events = new EventFile(input.Events);
        events.Check(problems, cancellationToken);
        var start = events.First is { } first && first < input.Until ? first : input.Until;
        var clock = VirtualClock.StandingAt(start);
        using var memory = new InMemoryStore(keepEvents: false);
        var tally = new Tally { From = start, Until = input.Until, Seed = input.Seed, EventsRead = events.Count, EventsAfterUntil = events.CountAfter(input.Until) };
        var recorder = new Recorder(tally);
        var store = new RecordingStore(memory, recorder);
        var tokens = new TokenProtector(new byte[TokenSecret.MinBytes]);
        var mail = new SimulatedMail(clock);
        var pipeline = new Pipeline(new PipelineParts
        {
            Store = store,
            Site = new FixedSite(new SiteProfile { Name = SimulatedMail.Sender.Name!, Url = "https://simulation.example", From = SimulatedMail.Sender }),
            Clock = clock,
            Liquid = liquid,
            Composer = mail,
            Transport = mail,
            Tokens = tokens,
            KeepTraces = false,
        });
        var sequences = await SequenceFolder.ReadAsync(
            input.Sequences, pipeline.Conditions, templates, new MailRenderer(liquid, tokens), problems, cancellationToken);
        if (input.Contacts is not null)
        {
            await ContactFile.ImportAsync(input.Contacts, store, start, problems, cancellationToken);
        }

        problems.ThrowIfAny();
        using var output = recorder.Output = new SimulationOutput(folder);
        foreach (var sequence in sequences)
        {
            tally.Add(sequence.Definition, (await pipeline.Sequences.PublishAsync(sequence.Json, cancellationToken)).Version);
        }

        await RunAsync(events, new Timeline(store, clock, pipeline.Worker), pipeline.Intake, tally, problems, progress, cancellationToken);
        problems.ThrowIfAny();
        tally.Contacts = await store.ReadAsync(async unit => (await unit.Contacts.SearchAsync(null, 0, 1)).Total, cancellationToken);
        output.Complete(tally);
        return tally;
    }

    private async Task RunAsync(
        EventFile events, Timeline timeline, Intake intake, Tally tally, Problems problems, Action<double> progress, CancellationToken cancellationToken)
    {
        var length = Math.Max((input.Until - tally.From).Ticks, 1);
        foreach (var (line, behaviorEvent) in events.Until(input.Until))
        {
            await timeline.RunToAsync(behaviorEvent.Time, inclusive: false, cancellationToken);
            try
            {
                var result = await intake.AcceptAsync([behaviorEvent], cancellationToken);
                tally.EventsAccepted += result.Accepted;
                tally.EventsDuplicate += result.Duplicates;
            }
            catch (FieldException e)
            {
                problems.Add(events.Path, line, e.Message);
            }

            progress((behaviorEvent.Time - tally.From).Ticks / (double)length);
        }

        await timeline.RunToAsync(input.Until, inclusive: true, cancellationToken);
        progress(1);
    }

    private sealed class Recorder(Tally tally) : IRecorder
    {
        public SimulationOutput? Output { get; set; }

        public void Mail(SendRecord record, string contact)
        {
            tally.Mail(record);
            (record.State == SendState.Sent ? Output!.Sends : Output!.Skips).Add(record, contact);
        }

        public void Passage(Enrollment? before, Enrollment after) => tally.Passage(before, after);
    }
}
