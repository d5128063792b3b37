using Npgsql;

namespace PluginCi.Storage;

/// <summary>
/// The one connection that writes. It holds a lock that PostgreSQL takes back when the connection ends, so that a server that lost its lock has lost the connection
/// that it writes with. Before a new one writes, the lock is taken again, and the count of those that took the database must be what it was.
/// </summary>
internal sealed class PostgresWriter : IDisposable
{
    // "pluginci" in ASCII.
    private const long Lock = 0x706c7567696e6369;

    // A server that was killed is let go of at once, one whose machine is gone when PostgreSQL has noticed that nobody answers.
    private const string LetsGoSoon = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=25000";

    private const int LongestName = 63;

    private const string Patience = "10s";

    private readonly string _place;
    private readonly NpgsqlDataSource _source;
    private readonly TaskCompletionSource<string> _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PostgresSession? _session;
    private long _holder;

    public PostgresWriter(PostgresAddress address)
    {
        _place = address.ToString();
        var name = $"pluginci {Path.GetRandomFileName()} on {Environment.MachineName}";
        var settings = new NpgsqlConnectionStringBuilder(address.Settings.ToString())
        {
            ApplicationName = name[..Math.Min(name.Length, LongestName)],
            Pooling = false,
            MaxAutoPrepare = 64,
            TcpKeepAlive = true,
            TcpKeepAliveTime = 10,
            TcpKeepAliveInterval = 5,
            Options = LetsGoSoon,
        };
        _source = NpgsqlDataSource.Create(settings);
    }

    public Task<string> WhenTaken => _taken.Task;

    /// <summary>Takes the database for the first time.</summary>
    /// <exception cref="InvalidOperationException">Another server has it.</exception>
    public void Take()
    {
        var session = _session = Connect();
        try
        {
            session.Execute($"set lock_timeout = '{Patience}'");
            session.Execute("select pg_advisory_lock(@Lock)", new { Lock });
            session.Execute("set lock_timeout = 0");
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new InvalidOperationException(
                $"{_place} is used by another server{HolderOf(session) switch { { } holder => $", '{holder.Name}' from {holder.Address}", null => "" }}. One server uses a database at a time: stop the other one, or set 'database' to another. One whose machine is gone lets go within half a minute.",
                exception);
        }

        _holder = session.Transact(transaction =>
        {
            transaction.Execute("create table if not exists server (id integer primary key check (id = 1), version bigint not null, holder bigint not null)");
            transaction.Execute("insert into server values (1, 0, 0) on conflict do nothing");
            return transaction.QuerySingle<long>("update server set holder = holder + 1 returning holder");
        });
    }

    /// <summary>The session to write with.</summary>
    /// <exception cref="InvalidOperationException">Another server took the database, now or earlier.</exception>
    public PostgresSession Session()
    {
        if (_taken.Task.IsCompleted)
        {
            throw new InvalidOperationException(_taken.Task.Result);
        }

        if (_session is { IsOpen: false })
        {
            _session.Dispose();
            _session = null;
        }

        return _session ??= Retake();
    }

    public void Dispose()
    {
        _session?.Dispose();
        _source.Dispose();
    }

    private PostgresSession Retake()
    {
        var session = Connect();
        try
        {
            var isOurs = session.ExecuteScalar<bool>("select pg_try_advisory_lock(@Lock)", new { Lock });
            if (session.ExecuteScalar<long>("select holder from server") != _holder)
            {
                _taken.TrySetResult($"{_place} was taken by another server while the connection to it was lost. This server ends: only one may write. Stop one of the two for good.");
                throw new InvalidOperationException(_taken.Task.Result);
            }

            if (!isOurs)
            {
                EndEarlier(session);
                throw new NpgsqlException("The connection that was lost, or another server, still holds the lock.");
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // What is lost for us may not be so for PostgreSQL, and what it still does there may yet be committed: nothing is written before that has ended.
    private static void EndEarlier(PostgresSession session) => session.Query<bool>(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = current_setting('application_name') and pid <> pg_backend_pid()");

    private PostgresSession Connect()
    {
        var session = new PostgresSession(_source.OpenConnection());
        try
        {
            // A pooler may give each transaction another connection, and then the lock guards nothing.
            if (session.ExecuteScalar<int>("select pg_backend_pid()") != session.Process)
            {
                throw new InvalidOperationException($"Between this server and {_place} is a pooler of connections. Give the address of PostgreSQL itself.");
            }

            // An acknowledged event survives a power cut, also where the database was set to be fast.
            session.Query<string>("select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static (string Name, string Address)? HolderOf(PostgresSession session) => session.Query<(string Name, string Address)>(
        """
        select application_name, coalesce(host(client_addr), 'this machine') from pg_locks join pg_stat_activity using (pid)
        where locktype = 'advisory' and granted and classid = (@Lock >> 32)::oid and objid = (@Lock & 4294967295)::oid and datname = current_database()
        """,
        new { Lock }).Select(row => ((string, string)?)row).FirstOrDefault();
}
