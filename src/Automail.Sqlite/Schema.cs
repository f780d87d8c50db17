using Automail.Engine;
using Dapper;

namespace Automail.Sqlite;

/// <summary>The tables, and how an older file becomes a newer one. The file's <c>user_version</c> tells how many steps it has taken.</summary>
internal static class Schema
{
    // A step that was published is never changed; a change is a new step.
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE contacts (
            id TEXT NOT NULL PRIMARY KEY,
            email TEXT, external_id TEXT, anonymous_ids TEXT,
            name TEXT, first_name TEXT, locale TEXT, time_zone TEXT, tags TEXT, attributes TEXT,
            order_count INTEGER NOT NULL, order_total TEXT NOT NULL, last_order_time INTEGER,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, search TEXT NOT NULL);
        -- Holds all that a search looks at: a part of a name is looked for in this index only.
        CREATE INDEX contacts_by_change ON contacts (updated_at DESC, id, search);

        CREATE TABLE identities (identity TEXT NOT NULL PRIMARY KEY, contact_id TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE events (
            source TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, subject TEXT NOT NULL, time INTEGER NOT NULL, data TEXT,
            contact_id TEXT NOT NULL, PRIMARY KEY (source, id));
        CREATE INDEX events_by_contact ON events (contact_id, time, type);

        CREATE TABLE carts (
            cart_id TEXT NOT NULL PRIMARY KEY, contact_id TEXT NOT NULL, currency TEXT NOT NULL, items TEXT, total TEXT NOT NULL,
            updated_at INTEGER NOT NULL, reported_idle INTEGER NOT NULL);
        CREATE INDEX carts_by_contact ON carts (contact_id, cart_id);

        CREATE TABLE consents (
            number INTEGER PRIMARY KEY, contact_id TEXT NOT NULL, purpose TEXT NOT NULL, status TEXT NOT NULL, time INTEGER NOT NULL,
            source TEXT NOT NULL, text_version TEXT);
        CREATE INDEX consents_by_contact ON consents (contact_id, purpose, time);

        CREATE TABLE suppressions (
            address_hash TEXT NOT NULL PRIMARY KEY, reason TEXT NOT NULL, time INTEGER NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE sequences (
            sequence_id TEXT NOT NULL, version INTEGER NOT NULL, json TEXT NOT NULL, added_at INTEGER NOT NULL, PRIMARY KEY (sequence_id, version));

        CREATE TABLE enrollments (
            id TEXT NOT NULL PRIMARY KEY, journey_id TEXT NOT NULL, version INTEGER NOT NULL, contact_id TEXT NOT NULL, number INTEGER NOT NULL,
            entered_at INTEGER NOT NULL, entered_type TEXT, entered_time INTEGER, entered_data TEXT,
            status TEXT NOT NULL, ended_at INTEGER, end_reason TEXT,
            step_id TEXT, step_started_at INTEGER NOT NULL, wake_at INTEGER, send_due_at INTEGER, instance TEXT);
        CREATE INDEX enrollments_by_contact ON enrollments (contact_id, journey_id, number);

        -- Rows lie in the order in which they come due, so that a claim reads and writes a few neighbouring pages however many rows wait; and it leaves
        -- the index on the key alone. token is 0 while nobody holds the row; a claim finds free rows in due_free, without passing over held ones.
        CREATE TABLE due (
            kind TEXT NOT NULL, due_at INTEGER NOT NULL, key TEXT NOT NULL,
            token INTEGER NOT NULL, lease_until INTEGER NOT NULL, attempts INTEGER NOT NULL, last_error TEXT,
            PRIMARY KEY (kind, due_at, key)) WITHOUT ROWID;
        CREATE UNIQUE INDEX due_by_key ON due (key);
        CREATE INDEX due_free ON due (kind, due_at, key) WHERE token = 0;
        CREATE INDEX due_held ON due (lease_until) WHERE token <> 0;

        CREATE TABLE counters (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counters VALUES ('token', 0);

        CREATE TABLE sends (
            id TEXT NOT NULL PRIMARY KEY,
            journey TEXT NOT NULL, version INTEGER NOT NULL, instance TEXT NOT NULL, step TEXT NOT NULL, occurrence INTEGER NOT NULL,
            contact_id TEXT NOT NULL, email TEXT, template TEXT NOT NULL, purpose TEXT NOT NULL, enrollment_id TEXT,
            state TEXT NOT NULL, reason TEXT, subject TEXT, message_id TEXT,
            queued_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, attempts INTEGER NOT NULL, event TEXT, model TEXT, search TEXT NOT NULL);
        CREATE INDEX sends_by_change ON sends (updated_at DESC, id, search);
        CREATE INDEX sends_by_state ON sends (state, updated_at DESC, id);
        CREATE INDEX sends_by_contact ON sends (contact_id, updated_at DESC, id);
        """,
        "ALTER TABLE sends ADD COLUMN template_version TEXT;",
        """
        -- What a contact did last of one kind, for mails that show it.
        CREATE INDEX events_by_type ON events (contact_id, type, time);
        """,
        "ALTER TABLE sequences ADD COLUMN admits INTEGER NOT NULL DEFAULT 1;",
        """
        ALTER TABLE enrollments ADD COLUMN paused_at INTEGER;
        ALTER TABLE enrollments ADD COLUMN paused_by TEXT;
        ALTER TABLE enrollments ADD COLUMN paused_wake_at INTEGER;
        ALTER TABLE enrollments ADD COLUMN trace TEXT;
        -- Everybody who is inside a sequence, for what is done to all of them.
        CREATE INDEX enrollments_inside ON enrollments (journey_id, id) WHERE status = 'Active';
        """,
        """
        ALTER TABLE enrollments ADD COLUMN entered_version INTEGER;
        -- Everybody who came to the end of a version, for steps that are added later.
        CREATE INDEX enrollments_completed ON enrollments (journey_id, version, id) WHERE status = 'Completed';
        CREATE TABLE migrations (id TEXT NOT NULL PRIMARY KEY, sequence_id TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX migrations_by_sequence ON migrations (sequence_id, number);
        """,
        """
        -- What goes to others: a mail to the team, a webhook.
        ALTER TABLE sends ADD COLUMN kind TEXT NOT NULL DEFAULT 'Mail';
        ALTER TABLE sends ADD COLUMN url TEXT;
        ALTER TABLE sends ADD COLUMN body TEXT;
        """,
        """
        -- By contact alone: what changes with each state of a mail would be written to a page of its own for each mail of a batch. A contact has few.
        DROP INDEX sends_by_contact;
        CREATE INDEX sends_by_contact ON sends (contact_id);
        """,
        """
        ALTER TABLE sends ADD COLUMN clicked_at INTEGER;
        ALTER TABLE sends ADD COLUMN decided_version INTEGER;
        UPDATE sends SET clicked_at = c.time
            FROM (SELECT json_extract(data, '$.sendId') AS id, min(time) AS time FROM events WHERE type = 'link.clicked' AND source = 'automail' GROUP BY 1) AS c WHERE c.id = sends.id;
        CREATE TABLE step_tallies (
            journey TEXT NOT NULL, version INTEGER NOT NULL, step TEXT NOT NULL, fact TEXT NOT NULL, detail TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (journey, version, step, fact, detail)) WITHOUT ROWID;
        -- What happened before is counted once, as it is counted from now on (MailTallies, PassageTallies); steps that are no mail left no record of who passed them.
        INSERT INTO step_tallies
            SELECT journey, version, step, state,
                CASE WHEN state = 'Skipped' AND (reason LIKE 'suppressed:%' OR reason IN ('no-address', 'suppressed', 'no-consent', 'consent-not-confirmed', 'unsubscribed', 'journey-ended',
                    'frequency-cap', 'quiet-hours', 'overdue', 'skipped-ahead', 'moved', 'passed-before', 'unknown-template')) THEN reason ELSE '' END,
                count(*)
            FROM sends WHERE enrollment_id = instance AND state IN ('Sent', 'Skipped', 'Failed', 'InDoubt') GROUP BY 1, 2, 3, 4, 5;
        INSERT INTO step_tallies
            SELECT journey, version, step, 'Clicked', '', count(*) FROM sends WHERE enrollment_id = instance AND clicked_at IS NOT NULL GROUP BY 1, 2, 3;
        INSERT INTO step_tallies
            SELECT journey_id, version, ifnull(step_id, ''), 'Left', status, count(*)
            FROM enrollments WHERE instance IS NULL AND status NOT IN ('Active', 'Completed') GROUP BY 1, 2, 3, 5;
        INSERT INTO counters SELECT 'passages-counted-since', CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE EXISTS (SELECT 1 FROM enrollments WHERE instance IS NULL);
        """,
    ];

    /// <summary>Brings the file up to date, all of it or nothing.</summary>
    public static void Migrate(SqliteSession session, string path)
    {
        if (Version(session) == Steps.Length)
        {
            return;
        }

        session.Begin();
        try
        {
            // Another process may have been faster: what counts is what the lock shows.
            var version = Version(session);
            if (version > Steps.Length)
            {
                throw new StoreUnavailableException(
                    $"The database file '{path}' was made by a newer Automail (version {version} of the tables; this one knows {Steps.Length}). Update Automail.");
            }

            foreach (var step in Steps.Skip(version))
            {
                session.Run(c => c.Execute(step));
            }

            session.Run(c => c.Execute($"PRAGMA user_version = {Steps.Length}"));
            session.Commit();
        }
        catch
        {
            session.TryRollback();
            throw;
        }
    }

    private static int Version(SqliteSession session) => session.Scalar<int>("PRAGMA user_version");
}
