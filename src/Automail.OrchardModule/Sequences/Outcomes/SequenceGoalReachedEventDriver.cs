using Automail.OrchardModule.Sequences.Enrolling;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Outcomes;

/// <summary>The editor.</summary>
internal sealed class SequenceGoalReachedEventDriver(SequenceChoice choice, IStringLocalizer<SequenceGoalReachedEventDriver> localizer) : SequenceEventDriver<SequenceGoalReachedEvent>(choice, localizer);
