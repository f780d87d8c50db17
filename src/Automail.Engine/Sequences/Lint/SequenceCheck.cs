using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint;

/// <summary>The code behind a rule. It holds no state: one object serves all threads.</summary>
internal abstract class SequenceCheck
{
    /// <summary>The rule.</summary>
    public abstract LintRule Rule { get; }

    /// <summary>Whether it judges how steps work together, which cannot be done while some of them cannot be read.</summary>
    public virtual bool NeedsTheWhole => true;

    /// <summary>Looks at a definition.</summary>
    public abstract void Check(LintedSequence sequence, SequenceReport report);
}
