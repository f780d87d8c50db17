namespace Automail.Engine.Scheduling;

/// <summary>What happens to a mail that comes up long after it was due (design, invariant 9): it is sent while younger than the limit, else skipped and recorded.</summary>
/// <param name="After">The limit.</param>
/// <param name="Skip">Whether a mail past the limit is skipped; otherwise it is sent all the same.</param>
public sealed record OverduePolicy(TimeSpan After, bool Skip)
{
    /// <summary>Skip what is more than 24 hours late.</summary>
    public static readonly OverduePolicy Standard = new(TimeSpan.FromHours(24), Skip: true);

    /// <summary>Whether a mail that was due at <paramref name="due"/> is to be skipped at <paramref name="now"/>.</summary>
    public bool Skips(DateTimeOffset due, DateTimeOffset now) => Skip && now - due > After;
}
