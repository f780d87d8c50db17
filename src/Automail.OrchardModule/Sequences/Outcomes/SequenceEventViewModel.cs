using Automail.OrchardModule.Sequences.Enrolling;

namespace Automail.OrchardModule.Sequences.Outcomes;

/// <summary>The form of the triggers that hear of the end of a passage; no sequence stands for all.</summary>
public class SequenceEventViewModel : SequenceTaskViewModel;
