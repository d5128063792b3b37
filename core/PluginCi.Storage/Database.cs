using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace PluginCi.Storage;

/// <summary>One SQLite file in WAL mode: one writer at a time, any number of readers.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "A semaphore whose wait handle nobody asks for holds nothing, and a late writer must still find it.")]
public sealed class Database : IAsyncDisposable
{
    // Busy, locked, out of memory, interrupted, input or output, full, cannot be opened, protocol: trouble around the file, which passes or is mended.
    // Source: https://sqlite.org/rescode.html
    private static readonly int[] PassingTroubles = [5, 6, 7, 9, 10, 13, 14, 15];

    private readonly string _connectionString;
    private readonly bool _isReadOnly;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SqliteConnection _writer;
    private bool _isClosed;

    private Database(SqliteConnectionStringBuilder connection)
    {
        connection.DefaultTimeout = 30;
        _isReadOnly = connection.Mode == SqliteOpenMode.ReadOnly;
        _connectionString = connection.ToString();
        _writer = Connect();
    }

    /// <summary>Called right before each commit. Throws where a test lets the disk fail, and then nothing is written.</summary>
    internal Action? BeforeCommit { get; set; }

    /// <summary>Called right after each commit. Throws where a test lets the answer of the disk be lost.</summary>
    internal Action? AfterCommit { get; set; }

    /// <summary>Opens the file, makes it when it is not there, and brings its tables to the newest version.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <returns>The database.</returns>
    /// <exception cref="InvalidOperationException">The file was written by a newer server.</exception>
    public static Database Open(string path)
    {
        var database = new Database(new SqliteConnectionStringBuilder { DataSource = path });
        database.Migrate();
        return database;
    }

    /// <summary>Opens the file of a server, running or not, to look at it; nothing can be written.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The database.</returns>
    /// <exception cref="InvalidOperationException">There is no such file, it is no server's database, or it is of a version that this program does not read.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it; what is refused is closed here.")]
    public static Database Look(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"There is no file {path}. Name the database of a server: pluginci.db in its data folder.");
        }

        // Without a log beside it nobody writes the file; opened as usual, SQLite would make one.
        var source = File.Exists($"{path}-wal") ? path : $"{new Uri(Path.GetFullPath(path)).AbsoluteUri}?immutable=1";
        try
        {
            var database = new Database(new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false });
            if (database.FindStrangeness(path) is { } strangeness)
            {
                database._writer.Dispose();
                throw new InvalidOperationException(strangeness);
            }

            return database;
        }
        catch (SqliteException exception)
        {
            throw new InvalidOperationException($"{path} cannot be read as the database of a server: {exception.Message}", exception);
        }
    }

    /// <summary>Runs some statements as one transaction; nobody else writes meanwhile.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">The statements; must be quick and may not call back into the database.</param>
    /// <param name="cancellationToken">Ends the wait for the turn to write; the transaction itself is not cut short.</param>
    /// <returns>What the work gave, once it is on disk.</returns>
    /// <exception cref="StorageException">It cannot be written now; whether it was is not known.</exception>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_isReadOnly)
            {
                throw new InvalidOperationException("The database was opened to be looked at; nothing is written to it.");
            }

            return Write(work);
        }
        catch (SqliteException exception) when (PassingTroubles.Contains(exception.SqliteErrorCode))
        {
            throw Trouble(exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads with a connection of its own.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">The query.</param>
    /// <returns>What the query gave.</returns>
    /// <exception cref="StorageException">It cannot be read now.</exception>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            return work(connection);
        }
        catch (SqliteException exception) when (PassingTroubles.Contains(exception.SqliteErrorCode))
        {
            throw Trouble(exception);
        }
    }

    /// <summary>Closes the file once the transaction that is under way has ended. Who waits for a turn to write is refused.</summary>
    /// <returns>When it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        _isClosed = true;
        await _writer.DisposeAsync().ConfigureAwait(false);
        _writing.Release();
    }

    private StorageException Trouble(SqliteException exception) => new(
        $"The database {_writer.DataSource} cannot be used: {exception.Message} Look at the disk: its space, its rights and its health.", exception);

    // SQLite has no asynchronous calls; the driver's Async members block just as these do.
    private T Write<T>(Func<SqliteConnection, SqliteTransaction, T> work)
    {
        using var transaction = _writer.BeginTransaction();
        var result = work(_writer, transaction);
        BeforeCommit?.Invoke();
        transaction.Commit();
        AfterCommit?.Invoke();
        return result;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        if (_isReadOnly)
        {
            return connection;
        }

        // FULL: an acknowledged event survives a power cut, not only a killed process.
        connection.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;");
        return connection;
    }

    private void Migrate()
    {
        var migrations = MigrationNames();
        var version = _writer.ExecuteScalar<int>("pragma user_version");
        if (version > migrations.Length)
        {
            throw new InvalidOperationException(
                $"{_writer.DataSource} has tables of version {version}, this server knows up to {migrations.Length}. Start a server at least as new as the one that wrote it.");
        }

        foreach (var (name, number) in migrations.Select((name, index) => (name, index + 1)).Where(migration => migration.Item2 > version))
        {
            using var transaction = _writer.BeginTransaction();
            _writer.Execute(ReadResource(name), transaction: transaction);
            _writer.Execute($"pragma user_version = {number}", transaction: transaction);
            transaction.Commit();
        }
    }

    private string? FindStrangeness(string path)
    {
        var (version, newest) = (_writer.ExecuteScalar<int>("pragma user_version"), MigrationNames().Length);
        return version switch
        {
            _ when _writer.ExecuteScalar<int>("select count(*) from sqlite_master where name in ('queue', 'event', 'reason')") < 3 =>
                $"{path} is not the database of a server: it has no journal. Name pluginci.db in a server's data folder.",
            _ when version > newest => $"{path} has a journal of version {version}, this program reads version {newest}. Use a program at least as new as the server that wrote it.",
            _ when version < newest => $"{path} has a journal of version {version}, this program reads version {newest}. Start this version's server with it once, which brings it up to date.",
            _ => null,
        };
    }

    private static string[] MigrationNames() =>
    [
        .. typeof(Database).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static string ReadResource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
