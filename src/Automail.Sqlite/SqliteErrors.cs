using Automail.Engine;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Automail.Sqlite;

/// <summary>Tells what a failing file needs. Other errors of SQLite are ours and stay as they are.</summary>
internal static class SqliteErrors
{
    public static StoreUnavailableException? Translate(SqliteException e, string path)
    {
        var problem = e.SqliteErrorCode switch
        {
            SQLITE_BUSY or SQLITE_LOCKED => "is locked by another program that writes to it. Close that program, or wait until it is done.",
            SQLITE_READONLY => "cannot be written. Give this account the right to write the file and its folder, or choose another folder.",
            SQLITE_FULL => "has no room to grow: the disk or its quota is full. Make room and try again; nothing half done was kept.",
            SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH => "cannot be opened. Check that it is a file in a folder that exists and that this account may read and write both.",
            SQLITE_NOTADB => "is not a SQLite database. Choose another file.",
            SQLITE_CORRUPT => "is damaged. Restore it from a backup.",
            SQLITE_IOERR => "cannot be read or written: the disk reports an error. Check the disk and the space on it.",
            SQLITE_NOMEM => "cannot be used: there is no memory left.",
            _ => null,
        };
        return problem is null ? null : new StoreUnavailableException($"The database file '{path}' {problem} ({e.Message})", e);
    }
}
