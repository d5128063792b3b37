using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace PluginCi.Storage;

/// <summary>A file of SQLite, or a database of PostgreSQL: one writer at a time, any number of readers.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "A semaphore whose wait handle nobody asks for holds nothing, and a late writer must still find it.")]
public sealed class Database : IAsyncDisposable
{
    private readonly IEngine _engine;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private bool _isClosed;

    private Database(IEngine engine) => _engine = engine;

    /// <summary>Completes with a sentence when another server took the database away; nothing can be written then, and the server has to end. A file is never taken.</summary>
    public Task<string> WhenTaken => _engine.WhenTaken;

    /// <summary>Called right before each commit. Throws where a test lets the disk fail, and then nothing is written.</summary>
    internal Action? BeforeCommit { get; set; }

    /// <summary>Called right after each commit. Throws where a test lets the answer of the disk be lost.</summary>
    internal Action? AfterCommit { get; set; }

    /// <summary>Opens the database of a server, and brings its tables to the newest version. No other server can open it then, until this one closes it or ends.</summary>
    /// <param name="place">A file, which is made when it is not there, in a folder that exists; or the <see cref="PostgresAddress"/> of a database.</param>
    /// <returns>The database.</returns>
    /// <exception cref="InvalidOperationException">It was written by a newer server, or PostgreSQL is not to be had or has given it to another server.</exception>
    public static Database Open(string place)
    {
        IEngine engine = PostgresAddress.IsMeant(place) ? PostgresEngine.Open(PostgresAddress.Parse(place)) : new SqliteEngine(place);
        try
        {
            Migrations.Run(engine);
            return new Database(engine);
        }
        catch (Exception exception) when (engine.IsPassing(exception))
        {
            engine.Dispose();
            throw new InvalidOperationException($"The database {engine.Place} cannot be used: {exception.Message} {engine.Advice}", exception);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database of a server, running or not, to look at it; nothing can be written.</summary>
    /// <param name="place">The file, or the <see cref="PostgresAddress"/>.</param>
    /// <returns>The database.</returns>
    /// <exception cref="InvalidOperationException">It is not there, it is no server's database, or it is of a version that this program does not read.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it; what is refused is closed here.")]
    public static Database Look(string place)
    {
        if (PostgresAddress.IsMeant(place))
        {
            return Look(PostgresEngine.Look(PostgresAddress.Parse(place)), "Name the database that a server has in its settings.");
        }

        if (!File.Exists(place))
        {
            throw new InvalidOperationException($"There is no file {place}. Name the database of a server: pluginci.db in its data folder, or an address of PostgreSQL.");
        }

        try
        {
            return Look(SqliteEngine.Look(place), "Name pluginci.db in a server's data folder.");
        }
        catch (SqliteException exception)
        {
            throw new InvalidOperationException($"{place} cannot be read as the database of a server: {exception.Message}", exception);
        }
    }

    /// <summary>Runs some statements as one transaction; nobody else writes meanwhile.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">The statements; must be quick and may not call back into the database.</param>
    /// <param name="cancellationToken">Ends the wait for the turn to write; the transaction itself is not cut short.</param>
    /// <returns>What the work gave, once it is on disk.</returns>
    /// <exception cref="StorageException">It cannot be written now; whether it was is not known.</exception>
    /// <exception cref="InvalidOperationException">Another server took the database away.</exception>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public async Task<T> WriteAsync<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_engine.IsReadOnly)
            {
                throw new InvalidOperationException("The database was opened to be looked at; nothing is written to it.");
            }

            // The drivers' Async members would only move the wait: there is one writer, and SQLite has no others.
            var result = _engine.Writer().Transact(work, BeforeCommit);
            AfterCommit?.Invoke();
            return result;
        }
        catch (Exception exception) when (_engine.IsPassing(exception))
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
    public T Read<T>(Func<Session, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            using var session = _engine.Reader();
            return work(session);
        }
        catch (Exception exception) when (_engine.IsPassing(exception))
        {
            throw Trouble(exception);
        }
    }

    /// <summary>Closes the database once the transaction that is under way has ended. Who waits for a turn to write is refused.</summary>
    /// <returns>When it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        _isClosed = true;
        _engine.Dispose();
        _writing.Release();
    }

    private static Database Look(IEngine engine, string example)
    {
        try
        {
            using var session = engine.Reader();
            return Migrations.FindStrangeness(engine, session, example) is { } strangeness ? throw new InvalidOperationException(strangeness) : new Database(engine);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    private StorageException Trouble(Exception exception) => new($"The database {_engine.Place} cannot be used: {exception.Message} {_engine.Advice}", exception);
}
