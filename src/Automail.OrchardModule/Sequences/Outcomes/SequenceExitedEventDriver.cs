using Automail.OrchardModule.Sequences.Enrolling;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Outcomes;

/// <summary>The editor.</summary>
internal sealed class SequenceExitedEventDriver(SequenceChoice choice, IStringLocalizer<SequenceExitedEventDriver> localizer) : SequenceEventDriver<SequenceExitedEvent>(choice, localizer);
