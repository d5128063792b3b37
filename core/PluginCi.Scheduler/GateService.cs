using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PluginCi.Git;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>The imperative shell of the gate: recovers what was in flight, keeps the site, runs the queues and listens to the sources.</summary>
public sealed class GateService : BackgroundService
{
    private readonly SchedulerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SiteKeeper _sites;
    private readonly Workspaces _workspaces;
    private readonly BuildSlots _slots;
    private readonly ExecutorDesk _executors;
    private readonly Networks _networks;
    private readonly CacheStore _caches;
    private readonly GateStore _store;
    private readonly BuildWorker _builds;
    private readonly Dispatcher _dispatcher;
    private readonly QueueSet _queues;
    private readonly PlanLoader _plans;
    private readonly ScheduleWorker _schedule;
    private readonly WatchWorker _watch;
    private readonly ArtifactKeeper _artifacts;
    private readonly News _news;
    private readonly SourceWorker[] _sources;

    /// <summary>Composes the service.</summary>
    /// <param name="options">What it needs to know of the server.</param>
    /// <param name="connections">The capabilities of the plugins.</param>
    /// <param name="scripts">Evaluates pipeline scripts.</param>
    /// <param name="mirrors">The git mirrors.</param>
    /// <param name="stores">The database.</param>
    /// <param name="board">Where states are shown.</param>
    /// <param name="logs">Where build output goes.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="loggers">Where it logs.</param>
    public GateService(
        SchedulerOptions options,
        Connections connections,
        IScripts scripts,
        IGitMirrors mirrors,
        Stores stores,
        Board board,
        BuildLogs logs,
        TimeProvider clock,
        ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(stores);
        _options = options;
        _clock = clock;
        _logger = loggers.CreateLogger<GateService>();
        var repositories = new Repositories(mirrors, connections);
        _sites = new SiteKeeper(options, repositories, scripts, stores.Site, board, loggers.CreateLogger<SiteKeeper>());
        _workspaces = new Workspaces(options, _sites, repositories);
        _caches = stores.Caches;
        _networks = new Networks(options, _sites, clock, loggers.CreateLogger<Networks>());
        var plans = new ProjectPlans(scripts);
        QueueSet? queues = null;
        var tips = new Tips(_sites, repositories, clock);
        var semaphores = new BuildSemaphores();
        _slots = new BuildSlots(connections.Executors, clock);
        _executors = new ExecutorDesk(_slots, stores.Marks, board, clock);
        _store = stores.Gate;
        _builds = new BuildWorker(semaphores, _slots, _networks, new SecretDesk(options, _sites), new ReleaseDesk(stores.Releases, stores.Artifacts, _sites, clock), _sites, stores.Caches, _workspaces, logs, stores.Read, new TestReports(stores.Tests), new Handovers(stores.Artifacts, clock), board, options, clock, loggers.CreateLogger<BuildWorker>());
        _dispatcher = new Dispatcher(
            new PrepareWorker(_sites, repositories, new JobFreezer(options, repositories, plans, new SiteEffects(_sites, repositories, scripts)), clock),
            _builds,
            new SubmitWorker(_sites, repositories, connections, board, clock, loggers.CreateLogger<SubmitWorker>()),
            new ReportWorker(options, connections, loggers.CreateLogger<ReportWorker>()),
            new NotifyWorker(options, _sites, connections, board, clock, loggers.CreateLogger<NotifyWorker>()),
            new PassOnWorker(_sites, () => queues, tips, loggers.CreateLogger<PassOnWorker>()),
            stores.Gate,
            board,
            options,
            clock,
            loggers.CreateLogger<Dispatcher>());
        _queues = queues = new QueueSet(stores.Gate, board, _dispatcher, options, clock, loggers);
        _plans = new PlanLoader(_queues, repositories, scripts, loggers.CreateLogger<PlanLoader>());
        _schedule = new ScheduleWorker(options, _sites, _queues, repositories, stores.Marks, board, clock, loggers.CreateLogger<ScheduleWorker>());
        _watch = new WatchWorker(
            options,
            _queues,
            new StuckWatch(options, stores.Gate, _dispatcher, board, clock, loggers.CreateLogger<StuckWatch>()),
            new MergeWatch(stores.Journal, stores.Read, _sites, repositories, clock, loggers.CreateLogger<MergeWatch>()),
            board,
            clock,
            loggers.CreateLogger<WatchWorker>());
        _artifacts = new ArtifactKeeper(options, stores.Artifacts, stores.Releases, board, clock, loggers.CreateLogger<ArtifactKeeper>());
        FrozenBuilds = new FrozenBuilds(stores.Read, _sites, _workspaces, _networks, repositories);
        var related = new RelatedChanges(connections, loggers.CreateLogger<RelatedChanges>());
        Operators = new GateOperators(
            _sites, _queues, connections, repositories, related, tips, _schedule, new CommandDesk(stores, board, clock), _executors, clock);
        _news = new News(_sites, _queues, repositories, related, tips, _schedule, clock);
        _sources =
        [
            .. connections.Sources.Select(source =>
                new SourceWorker(source, _news, options, board, clock, loggers.CreateLogger<SourceWorker>())),
        ];
    }

