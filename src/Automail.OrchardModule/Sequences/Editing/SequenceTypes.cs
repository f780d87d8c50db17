namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>The content types of this slice.</summary>
public static class SequenceTypes
{
    /// <summary>A sequence.</summary>
    public const string Sequence = "EmailSequence";
}
