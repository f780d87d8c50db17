using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Simulation;
using Automail.Engine.InMemory;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;
using NodaTime;

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

/// <summary>Reads a population from files, has it run through virtual time, and writes down who gets what when.</summary>
/// <param name="input">The files.</param>
/// <param name="liquid">Liquid.</param>
/// <param name="templates">The templates that sequences may send.</param>
/// <param name="createStore">Makes the store that it runs on; null for one in memory that keeps no events.</param>
internal sealed class Simulator(SimulationInput input, ILiquid liquid, ITemplateSource templates, Func<IAutomailStore>? createStore = null)
{
    /// <summary>Checks all input, runs, and writes the results.</summary>
    /// <param name="folder">Where to; untouched when the input has problems.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ProblemsException">The input has problems.</exception>
    public async Task<SimulationSummary> RunAsync(string folder, Action<double> progress, CancellationToken cancellationToken)
    {
        var problems = new Problems();
        using var events = new EventFile(input.Events);
        events.Check(problems, cancellationToken);
        var start = events.First is { } first && first < input.Until ? first : input.Until;
        var store = createStore?.Invoke() ?? new InMemoryStore(keepEvents: false);
        using var memory = store as IDisposable;
        var journal = new Journal();
        var run = new SimulationRun(new SimulationParts
        {
            Store = store,
            Site = new FixedSite(new SiteProfile { Name = SimulatedMail.Sender.Name!, Url = "https://simulation.example", From = SimulatedMail.Sender }),
            Zone = DateTimeZone.Utc,
            Liquid = liquid,
            From = start,
            Listener = journal,
        });
        var sequences = await SequenceFolder.ReadAsync(
            input.Sequences, run.Pipeline.Conditions, templates, new MailRenderer(liquid, new TokenProtector(new byte[TokenSecret.MinBytes])), problems, cancellationToken);
        if (input.Contacts is not null)
        {
            await ContactFile.ImportAsync(input.Contacts, run.Store, start, problems, cancellationToken);
        }

        problems.ThrowIfAny();
        using var output = journal.Output = new SimulationOutput(folder);
        foreach (var sequence in sequences)
        {
            await run.AddAsync(sequence.Json, cancellationToken);
        }

        var line = 0;
        var accepted = await run.RunAsync(Events(), input.Until, (_, e) => problems.Add(events.Path, line, e.Message), progress, cancellationToken);
        problems.ThrowIfAny();
        var summary = new SimulationSummary(input, start, run.Tally)
        {
            Contacts = await run.Store.ReadAsync(async unit => (await unit.Contacts.SearchAsync(null, 0, 1)).Total, cancellationToken),
            EventsRead = events.Count,
            EventsAccepted = accepted.Accepted,
            EventsDuplicate = accepted.Duplicates,
            EventsAfterUntil = events.CountAfter(input.Until),
        };
        output.Complete(summary);
        return summary;

        IEnumerable<BehaviorEvent> Events()
        {
            foreach (var (number, behaviorEvent) in events.Until(input.Until))
            {
                line = number;
                yield return behaviorEvent;
            }
        }
    }

    private sealed class Journal : ISimulationListener
    {
        public SimulationOutput? Output { get; set; }

        public void Mail(SendRecord record, string contact) => (record.State == SendState.Sent ? Output!.Sends : Output!.Skips).Add(record, contact);

        public void Passage(Enrollment? before, Enrollment after)
        {
            // Counted by the run; the files are about mail.
        }
    }
}
