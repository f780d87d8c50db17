using Automail.OrchardModule.Scheduling;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Npgsql;
using YesSql;

namespace Automail.OrchardModule.Storage;

/// <summary>Which errors mean that another writer was faster, so that the unit can be run again.</summary>
internal static class Conflicts
{
    // https://www.sqlite.org/rescode.html
    private const int SqliteBusy = 5;
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;

    // https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
    private const int SqlServerForeignKey = 547;
    private const int SqlServerDeadlock = 1205;
    private const int SqlServerUniqueIndex = 2601;
    private const int SqlServerUniqueConstraint = 2627;

    /// <summary>
    /// A document that changed since it was read, a unique key that another transaction took, a deadlock that we lost; or a
    /// foreign key, which with us leads from an index to its document: that was deleted.
    /// </summary>
    public static bool LostTo(Exception exception) => exception switch
    {
        ConcurrencyException or LeaseLostException => true,
        SqliteException e => e.SqliteExtendedErrorCode is SqliteConstraintPrimaryKey or SqliteConstraintUnique,
        PostgresException e => e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation
            or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
        MySqlException e => e.ErrorCode is MySqlErrorCode.DuplicateKeyEntry or MySqlErrorCode.NoReferencedRow2 or MySqlErrorCode.LockDeadlock,
        SqlException e => e.Number is SqlServerUniqueIndex or SqlServerUniqueConstraint or SqlServerForeignKey or SqlServerDeadlock,
        _ => false,
    };

    /// <summary>Another writer held SQLite's one write lock for longer than a command may wait. Waiting again would not help.</summary>
    public static bool LockedOut(Exception exception) => exception is SqliteException { SqliteErrorCode: SqliteBusy };
}
