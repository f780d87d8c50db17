using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Insights;
using Automail.Engine.Sequences;

namespace Automail.Cli.Demo.Numbers;

/// <summary>How many people are where in a sequence, and what happened at its steps, all versions together: the numbers that the editor of a site shows.</summary>
internal static class SequenceNumbers
{
    /// <summary>The sequences of which there is something to tell, by name.</summary>
    public static async Task<IReadOnlyList<object>> OfAllAsync(IUnitOfWork unit, SequenceCatalog catalog)
    {
        var told = new List<object>();
        foreach (var plan in catalog.Current.Values.OrderBy(plan => plan.Definition.Name, StringComparer.Ordinal))
        {
            var inside = await unit.Enrollments.CountAsync(plan.Definition.Id, completed: false);
            var finished = await unit.Enrollments.CountAsync(plan.Definition.Id, completed: true);
            var tallies = await unit.Tallies.OfAsync(plan.Definition.Id);
            if (inside.Count + finished.Count + tallies.Count > 0)
            {
                told.Add(new
                {
                    id = plan.Definition.Id,
                    name = plan.Definition.Name,
                    inside = inside.Sum(count => count.People),
                    finished = finished.Sum(count => count.People),
                    left = tallies.Where(tally => tally.Fact == StepFact.Left).Sum(tally => tally.Count),
                    steps = Steps(plan, inside, tallies),
                });
            }
        }

        return told;
    }

    /// <summary>The steps of the latest version in order; below them those of earlier ones that it has no more, as far as there is something to tell.</summary>
    private static IEnumerable<object> Steps(SequencePlan plan, IReadOnlyList<StepCount> inside, IReadOnlyList<StepTally> tallies)
    {
        var waiting = inside.Where(count => !string.IsNullOrEmpty(count.StepId)).ToLookup(count => count.StepId!, count => count.People, StringComparer.Ordinal);
        var counted = tallies.Where(tally => tally.StepId.Length > 0).ToLookup(tally => tally.StepId, StringComparer.Ordinal);
        var present = StepTree.Flatten(plan.Definition.Steps).ToList();
        var known = present.Select(place => place.Step.Id).ToHashSet(StringComparer.Ordinal);
        var gone = waiting.Select(step => step.Key).Concat(counted.Select(step => step.Key)).Where(id => !known.Contains(id)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return
        [
            .. present.Select(place => Told(place.Step.Id, StepWords.Does(place.Step), place.Depth, place.Way, Kind(place.Step))),
            .. gone.Select(id => Told(id, id, 0, "of an earlier version", "")),
        ];

        object Told(string id, string does, int depth, string way, string kind)
        {
            var numbers = StepNumbers.Of([.. counted[id]]);
            return new
            {
                id,
                does,
                depth,
                way,
                kind,
                waiting = waiting[id].Sum(),
                sent = numbers.Sent,
                clicked = numbers.Clicked,
                clickedShare = numbers.ClickedShare,
                failed = numbers.Failed,
                inDoubt = numbers.InDoubt,
                notSent = numbers.NotSent.Select(Named),
                wentOn = numbers.WentOn.Select(Named),
                left = numbers.Left.Select(Named),
            };
        }
    }

    private static object Named(DetailCount count) => new { what = count.Detail, count = count.Count };

    private static string Kind(Step step) => step switch
    {
        SendStep => "mail",
        NotifyStep => "notice",
        WebhookStep => "webhook",
        _ => "",
    };
}
