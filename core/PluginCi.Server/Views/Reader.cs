using System.Text.Json;
using PluginCi.Model;
using PluginCi.Plugins;
using PluginCi.Scheduler;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>Answers what the API and the pages ask, from the board and the database.</summary>
internal sealed class Reader(Board board, ReadStore store, TestStore tests, ArtifactStore artifacts, PluginHost plugins, IExecutors executors)
{
    // More builds than this are never taken at once by workers of one server, so none that runs is missed.
    private const int NewestBuilds = 500;

    // A change seldom leaves more pipelines than check and gate; where it does, fewer are shown.
    private const int EndsPerChange = 3;

    public QueuesView Queues()
    {
        // The version first: a page that is older than its version says is never refreshed.
        var version = board.Version;
        var projection = Projection();
        return new QueuesView(version, [.. board.States.Values.Select(projection.View)]);
    }

    public IReadOnlyList<ChangeSummary> Changes(int most) => [.. store.ReadChanges(most).Select(RowViews.View)];

    /// <summary>How changes ended, newest first, each once: one that left a pipeline for another has not ended.</summary>
    public IReadOnlyList<EndView> Ends(int most)
    {
        var queued = board.States.Values.SelectMany(state => state.Queues).SelectMany(queue => queue.Items).SelectMany(item => item.Changes).Select(change => change.Id).ToHashSet();
        return
        [
            .. store.ReadEnds(most * EndsPerChange)
                .DistinctBy(row => row.Change)
                .Where(row => !queued.Contains(row.Change))
                .Take(most)
                .Select(row => RowViews.View(row, store.FindChange(row.Change))),
        ];
    }

    public ChangeView? Change(ChangeId id)
    {
        if ((store.FindChange(id) ?? OnBoard(id)) is not { } change)
        {
            return null;
        }

        var projection = Projection();
        var queues = board.States.Values.Select(projection.View).ToArray();
        return new ChangeView
        {
            Change = RowViews.View(change),
            Places =
            [
                .. from queue in queues
                   from pipeline in queue.Pipelines
                   from item in pipeline.Items
                   where item.Changes.Any(own => own.Id == id.Value)
                   select new PlaceView(queue.Name, pipeline.Name, item),
            ],
            Waiting = queues.SelectMany(queue => queue.Waiting).FirstOrDefault(waiting => waiting.Change == id.Value)?.Reason,
            Builds = [.. store.ReadBuilds(id).Select(RowViews.View)],
            Reports = [.. store.ReadReports(id).Select(RowViews.View)],
            History = [.. store.ReadHistory(id).Select(RowViews.View)],
        };
    }

    public IReadOnlyList<FreezeView> Freezes() =>
    [
        .. board.States.Values
            .SelectMany(state => state.Freezes.Select(freeze => (freeze, Queue: state.Rules.Name.Value)))
            .GroupBy(entry => (entry.freeze.Scope, entry.freeze.IsOfSite))
            .Select(same => RowViews.View(same.First().freeze, [.. same.Select(entry => entry.Queue)]))
            .OrderBy(freeze => freeze.Since),
    ];

    public BuildView? Build(BuildId id)
    {
        if (store.FindBuild(id) is not { } row)
        {
            return null;
        }

        var handover = artifacts.Find(id);
        var coverage = tests.FindCoverage(id);
        return RowViews.View(row) with
        {
            // A job that has reports of coverage alone has no tests, unless there is something to say of what was read.
            Tests = tests.Find(id) is { } found && (coverage is null || found.Passed + found.Failed + found.Skipped > 0 || found.Problem.Length > 0) ? RowViews.View(found) : null,
            Coverage = coverage is null ? null : RowViews.View(coverage),
            Artifacts = [.. handover.Artifacts.Select(artifact => RowViews.View(id, artifact))],
            Waits = executors.FindWait(id) is { } wait ? Text.Of(wait) : null,
            Data = handover.Data is { } data ? JsonElement.Parse(data) : null,
        };
    }

    public Change? FindChange(ChangeId id) => store.FindChange(id) ?? OnBoard(id);

    public IReadOnlyList<BuildView> Builds(int most) => [.. store.ReadNewestBuilds(most).Select(RowViews.View)];

    public IReadOnlyList<QuotaView> Quotas() =>
        [.. executors.Quotas().Select(quota => new QuotaView(quota.Name, quota.Projects, quota.Builds, quota.Running, quota.Waiting))];

    public IReadOnlyList<ExecutorView> Executors() => [.. executors.Standings().Select(RowViews.View)];

    public IReadOnlyList<PluginView> Plugins() => [.. plugins.Plugins.Select(RowViews.View)];

    public HealthView Health()
    {
        var states = board.States;
        string[] warnings =
        [
            .. board.Warnings.Select(warning => warning.Value),
            .. plugins.Plugins.Where(plugin => plugin.Health is PluginHealth.Unhealthy or PluginHealth.Refused).Select(plugin => $"Plugin {plugin.Id}: {plugin.Message}"),
        ];
        return new HealthView(
            warnings.Length == 0 ? "healthy" : "degraded",
            typeof(Reader).Assembly.GetName().Version?.ToString(3) ?? "",
            states.Count,
            states.Values.Sum(state => state.Queues.Sum(queue => queue.Items.Length)),
            plugins.Plugins.Count(plugin => plugin.Health == PluginHealth.Healthy),
            warnings);
    }

    private Change? OnBoard(ChangeId id) =>
        board.States.Values.Select(state => state.Changes.GetValueOrDefault(id)).FirstOrDefault(change => change is not null);

    private QueueProjection Projection() => new(store.ReadNewestBuilds(NewestBuilds)
        .Where(row => row.StartedAt is not null)
        .ToDictionary(row => row.Id, row => row.StartedAt!.Value));
}
