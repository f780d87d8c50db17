using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint;

/// <summary>The code behind a rule. It holds no state: one object serves all threads.</summary>
internal abstract class LintCheck
{
    /// <summary>The rule.</summary>
    public abstract LintRule Rule { get; }

    /// <summary>Looks at one text that the author wrote.</summary>
    public virtual void CheckSource(LintSource source, LintReport report)
    {
    }

    /// <summary>Looks at a template as a whole.</summary>
    public virtual void CheckMail(LintMail mail, LintReport report)
    {
    }
}
