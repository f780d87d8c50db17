using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.InMemory;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Simulation;
using Automail.Engine.Templates;

namespace Automail.OrchardModule.Sequences.Simulating;

/// <summary>Runs a definition on people in virtual time and in memory. Nothing of the site changes, and no mail is made.</summary>
internal sealed class SequenceSimulator(IAutomailStore store, ISite site, ILiquid liquid, SequenceCatalog catalog, OrchardTimeProvider clock)
{
    private const int MostRefused = 20;

    /// <summary>Runs.</summary>
    /// <param name="definition">The definition, which has been checked.</param>
    /// <param name="form">On whom.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task<SimulationResult> RunAsync(string definition, SimulationForm form, Action<double> progress, CancellationToken cancellationToken)
    {
        var profile = await site.GetProfileAsync();
        var tried = SequenceReader.Read(definition);
        var id = tried.Id;
        await catalog.RefreshAsync(cancellationToken);
        IReadOnlyList<SequencePlan> others = form.Others ? [.. catalog.Current.Values.Where(plan => plan.Definition.Id != id && catalog.Admits(plan.Definition.Id)).OrderBy(plan => plan.Definition.Id, StringComparer.Ordinal)] : [];
        var led = LedInto.Of(tried, catalog.Current);
        var alone = led.Plans.Except(others).ToList();
        var now = clock.Now();
        var past = form.On == SimulatedPeople.Past ? await store.ReadAsync(unit => PastPeople.TakeAsync(unit, now.AddDays(-form.Days), now, SimulationForm.MostEvents), cancellationToken) : null;
        var from = past?.From ?? now;
        var until = past is null ? now.AddDays(form.Days) : now;
        var people = past is null ? new SamplePeople(form.People, form.Seed, from, until, [tried, .. others.Select(plan => plan.Definition)]) : null;

        using var memory = new InMemoryStore(keepEvents: false);
        var rows = new Rows();
        var run = new SimulationRun(new SimulationParts
        {
            Store = memory,
            Site = new FixedSite(profile),
            Zone = WallClock.Zone(null, profile.TimeZone),
            Liquid = liquid,
            From = from,
            Listener = rows,
            Response = people is null ? null : people.Respond,
        });
        if (past is not null)
        {
            await memory.ExecuteAsync(async unit => await past.PutAsync(unit), cancellationToken);
        }

        await run.AddAsync(definition, cancellationToken);
        foreach (var json in await DefinitionsAsync(others, cancellationToken))
        {
            await run.AddAsync(json, cancellationToken);
        }

        foreach (var json in await DefinitionsAsync(alone, cancellationToken))
        {
            await run.AddAsync(LedInto.WithoutTrigger(json), cancellationToken);
        }

        foreach (var plan in alone.Where(plan => !catalog.Admits(plan.Definition.Id)))
        {
            await run.Store.ExecuteAsync(unit => SequenceCatalog.CloseAsync(unit, plan.Definition.Id), cancellationToken);
        }

        var refused = new List<string>();
        var events = past?.Events ?? people!.Events();
        var taken = await run.RunAsync(events, until, (one, e) => Note(refused, one, e), progress, cancellationToken);
        return new SimulationResult
        {
            SequenceId = id,
            From = from,
            Until = until,
            Zone = WallClock.Zone(null, profile.TimeZone),
            Events = taken.Accepted,
            Contacts = await memory.ReadAsync(async unit => (await unit.Contacts.SearchAsync(null, 0, 1)).Total, cancellationToken),
            IsCut = past is not null && past.From > now.AddDays(-form.Days),
            Tally = run.Tally,
            Rows = rows.Sorted(),
            Refused = refused,
            Lost = led.Lost,
            LedInto = [.. led.Plans.Select(plan => new LedSequence(plan.Definition.Name, catalog.Admits(plan.Definition.Id)))],
            RanAlone = !form.Others,
        };
    }

    private static void Note(List<string> refused, BehaviorEvent one, FieldException e)
    {
        if (refused.Count < MostRefused)
        {
            refused.Add($"{one.Type} {one.Subject}: {e.Message}");
        }
    }

    private Task<List<string>> DefinitionsAsync(IReadOnlyList<SequencePlan> plans, CancellationToken cancellationToken)
        => store.ReadAsync(
            async unit =>
            {
                var all = new List<string>(plans.Count);
                foreach (var plan in plans)
                {
                    if (await unit.Sequences.GetAsync(plan.Definition.Id, plan.Version) is { } stored)
                    {
                        all.Add(stored.Json);
                    }
                }

                return all;
            },
            cancellationToken);

    private sealed class Rows : ISimulationListener
    {
        private readonly List<SimulatedRow> _rows = [];

        public void Mail(SendRecord record, string contact) => _rows.Add(new SimulatedRow(record.UpdatedAt, contact, record));

        public void Passage(Enrollment? before, Enrollment after)
        {
            // The tally counts them.
        }

        public IReadOnlyList<SimulatedRow> Sorted()
            => [.. _rows.OrderBy(row => row.Time).ThenBy(row => row.Contact, StringComparer.Ordinal).ThenBy(row => row.Mail.Key.Journey, StringComparer.Ordinal).ThenBy(row => row.Mail.Id, StringComparer.Ordinal)];
    }
}
