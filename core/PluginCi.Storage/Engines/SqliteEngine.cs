using Microsoft.Data.Sqlite;

namespace PluginCi.Storage;

/// <summary>A file in WAL mode.</summary>
internal sealed class SqliteEngine : IEngine
{
    // Busy, locked, out of memory, interrupted, input or output, full, cannot be opened, protocol: trouble around the file, which passes or is mended.
    // Source: https://sqlite.org/rescode.html
    private static readonly int[] PassingTroubles = [5, 6, 7, 9, 10, 13, 14, 15];

    private readonly string _connectionString;
    private readonly SqliteSession _writer;

    /// <summary>Opens the file, and makes it when it is not there.</summary>
    public SqliteEngine(string path)
        : this(path, new SqliteConnectionStringBuilder { DataSource = path })
    {
        // FULL: an acknowledged event survives a power cut, not only a killed process.
        _writer.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;");
    }

    private SqliteEngine(string path, SqliteConnectionStringBuilder connection)
    {
        connection.DefaultTimeout = 30;
        Place = path;
        IsReadOnly = connection.Mode == SqliteOpenMode.ReadOnly;
        _connectionString = connection.ToString();
        _writer = new SqliteSession(_connectionString);
    }

    public string Place { get; }

    public string Dialect => "Sqlite";

    public string Advice => "Look at the disk: its space, its rights and its health.";

    public bool IsReadOnly { get; }

    // The server's lock on its data folder keeps others away.
    public Task<string> WhenTaken { get; } = new TaskCompletionSource<string>().Task;

    /// <summary>Opens a file to look at it.</summary>
    public static SqliteEngine Look(string path)
    {
        // Without a log beside it nobody writes the file; opened as usual, SQLite would make one.
        var source = File.Exists($"{path}-wal") ? path : $"{new Uri(Path.GetFullPath(path)).AbsoluteUri}?immutable=1";
        return new SqliteEngine(path, new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false });
    }

    public Session Writer() => _writer;

    public Session Reader() => new SqliteSession(_connectionString);

    public bool IsPassing(Exception exception) => exception is SqliteException trouble && PassingTroubles.Contains(trouble.SqliteErrorCode);

    public int ReadVersion(Session session) => session.ExecuteScalar<int>("pragma user_version");

    public void WriteVersion(Session session, int version) => session.Execute($"pragma user_version = {version}");

    public bool HasJournal(Session session) => session.ExecuteScalar<int>("select count(*) from sqlite_master where name in ('queue', 'event', 'reason')") == 3;

    public void Dispose() => _writer.Dispose();

    private sealed class SqliteSession : Session
    {
        public SqliteSession(string connectionString)
            : base(Open(connectionString))
        {
        }

        private static SqliteConnection Open(string connectionString)
        {
            var connection = new SqliteConnection(connectionString);
            try
            {
                connection.Open();
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
    }
}
