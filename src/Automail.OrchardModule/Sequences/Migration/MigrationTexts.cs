using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Sequences.Editing;
using Microsoft.Extensions.Localization;
using OrchardCore.Localization;

namespace Automail.OrchardModule.Sequences.Migration;

/// <summary>Versions, and moving people between them, in words.</summary>
internal sealed class MigrationTexts(StepWords steps, IStringLocalizer<MigrationTexts> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>The page's name.</summary>
    public string Title => S["Versions and the people in them"];

    /// <summary>What a version has not in common with the target.</summary>
    public IReadOnlyList<string> Changes(VersionDifference difference) => [.. difference.Steps.Select(Change), .. difference.Settings.Select(setting => S["Changed: {0}", Setting(setting.Name)].Value)];

    /// <summary>A step, with its id.</summary>
    public string Step(Step step) => S["{0}: {1}", step.Id, steps.Of(step)];

    /// <summary>What would happen to a passage.</summary>
    public string Outcome(MigrationOutcome outcome, Step? to) => (outcome, to) switch
    {
        (MigrationOutcome.Moved, not null) => S["Goes on with {0}", Step(to)],
        (MigrationOutcome.Continued, not null) => S["Had finished, and goes on with {0}", Step(to)],
        (MigrationOutcome.Exited, _) => S["Is taken out"],
        _ => S["Is left as it is"],
    };

    /// <summary>How far a move is.</summary>
    public string State(MigrationState state) => state switch
    {
        MigrationState.Running => S["Running"],
        MigrationState.Done => S["Done"],
        MigrationState.Stopped => S["Stopped"],
        _ => S["Failed"],
    };

    /// <summary>The style of its badge.</summary>
    public static string StateClass(MigrationState state) => state switch
    {
        MigrationState.Running => "text-bg-info",
        MigrationState.Done => "text-bg-success",
        MigrationState.Stopped => "text-bg-secondary",
        _ => "text-bg-danger",
    };

    /// <summary>What a stopped move left; null for another one.</summary>
    public string? Left(SequenceMigration migration)
        => migration.State != MigrationState.Stopped ? null
            : S["Stopped by {0}. Who was moved stays moved, and the others stay where they are. They can be moved later.", migration.StoppedBy ?? ""].Value;

    /// <summary>What a move has done so far, in one sentence.</summary>
    public string Progress(SequenceMigration migration)
        => S["{0:N0} of {1:N0} done: {2:N0} moved, {3:N0} taken out, {4:N0} had finished and go on, {5:N0} left as they are", Done(migration), Math.Max(migration.People, Done(migration)), migration.Moved, migration.Exited, migration.Continued, migration.LeftAlone];

    /// <summary>How much of a move is done, of a hundred.</summary>
    public static int Percent(SequenceMigration migration)
        => migration.State == MigrationState.Done ? 100 : migration.People == 0 ? 0 : (int)Math.Min(99, 100L * Done(migration) / migration.People);

    private static int Done(SequenceMigration migration) => migration.Moved + migration.Exited + migration.Continued + migration.LeftAlone;

    private string Change(StepDifference step)
    {
        if (step.IsVanished)
        {
            return S["Vanished: {0}", Step(step.Before!)];
        }

        if (step.IsAdded)
        {
            return S["Added: {0}", Step(step.After!)];
        }

        var (was, now) = (steps.Of(step.Before!), steps.Of(step.After!));
        return step.Changes.Count == 0 ? S["Stands elsewhere: {0}", Step(step.After!)]
            : was == now ? S["Changed: {0}", Step(step.After!)]
            : S["Changed: {0} → {1}", Step(step.Before!), now];
    }

    private string Setting(string name) => name switch
    {
        "trigger" => S["who enters"],
        "reentry" => S["who may enter again"],
        "exit" => S["what ends it"],
        "goal" => S["the goal"],
        "window" => S["when mail may go out"],
        "overdue" => S["what happens to late mail"],
        "purpose" => S["the purpose"],
        "name" => S["the name"],
        _ => name,
    };
}
