using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>One life of the server. Disposing it ends it as a crash does: nothing is finished, nothing is said.</summary>
internal sealed class TownServer : IAsyncDisposable
{
    private readonly Database _database;
    private readonly GateService _service;

    private TownServer(Town town, Power power, params IChangeSource[] others)
    {
        Power = power;
        Source = new Source(town.Reviews, power);
        Reporter = new Reporter(town.Audience, power);
        Executor = new Executor(power);
        Notifiers = [.. town.NotifiesBy.Select(connection => new Notifier(connection, town.Crowd, power))];
        _database = Database.Open(town.Database);
        _database.AfterCommit = FailSome;
        Stores = Stores.Of(_database, new BlobStore(Path.Combine(town.Folder, "artifacts"), TimeProvider.System), new CacheStore(Path.Combine(town.Folder, "caches"), 1 << 30, TimeProvider.System));
        _service = new GateService(
            new SchedulerOptions
            {
                Workspaces = Path.Combine(town.Folder, "workspaces"),
                Sockets = Path.Combine(town.Folder, "sockets"),
                ServerUrl = new Uri("http://ci.example.org"),
                ConfigProject = Town.Config,
                RetryDelay = TimeSpan.FromMilliseconds(1),
                BuildGrace = town.BuildGrace,
                Dependencies = Path.Combine(town.Folder, "dependencies"),
                StopGrace = town.StopGrace,
                Secrets = town.Secrets,
                NotificationPatience = town.NotificationPatience,
                QueuePatience = TimeSpan.FromMinutes(1),
                EventsPerSnapshot = 7,
            },
            new Connections([Source, .. others], [Reporter], Notifiers, [.. Machines(town, power), .. town.Machines is null ? [Executor] : Array.Empty<IExecutor>()]),
            Scripts,
            new GitMirrors(new GitOptions { Directory = Path.Combine(town.Folder, "mirrors") }, NullLogger<GitMirrors>.Instance),
            Stores,
            Board,
            Logs = new BuildLogs(Path.Combine(town.Folder, "logs")),
            TimeProvider.System,
            NullLoggerFactory.Instance);
    }

    public Power Power { get; }

    public Source Source { get; }

    public Reporter Reporter { get; }

    public Executor Executor { get; }

    public IReadOnlyList<Notifier> Notifiers { get; }

    public PlainScripts Scripts { get; } = new();

    public Stores Stores { get; }

    /// <summary>How many of the next writes to the database seem to fail after they were made.</summary>
    public int FailingWrites { get; set; }

    public Board Board { get; } = new();

    public BuildLogs Logs { get; }

    public IOperators Operators => _service.Operators;

    public IExecutors Executors => _service.Executors;

    public static async Task<TownServer> StartAsync(Town town, Power power, Action<TownServer>? prepare, params IChangeSource[] others)
    {
        var server = new TownServer(town, power, others);
        prepare?.Invoke(server);
        await server._service.StartAsync(CancellationToken.None);
        return server;
    }

    /// <summary>Looks at what is stuck or missing, as the clock does every minute.</summary>
    public async Task LookAsync()
    {
        // The board shows a queue a moment before the watch knows of it.
        await _service.WhenStarted.WaitAsync(Town.Soon);
        await _service.LookAsync(Town.Soon);
        Assert.DoesNotContain(Board.Warnings.Values, warning => warning.Contains("could not be looked at", StringComparison.Ordinal));
    }

    /// <summary>Waits until the board shows what is wanted.</summary>
    public async Task WaitAsync(Func<Board, bool> isWanted)
    {
        for (var version = Board.Version; !isWanted(Board); version = await Board.WaitPastAsync(version, Town.Soon))
        {
        }
    }

    /// <summary>Waits until a queue is in a state that is wanted.</summary>
    public async Task<GateState> WaitForStateAsync(Func<GateState, bool> isWanted)
    {
        try
        {
            await WaitAsync(board => board.States.Values.Any(isWanted));
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It never came to it: {Describe()}");
        }

        return Board.States.Values.First(isWanted);
    }

    /// <summary>What it is waiting for.</summary>
    public string Describe()
    {
        var items = Board.States.Values.SelectMany(state => state.Queues).SelectMany(queue => queue.Items.Select(item => $"{queue.Pipeline}: {item}"));
        var waiting = Board.States.Values.SelectMany(state => state.Waiting.Select(wait => $"{wait.Key} waits: {wait.Value}"));
        var pending = Board.States.Keys.SelectMany(Stores.Gate.ReadPendingEffects).Select(effect => effect.Key);
        return string.Join('\n', [.. items, .. waiting, .. pending, .. Board.Warnings.Values]);
    }

    private static IEnumerable<IExecutor> Machines(Town town, Power power)
    {
        foreach (var (name, machines) in new[] { ("more machines", town.MoreMachines), ("machines", town.Machines) })
        {
            if (machines is not null)
            {
                yield return new LastingExecutor(name, machines, power);
            }
        }
    }

    private void FailSome()
    {
        if (FailingWrites > 0)
        {
            FailingWrites--;
            throw new Microsoft.Data.Sqlite.SqliteException("disk I/O error", 10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync(CancellationToken.None);
        _service.Dispose();
        await _database.DisposeAsync();

        // A server that stops has nothing under way any more that would miss what is closed.
        Assert.DoesNotContain(Board.Warnings.Values, warning => warning.Contains("is halted by an error", StringComparison.Ordinal));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
