using System.Data.Common;
using Automail.Engine.Consent;

namespace Automail.Sqlite;

internal sealed class SqliteSuppressions(SqliteUnit unit) : ISuppressionStore
{
    private static readonly Statement Add = new("""
        INSERT INTO suppressions (address_hash, reason, time, source) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (address_hash) DO NOTHING
        """);

    private static readonly Statement Delete = new("DELETE FROM suppressions WHERE address_hash = ?1");
    private static readonly Statement ByHash = new("""
        SELECT address_hash, reason, time, source FROM suppressions WHERE address_hash IN (SELECT value FROM json_each(?1))
        """);

    public Task<bool> TryAddAsync(Suppression suppression)
        => Task.FromResult(unit.Execute(
            Add, suppression.AddressHash, suppression.Reason.ToString(), suppression.Time.ToColumn(), suppression.Source) == 1);

    public Task<bool> RemoveAsync(string addressHash) => Task.FromResult(unit.Execute(Delete, addressHash) == 1);

    public Task<IReadOnlyDictionary<string, Suppression>> FindAsync(IReadOnlyCollection<string> addressHashes)
        => Task.FromResult<IReadOnlyDictionary<string, Suppression>>(
            unit.Query(ByHash, Read, addressHashes.ToKeys()).ToDictionary(s => s.AddressHash, StringComparer.Ordinal));

    private static Suppression Read(DbDataReader row) => new(row.GetString(0), row.Enum<SuppressionReason>(1), row.Time(2), row.GetString(3));
}
