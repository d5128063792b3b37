using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>The workers alone, on a town's real repositories, without a queue.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly Town _town;
    private readonly Database _database;
    private int _last;

    private Workshop(Town town)
    {
        _town = town;
        _database = Database.Open(Path.Combine(town.Folder, "workshop.sqlite"));
        var options = new SchedulerOptions
        {
            Workspaces = Path.Combine(town.Folder, "workspaces"),
            Sockets = Path.Combine(town.Folder, "sockets"),
            ServerUrl = new Uri("http://ci.example.org"),
            ConfigProject = Town.Config,
        };
        Source = new Source(town.Reviews, new Power());
        var connections = new Connections([Source], [], [], []);
        var mirrors = new GitMirrors(new GitOptions { Directory = Path.Combine(town.Folder, "workshop") }, NullLogger<GitMirrors>.Instance);
        var repositories = new Repositories(mirrors, connections);
        Sites = new SiteKeeper(options, repositories, new PlainScripts(), new SiteStore(_database), Board, NullLogger<SiteKeeper>.Instance);
        var plans = new ProjectPlans(new PlainScripts());
        Submits = new SubmitWorker(Sites, repositories, connections, Board, TimeProvider.System, NullLogger<SubmitWorker>.Instance);
        Prepares = new PrepareWorker(Sites, repositories, new JobFreezer(options, repositories, plans, new SiteEffects(Sites, repositories, new PlainScripts())), TimeProvider.System);
    }

    public Board Board { get; } = new();

    public Source Source { get; }

    public SiteKeeper Sites { get; }

    public SubmitWorker Submits { get; private set; }

    /// <summary>The stops of merges in force in the queue.</summary>
    public ImmutableArray<Freeze> Freezes { get; set; } = [];

    public PrepareWorker Prepares { get; }

    public static async Task<Workshop> OpenAsync(Town town)
    {
        var workshop = new Workshop(town);
        await workshop.Sites.RefreshAsync(Town.Soon);
        return workshop;
    }

    /// <summary>The tips of the main branches of all projects.</summary>
    public async Task<ImmutableSortedDictionary<ProjectBranch, string>> TipsAsync()
    {
        var tips = ImmutableSortedDictionary<ProjectBranch, string>.Empty;
        foreach (var project in Sites.Current.Plan.Projects)
        {
            tips = tips.Add(new ProjectBranch(project.Name, "main"), await _town.Git.TipAsync(project.Name));
        }

        return tips;
    }

    /// <summary>Prepares changes, all of them under test, on the branch tips.</summary>
    public Task<Preparation> PrepareAsync(params ChangeId[] changes) => PrepareAsync([], changes);

    /// <summary>Prepares changes on top of others that are not under test, on the branch tips.</summary>
    public async Task<Preparation> PrepareAsync(ChangeId[] before, ChangeId[] changes)
    {
        ImmutableArray<Change> tested = [.. changes.Select(change => _town.Reviews.Changes[change])];
        ImmutableArray<Change> merged = [.. before.Select(change => _town.Reviews.Changes[change]), .. tested];
        return await PrepareAsync(new PrepareBuildset(new BuildsetId($"s{++_last}"), "gate", merged, tested, null, await TipsAsync(), Noon));
    }

    public async Task<Preparation> PrepareAsync(RefUpdate tested) =>
        await PrepareAsync(new PrepareBuildset(new BuildsetId($"s{++_last}"), "gate", [], [], tested, await TipsAsync(), Noon));

    /// <summary>Prepares changes as one and asks for their merge.</summary>
    public async Task<SubmitChanges> ReadyToSubmitAsync(params ChangeId[] changes)
    {
        var tips = await TipsAsync();
        var ready = Assert.IsType<ReadyToBuild>(await PrepareAsync(changes));
        ImmutableArray<Change> tested = [.. changes.Select(change => _town.Reviews.Changes[change])];
        var commits = tested.Select(change => change.Target).Distinct().ToImmutableSortedDictionary(branch => branch, branch => ready.Result[branch]);
        return new SubmitChanges(new ItemId("i1"), new BuildsetId("s1"), tested, tips, commits);
    }

    public async Task<SubmitOutcome> SubmitAsync(SubmitChanges wish) => Assert.IsType<SubmitEnded>(await Submits.RunAsync(wish, () => new GateState { Rules = Sites.Current.Queues.First(queue => queue.Has(wish.Changes[0].Project)), Freezes = Freezes }, Town.Soon)).Outcome;

    public async ValueTask DisposeAsync()
    {
        Sites.Dispose();
        await _database.DisposeAsync();
    }

    private async Task<Preparation> PrepareAsync(PrepareBuildset wish) =>
        Assert.IsType<BuildsetPrepared>(await Prepares.RunAsync(wish, Town.Soon)).Preparation;
}
