using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PluginCi.Testing;

/// <summary>A PostgreSQL of its own, in a folder of its own, on the loopback address; gone when it is disposed.</summary>
internal sealed class PostgresServer : IDisposable
{
    /// <summary>Who the tests are there; <c>guarded</c> is somebody who needs a password.</summary>
    public const string User = "pluginci";

    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "postgres")))
        : null;

    private static readonly Lazy<PostgresServer> SharedServer = new(() =>
    {
        var server = Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    });

    private static int _databases;

    private readonly string _folder;
    private readonly int _port;
    private Process? _process;

    private PostgresServer(string folder, int port) => (_folder, _port) = (folder, port);

    /// <summary>Null, or why this machine cannot run it.</summary>
    public static string? Obstacle { get; } = Programs is null ? "Needs PostgreSQL: apt-get install postgresql" : null;

    /// <summary>One for all tests of this process that do not stop it.</summary>
    public static PostgresServer Shared => SharedServer.Value;

    private string Cluster => Path.Combine(_folder, "db");

    public static PostgresServer Start()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var server = new PostgresServer(Directory.CreateTempSubdirectory("pluginci-pg-").FullName, ((IPEndPoint)reserved.LocalEndpoint).Port);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", server._folder);
        }

        RunAsOwner("initdb", "-D", server.Cluster, "-U", User, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        File.WriteAllText(Path.Combine(server.Cluster, "pg_hba.conf"), "host all guarded all scram-sha-256\nhost all all all trust\nlocal all all trust\n");
        File.AppendAllText(
            Path.Combine(server.Cluster, "postgresql.conf"),
            $"listen_addresses = '127.0.0.1'\nport = {server._port}\nunix_socket_directories = '{server._folder}'\nfsync = off\nfull_page_writes = off\nmax_connections = 200\n");
        reserved.Stop();
        server.StartAgain();
        return server;
    }

    /// <summary>Makes a database.</summary>
    /// <returns>Its address.</returns>
    public string NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        Query("postgres", $"create database {name}");
        return AddressOf(name);
    }

    /// <summary>The address of a database, there or not.</summary>
    public string AddressOf(string name, string user = User) => $"postgresql://{user}@127.0.0.1:{_port}/{name}";

    /// <summary>What psql says to a statement.</summary>
    public string Query(string database, string sql) => Run(Path.Combine(Programs!, "psql"), "-h", _folder, "-p", $"{_port}", "-U", User, "-Atqc", sql, database);

    /// <summary>Starts it where it was stopped or killed; nothing is lost by that.</summary>
    public void StartAgain()
    {
        var (program, arguments) = AsOwner(["postgres", "-D", Cluster]);
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, WorkingDirectory = _folder })!;
        var said = new List<string>();
        while (said.Count == 0 || !said[^1].Contains("ready to accept connections", StringComparison.Ordinal))
        {
            said.Add(_process.StandardError.ReadLine() ?? throw new InvalidOperationException($"PostgreSQL ended: {string.Join('\n', said)}"));
        }

        _ = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Stops it at once, without asking who is connected.</summary>
    public void Stop() => End("-QUIT", [_process!.Id]);

    /// <summary>Kills it with all its processes, as when there is no memory left.</summary>
    public void Kill() => End("-KILL", [_process!.Id, .. Processes()]);

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void End(string signal, IEnumerable<int> processes)
    {
        Run("/bin/sh", ["-c", "kill \"$@\" 2> /dev/null || true", "kill", signal, .. processes.Select(id => $"{id}")]);
        _process!.WaitForExit();
        _process.Dispose();
        _process = null;
        SpinWait.SpinUntil(() => Processes().Length == 0, TimeSpan.FromSeconds(20));
    }

    // Each of them works in the folder of the cluster.
    private int[] Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && FolderOf(id) == Cluster),
    ];

    private static string? FolderOf(int process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/cwd").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void RunAsOwner(params string[] command)
    {
        var (program, arguments) = AsOwner(command);
        Run(program, arguments);
    }

    // It refuses to run as root.
    private static (string Program, string[] Arguments) AsOwner(string[] command)
    {
        var program = Path.Combine(Programs!, command[0]);
        return Environment.IsPrivilegedProcess
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "--inh-caps=-all", program, .. command[1..]])
            : (program, command[1..]);
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var complained = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"{program}: {complained.Result}");
    }
}
