using Automail.OrchardModule.Sequences.Enrolling;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Outcomes;

/// <summary>The editor.</summary>
internal sealed class SequenceFinishedEventDriver(SequenceChoice choice, IStringLocalizer<SequenceFinishedEventDriver> localizer) : SequenceEventDriver<SequenceFinishedEvent>(choice, localizer);
