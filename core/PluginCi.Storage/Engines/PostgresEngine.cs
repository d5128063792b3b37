using System.Net.Sockets;
using Npgsql;

namespace PluginCi.Storage;

/// <summary>A database of PostgreSQL.</summary>
internal sealed class PostgresEngine : IEngine
{
    // More readers than there are threads that read at once wait for each other.
    private const int MostReaders = 20;

    // What passes or is mended: of connecting, resources, operators, the system below, conflicts, an account or a database that is not there for now, a lock that
    // is waited for too long, a statement that was stopped, a server that only reads because another one took over.
    // Source: https://www.postgresql.org/docs/15/errcodes-appendix.html
    private static readonly string[] PassingTroubles = ["08", "28", "3D", "40", "53", "57", "58", "55P03", "25006"];

    private readonly NpgsqlDataSource _readers;
    private readonly PostgresWriter? _writer;

    private PostgresEngine(PostgresAddress address, bool isReadOnly)
    {
        Place = address.ToString();
        IsReadOnly = isReadOnly;
        var settings = new NpgsqlConnectionStringBuilder(address.Settings.ToString())
        {
            ApplicationName = "pluginci",
            MaxPoolSize = MostReaders,
            MaxAutoPrepare = 64,
            Options = "-c default_transaction_read_only=on",
        };
        _readers = NpgsqlDataSource.Create(settings);
        _writer = isReadOnly ? null : new PostgresWriter(address);
    }

    public string Place { get; }

    public string Dialect => "Postgres";

    public string Advice => "Look at PostgreSQL and the way to it.";

    public bool IsReadOnly { get; }

    public Task<string> WhenTaken => _writer?.WhenTaken ?? new TaskCompletionSource<string>().Task;

    /// <summary>Takes a database for this server alone.</summary>
    /// <exception cref="InvalidOperationException">It is not to be had.</exception>
    public static PostgresEngine Open(PostgresAddress address) => new PostgresEngine(address, isReadOnly: false).Reached(engine => engine._writer!.Take());

    /// <summary>Opens a database to look at it.</summary>
    /// <exception cref="InvalidOperationException">It is not to be had.</exception>
    public static PostgresEngine Look(PostgresAddress address) => new PostgresEngine(address, isReadOnly: true).Reached(engine => engine.Reader().Dispose());

    public Session Writer() => _writer!.Session();

    public Session Reader() => new PostgresSession(_readers.OpenConnection());

    public bool IsPassing(Exception exception) => exception switch
    {
        PostgresException trouble => PassingTroubles.Any(state => trouble.SqlState.StartsWith(state, StringComparison.Ordinal)),
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        _ => false,
    };

    public int ReadVersion(Session session) => session.ExecuteScalar<int>("select version from server");

    public void WriteVersion(Session session, int version) => session.Execute("update server set version = @version", new { version });

    public bool HasJournal(Session session) => session.ExecuteScalar<int>("select count(to_regclass(name)) from (values ('server'), ('queue'), ('event'), ('reason')) as tables (name)") == 4;

    public void Dispose()
    {
        _writer?.Dispose();
        _readers.Dispose();
    }

    private PostgresEngine Reached(Action<PostgresEngine> reach)
    {
        try
        {
            reach(this);
            return this;
        }
        catch (Exception exception) when (exception is PostgresException || IsPassing(exception))
        {
            Dispose();
            throw new InvalidOperationException(Explain(exception), exception);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Explain(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"PostgreSQL does not let this user into {Place}: {refused.MessageText}. Give the right password in the environment variable PGPASSWORD or in the file that PGPASSFILE names, and look at pg_hba.conf.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } missing =>
            $"{Place} does not exist: {missing.MessageText}. Make it: createdb --owner USER NAME",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } forbidden =>
            $"The user of {Place} may not do enough there: {forbidden.MessageText}. Let it own the database: createdb --owner USER NAME",
        PostgresException other => $"{Place} cannot be used: {other.MessageText}. {Advice}",
        _ => $"{Place} cannot be reached: {exception.Message}{(exception.InnerException is { } inner ? $" ({inner.Message})" : "")}. Look whether PostgreSQL runs, at the address, and at PGPASSWORD or PGPASSFILE.",
    };
}
