using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Sequences.People;
using NodaTime;

namespace Automail.OrchardModule.Sequences.Migration;

/// <summary>The people in earlier versions of a sequence, and what may happen to them.</summary>
internal sealed record VersionsViewModel
{
    public required SequenceHeading Sequence { get; init; }

    public required MigrationTarget Target { get; init; }

    /// <summary>Why the draft cannot be published, if there is one.</summary>
    public required IReadOnlyList<SequenceProblem> Problems { get; init; }

    /// <summary>How many people are on the target version already.</summary>
    public required int OnTarget { get; init; }

    public required IReadOnlyList<VersionCard> Versions { get; init; }

    /// <summary>Where people can go on: the target's steps.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Places { get; init; }

    /// <summary>The latest move; null when there was none.</summary>
    public required SequenceMigration? Last { get; init; }

    /// <summary>Whether who looks may move people, and publish the draft if there is one.</summary>
    public bool MayMove { get; init; }

    public string? Contact { get; init; }

    public string? Reason { get; init; }

    /// <summary>What would happen to some; null when that was not asked.</summary>
    public IReadOnlyList<SampleRow>? Samples { get; init; }

    /// <summary>Whether the preview was for somebody who is not known.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>The fingerprint of the answers that the page has, which it sends with what it offers to do.</summary>
    public string Shown => MigrationAnswers.FingerprintOf(Versions.Select(version =>
        new VersionAnswer(version.Version, version.Answer) { OffersAdded = version.Offers, Steps = version.Steps.ToDictionary(place => place.StepId, place => MigrationForm.StepOf(place.To), StringComparer.Ordinal) }));

    /// <summary>Whether somebody is to be moved, taken out or taken on.</summary>
    public bool MovesAnybody => Versions.Any(version => version.Answer != PeopleAnswer.Stay || version.Offers);
}

/// <summary>The people of a version.</summary>
internal sealed record VersionCard
{
    public required int Version { get; init; }

    /// <summary>Whether its definition can be read. Who is inside of one that cannot may only stay or leave.</summary>
    public required bool IsReadable { get; init; }

    public required int Inside { get; init; }

    /// <summary>How many came to its end, and could go on with what was added.</summary>
    public required int Finished { get; init; }

    /// <summary>What was added for them.</summary>
    public required string? Added { get; init; }

    /// <summary>What the target has not in common with it, in words.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    public required IReadOnlyList<PlaceRow> Steps { get; init; }

    public PeopleAnswer Answer { get; init; }

    public bool Offers { get; init; }
}

/// <summary>A step at which people stand.</summary>
internal sealed record PlaceRow
{
    public required string StepId { get; init; }

    public required string Words { get; init; }

    public required int People { get; init; }

    /// <summary>Whether the target has it no more.</summary>
    public required bool IsVanished { get; init; }

    /// <summary>Whether it sends a template that is not there.</summary>
    public required string? MissingTemplate { get; init; }

    /// <summary>Where they go on, as a form sends it.</summary>
    public required string To { get; init; }

    /// <summary>The mails that lie behind them and come again on the way; nobody gets them twice.</summary>
    public required IReadOnlyList<string> PassedAgain { get; init; }
}

/// <summary>What would happen to somebody.</summary>
/// <param name="Contact">Who.</param>
/// <param name="Version">On which version the passage is.</param>
/// <param name="From">Where it stands.</param>
/// <param name="Outcome">What would happen, in words.</param>
/// <param name="Lines">The mails.</param>
/// <param name="Zone">The zone in which the times are.</param>
/// <param name="IsPaused">Whether it stands still, and will after that.</param>
internal sealed record SampleRow(Contact Contact, int Version, string? From, string Outcome, IReadOnlyList<TraceLine> Lines, DateTimeZone Zone, bool IsPaused);
