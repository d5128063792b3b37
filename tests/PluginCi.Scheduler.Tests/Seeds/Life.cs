using PluginCi.Storage;

namespace PluginCi.Scheduler.Seeds;

/// <summary>One life of the server: the production service on a seeded loop and clock, over the database that the life before left.</summary>
internal sealed class Life : IAsyncDisposable
{
    private readonly Database _database;
    private readonly GateService _service;
    private readonly Weather _weather;
    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    public Life(Outside outside, DateTimeOffset start)
    {
        _weather = outside.Weather;
        Loop = new SeededLoop(outside.Dice);
        Clock = new SeededClock(start);
        outside.Trace.Follow(Clock);
        Line = new Line(outside.Dice, _weather, Clock, outside.Trace);
        Executor = new ModelExecutor(outside.Git, outside.Evidence, Line, outside.Trace);
        _database = Database.Open(outside.DatabaseFile);
        _database.BeforeCommit = BeforeWrite;
        _database.AfterCommit = AfterWrite;
        Stores = Stores.Of(_database, new BlobStore(Path.Combine(outside.Folder, "artifacts"), Clock), new CacheStore(Path.Combine(outside.Folder, "caches"), 1 << 30, Clock));
        Journal = new JournalStore(_database);
        _service = new GateService(
            new SchedulerOptions
            {
                Workspaces = Path.Combine(outside.Folder, "workspaces"),
                Sockets = Path.Combine(outside.Folder, "sockets"),
                ServerUrl = new Uri("http://ci.example.org"),
                ConfigProject = Outside.Config.Project,
                EventsPerSnapshot = 7,
                ReconcileInterval = Outside.Round,
            },
            new Connections([new ModelSource(outside.Reviews, outside.Git, Line, outside.Trace)], [new ModelReporter(outside.Audience, Line)], [], [Executor]),
            new PlainScripts(),
            new ModelMirrors(outside.Git, Line),
            Stores,
            Board,
            new BuildLogs(Path.Combine(outside.Folder, "logs")),
            Clock,
            new TraceLoggers(outside.Trace, outside.Evidence.Alarms));
    }

    public SeededLoop Loop { get; }

    public SeededClock Clock { get; }

    public Line Line { get; }

    public ModelExecutor Executor { get; }

    public Stores Stores { get; }

    public JournalStore Journal { get; }

    public Board Board { get; } = new();

    /// <summary>True when it has died on the way.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Why the service gave up, or null while it runs.</summary>
    public Exception? End => _run.Exception?.InnerException;

    public void Start() => Loop.Start(() => _run = _service.RunAsync(_stop.Token));

    /// <summary>An operator asks for something.</summary>
    public void Ask(Func<IOperators, CancellationToken, Task<CommandAnswer>> command) => Loop.Start(() => _ = AskAsync(command));

    /// <summary>Ends it as a killed process ends: nothing that waited for its turn comes to it.</summary>
    public async ValueTask DisposeAsync()
    {
        Loop.Drop();
        _stop.Dispose();
        _service.Dispose();
        await _database.DisposeAsync();
    }

    private async Task AskAsync(Func<IOperators, CancellationToken, Task<CommandAnswer>> command)
    {
        await _service.WhenStarted;
        await command(_service.Operators, _stop.Token);
    }

    private void BeforeWrite()
    {
        if (IsDead || _weather.Strikes(Fault.WriteFails))
        {
            throw DiskError();
        }
    }

    private void AfterWrite()
    {
        IsDead = _weather.Strikes(Fault.CrashAfterWrite);
        if (IsDead || _weather.Strikes(Fault.WriteUnsure))
        {
            throw DiskError();
        }
    }

    private static Microsoft.Data.Sqlite.SqliteException DiskError() => new("disk I/O error", 10);
}
