using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Sequences.People;
using Automail.OrchardModule.Templates;

namespace Automail.OrchardModule.Sequences.Migration;

/// <summary>Reads where people stand in the versions of a sequence, and what would come of moving them.</summary>
internal sealed class VersionsReader(
    IAutomailStore store, MigrationDesk desk, MigrationTargets targets, PeopleReader people, SequenceSteps steps, StepWords words, TraceWords traces, MigrationTexts texts, TemplateCatalog templates, ISite site)
{
    /// <summary>The page, with the answers of a form; null when there is no such sequence.</summary>
    public async Task<VersionsViewModel?> ReadAsync(string sequenceId, MigrationForm? form)
    {
        if (await people.FindAsync(sequenceId, texts.Title) is not { } heading || await targets.FindAsync(sequenceId) is not var (target, problems))
        {
            return null;
        }

        var known = (await templates.NamesAsync()).ToHashSet(StringComparer.Ordinal);
        var (versions, last) = await store.ReadAsync(async unit => (await desk.PeopleAsync(unit, sequenceId), await unit.Sequences.LatestMigrationAsync(sequenceId)));
        var cards = versions.Where(version => version.Version != target.Version)
            .Select(version => Card(version, target, form?.Versions?.FirstOrDefault(answer => answer.Version == version.Version), known))
            .Where(card => card.Inside > 0 || card.Finished > 0).ToList();
        return new VersionsViewModel
        {
            Sequence = heading,
            Target = target,
            Problems = problems,
            OnTarget = versions.Where(version => version.Version == target.Version).Sum(version => version.Inside.Sum(count => count.People)),
            Versions = cards,
            Places = steps.Choice(target.Definition.AllSteps()),
            Last = last,
            Contact = form?.Contact,
            Reason = form?.Reason,
        };
    }

    /// <summary>The plan that a form says.</summary>
    public static MigrationPlan PlanOf(string sequenceId, MigrationForm form)
        => new(sequenceId, form.ToVersion, [.. (form.Versions ?? []).Select(AnswerOf).Where(answer => answer.Answer != PeopleAnswer.Stay || answer.OffersAdded)]);

    /// <summary>What would happen to some people, or to one.</summary>
    /// <exception cref="FieldException">The plan is wrong.</exception>
    public async Task<VersionsViewModel> PreviewAsync(VersionsViewModel model, MigrationForm form, CancellationToken cancellationToken)
    {
        string? contactId = null;
        if (!string.IsNullOrWhiteSpace(form.Contact) && (contactId = await ContactAsync(form.Contact.Trim())) is null)
        {
            return model with { IsUnknown = true };
        }

        var target = model.Target;
        var samples = await desk.PreviewAsync(new MigrationPreview(PlanOf(model.Sequence.Id, form), target.Draft is null ? null : target.Json, contactId), cancellationToken);
        var site = (await SiteAsync()).TimeZone;
        var placed = target.Definition.AllSteps().ToDictionary(step => step.Id, StringComparer.Ordinal);
        var rows = new List<SampleRow>();
        foreach (var sample in samples)
        {
            var from = sample.Passage.StepId is { } at && sample.Passage.Status == EnrollmentStatus.Active
                ? await store.ReadAsync(unit => steps.WordsAsync(unit, model.Sequence.Id, sample.Passage.Version, at), cancellationToken)
                : null;
            rows.Add(new SampleRow(
                sample.Contact, sample.Passage.Version, from, texts.Outcome(sample.Outcome, sample.ToStepId is { } to ? placed.GetValueOrDefault(to) : null),
                [.. sample.Mails.Select(mail => traces.Of(mail, target.Definition.Purpose))], WallClock.Zone(sample.Contact.TimeZone, site),
                PassageStates.Of(sample.After) == PassageState.Paused));
        }

        return model with { Samples = rows };
    }

    private Task<SiteProfile> SiteAsync() => site.GetProfileAsync().AsTask();

    private Task<string?> ContactAsync(string text)
        => store.ReadAsync(async unit => (await unit.Contacts.FindAsync(ContactIdentity.FromSubject(text)) ?? await unit.Contacts.GetAsync(text))?.Id);

    private static VersionAnswer AnswerOf(VersionForm form)
        => new(form.Version, Enum.TryParse<PeopleAnswer>(form.Answer, ignoreCase: true, out var answer) && Enum.IsDefined(answer) ? answer : PeopleAnswer.Stay)
        {
            OffersAdded = form.Offers,
            Steps = (form.Steps ?? []).Where(place => place is { Id: not null, To: not null } && (place.To == MigrationForm.Exit || place.To.StartsWith(MigrationForm.StepPrefix, StringComparison.Ordinal)))
                .DistinctBy(place => place.Id)
                .ToDictionary(place => place.Id!, place => MigrationForm.StepOf(place.To!), StringComparer.Ordinal),
        };

    private VersionCard Card(VersionPeople version, MigrationTarget target, VersionForm? form, HashSet<string> known)
    {
        var inside = version.Inside.Sum(count => count.People);
        if (version.Json is null)
        {
            return new VersionCard { Version = version.Version, IsReadable = false, Inside = inside, Finished = 0, Added = null, Changes = [], Steps = [], Answer = form is null ? PeopleAnswer.Stay : AnswerOf(form).Answer };
        }

        var was = SequenceReader.Read(version.Json);
        var answer = form is null ? null : AnswerOf(form);
        var added = version.Finished.Select(count => (count.People, Step: MigrationProposal.Added(was, target.Definition, count.StepId))).Where(count => count.Step is not null).ToList();
        return new VersionCard
        {
            Version = version.Version,
            IsReadable = true,
            Inside = inside,
            Finished = added.Sum(count => count.People),
            Added = added.Count == 0 ? null : string.Join(", ", added.Select(count => count.Step!).Distinct().Select(id => texts.Step(target.Definition.AllSteps().First(step => step.Id == id)))),
            Changes = texts.Changes(VersionDifference.Between(version.Json, target.Json)),
            Steps = Places(version, was, target, answer, known),
            Answer = answer?.Answer ?? PeopleAnswer.Stay,
            Offers = answer?.OffersAdded ?? false,
        };
    }

    private List<PlaceRow> Places(VersionPeople version, SequenceDefinition was, MigrationTarget target, VersionAnswer? answer, HashSet<string> known)
    {
        var (before, after) = (new SequencePlan(was, version.Version), new SequencePlan(target.Definition, target.Version));
        var proposal = MigrationProposal.Steps(was, target.Definition);
        var here = target.Definition.AllSteps().Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var rows = new List<PlaceRow>();
        foreach (var step in was.AllSteps())
        {
            var standing = version.Inside.Where(count => count.StepId == step.Id).Sum(count => count.People);
            if (standing == 0)
            {
                continue;
            }

            var to = answer is not null && answer.Steps.TryGetValue(step.Id, out var chosen) && (chosen is null || here.Contains(chosen)) ? chosen : proposal[step.Id];
            rows.Add(new PlaceRow
            {
                StepId = step.Id,
                Words = words.Of(step),
                People = standing,
                IsVanished = !here.Contains(step.Id),
                MissingTemplate = step is SendStep send && !known.Contains(send.Template) ? send.Template : null,
                To = to is null ? MigrationForm.Exit : MigrationForm.StepPrefix + to,
                PassedAgain = to is null ? [] : MigrationProposal.PassedAgain(before, step.Id, after, to),
            });
        }

        return rows;
    }
}