    /// <summary>What operators may ask for.</summary>
    public IOperators Operators { get; }

    /// <summary>How the executors stand.</summary>
    public IExecutors Executors => _slots;

    /// <summary>Builds as they were asked for.</summary>
    public IFrozenBuilds FrozenBuilds { get; }

    /// <summary>Stops it. Builds that run may first end, within <see cref="SchedulerOptions.StopGrace"/>; none is started any more.</summary>
    /// <param name="cancellationToken">Ends the wait for builds.</param>
    /// <returns>When nothing runs any more; what had no answer is done again after the next start.</returns>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await WaitForBuildsAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _networks.Dispose();
        _sites.Dispose();
        _news.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Looks now at what is stuck or missing, as the clock does again and again.</summary>
    internal Task LookAsync(CancellationToken cancellationToken) => _watch.LookAsync(cancellationToken);

    /// <summary>Removes now what nobody needs any more, as the clock does every hour.</summary>
    internal Task CollectAsync(CancellationToken cancellationToken) => _artifacts.CollectAsync(cancellationToken);

    /// <summary>Completes when the queues run.</summary>
    internal Task WhenStarted => _queues.WhenStarted;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>Runs until it is stopped. What it starts stays with the scheduler of tasks that it is called on.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        try
        {
            _executors.Recall();
            _workspaces.Clear();
            _networks.Clear();
            _caches.Clear();
            _sites.Recall();
            _builds.Recall(_store.ReadStartedBuilds());
            await WaitForSiteAsync(ending.Token);
            await StartQueuesAsync(ending.Token);
            await Task.WhenAll(_sources.Select(source => source.RunAsync(ending.Token)).Append(_schedule.RunAsync(ending.Token)).Append(_watch.RunAsync(ending.Token)).Append(_artifacts.RunAsync(ending.Token)).Append(_plans.RunAsync(ending.Token)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            // Where only some queues could be started, those must not go on as if all was well. In this order: a queue that is saving a decision still
            // hands out its effects.
            Cancel(ending);
            await _queues.WhenStopped();
            _dispatcher.Stop();
            await _dispatcher.WhenStopped();
        }
    }

    private async Task WaitForBuildsAsync(CancellationToken cancellationToken)
    {
        var ended = _slots.CloseAsync();
        if (ended.IsCompleted || _options.StopGrace == TimeSpan.Zero)
        {
            return;
        }

        Log.WaitingForBuilds(_logger, _slots.Standings().Sum(executor => executor.Running.Length), _options.StopGrace);
        try
        {
            await ended.WaitAsync(_options.StopGrace, _clock, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            Log.BuildsInterrupted(_logger, _slots.Standings().Sum(executor => executor.Running.Length));
        }
    }

    // Here and now: CancelAsync would do it on the thread pool.
    private static void Cancel(CancellationTokenSource ending) => ending.Cancel();

    // Those that were started before the database went away are found again.
    private async Task StartQueuesAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _queues.ApplyAsync(_sites.Current, cancellationToken);
                return;
            }
            catch (StorageException exception)
            {
                Log.QueuesNotStarted(_logger, _options.RetryDelay, exception.Message);
                await Task.Delay(_options.RetryDelay, _clock, cancellationToken);
            }
        }
    }

    private async Task WaitForSiteAsync(CancellationToken cancellationToken)
    {
        while (!_sites.HasSite)
        {
            try
            {
                await _sites.RefreshAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is OutsideException or GitException or StorageException)
            {
                Log.SourceFailed(_logger, _options.ConfigConnection, _options.RetryDelay, exception);
            }

            if (!_sites.HasSite)
            {
                await Task.Delay(_options.RetryDelay, _clock, cancellationToken);
            }
        }
    }
}
