namespace Automail.Sqlite;

/// <summary>The highest token that this process has given out, also by units that failed: theirs must match nothing later.</summary>
internal sealed class DueTokens
{
    public long Last { get; set; }
}
