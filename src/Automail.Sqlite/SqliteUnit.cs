using System.Data.Common;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Sqlite;

/// <summary>One transaction, as the stores of the slices see it.</summary>
internal sealed class SqliteUnit : IUnitOfWork
{
    private readonly SqliteSession _session;
    private readonly SqliteTallies _tallies;

    public SqliteUnit(SqliteSession session, DueTokens tokens)
    {
        _session = session;
        Contacts = new SqliteContacts(this);
        Events = new SqliteEvents(this);
        Carts = new SqliteCarts(this);
        Consents = new SqliteConsents(this);
        Suppressions = new SqliteSuppressions(this);
        Sequences = new SqliteSequences(this);
        Enrollments = new SqliteEnrollments(this);
        Due = new SqliteDueQueue(this, tokens);
        Ledger = new SqliteLedger(this);
        _tallies = new SqliteTallies(this);
    }

    public IContactStore Contacts { get; }

    public IEventLog Events { get; }

    public ICartStore Carts { get; }

    public IConsentStore Consents { get; }

    public ISuppressionStore Suppressions { get; }

    public ISequenceStore Sequences { get; }

    public IEnrollmentStore Enrollments { get; }

    public IDueQueue Due { get; }

    public ISendLedger Ledger { get; }

    public IStepTallies Tallies => _tallies;

    /// <summary>Whether the transaction has ended. What is asked for later would run outside of any.</summary>
    public bool Over { get; private set; }

    public void End() => Over = true;

    /// <summary>Writes what was put off until the end of the unit.</summary>
    public void WriteBehind() => _tallies.Write();

    public int Execute(Statement statement, params ReadOnlySpan<object?> values) => Session().Execute(statement, values);

    public List<T> Query<T>(Statement statement, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
        => Session().Query(statement, read, values);

    public T? First<T>(Statement statement, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
        where T : class
        => Session().Query(statement, read, values) is [var first, ..] ? first : null;

    public List<T> Query<T>(string sql, object parameters, Func<DbDataReader, T> read) => Session().Query(sql, parameters, read);

    public int Count(string sql, object parameters) => Session().Scalar<int>(sql, parameters);

    private SqliteSession Session() => Over ? throw new InvalidOperationException("The unit of work is over.") : _session;
}
