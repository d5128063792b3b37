using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace PluginCi.Plugins.Git.Review;

/// <summary>The file with the review state. The hooks of running pushes and the server open it at the same time.</summary>
internal sealed class ReviewStore
{
    private readonly string _connectionString;
    private readonly TimeProvider _clock;

    private ReviewStore(string connectionString, TimeProvider clock)
    {
        _connectionString = connectionString;
        _clock = clock;
    }

    /// <summary>Opens the file, and makes it and brings its tables up to date where needed.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">It was written by a newer version.</exception>
    public static ReviewStore Open(ReviewFolder folder, TimeProvider clock)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.DatabaseFile)!);
        var connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = folder.DatabaseFile,
            DefaultTimeout = 30,
            Pooling = true,
        }.ToString();
        var store = new ReviewStore(connectionString, clock);
        store.Migrate(folder.DatabaseFile);
        return store;
    }

    /// <summary>Reads and writes as one. The only writer while it runs, so what it reads stays true until it ends.</summary>
    public T Write<T>(Func<ReviewSession, T> act)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var result = act(new ReviewSession(connection, transaction, _clock));
        transaction.Commit();
        return result;
    }

    /// <summary>As the other one, without a result.</summary>
    public void Write(Action<ReviewSession> act) =>
        Write(session =>
        {
            act(session);
            return true;
        });

    /// <summary>Reads one consistent state.</summary>
    public T Read<T>(Func<ReviewSession, T> act)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        return act(new ReviewSession(connection, transaction, _clock));
    }

    /// <summary>Closes the connections that are kept for reuse.</summary>
    public void Close()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    private void Migrate(string file)
    {
        string[] names = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal)];
        using var connection = Connect();
        if (connection.ExecuteScalar<int>("PRAGMA user_version") == names.Length)
        {
            return;
        }

        connection.Execute("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);

        // Read again: another process may have migrated while this one waited for the lock.
        var version = connection.ExecuteScalar<int>("PRAGMA user_version", transaction: transaction);
        if (version > names.Length)
        {
            throw new InvalidDataException(
                $"{file} has tables of version {version}, and this version of the Git plugin knows {names.Length}; use a newer one.");
        }

        foreach (var name in names.Skip(version))
        {
            using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
            connection.Execute(reader.ReadToEnd(), transaction: transaction);
        }

        connection.Execute($"PRAGMA user_version = {names.Length}", transaction: transaction);
        transaction.Commit();
    }
}
