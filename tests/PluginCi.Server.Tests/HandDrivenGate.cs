using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Scheduler;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>Applies events by hand, as the scheduler would: to the journal, the database and the board.</summary>
internal sealed class HandDrivenGate(Stores stores, Board board)
{
    private readonly Dictionary<QueueName, (GateState State, long Applied)> _queues = [];
    private readonly List<Change> _changes = [];
    private DateTimeOffset _now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private int _keys;

    public static PipelinePlan GatePipeline { get; } = new()
    {
        Name = "gate",
        Manager = PipelineManager.Dependent,
        On = [Trigger.Approved],
        RequiresApproval = true,
        Submits = true,
        SuccessVote = 2,
        FailureVote = -2,
        Window = new WindowPlan(4),
        Supercedes = ["check"],
    };

    public static PipelinePlan CheckPipeline { get; } = new()
    {
        Name = "check",
        Manager = PipelineManager.Independent,
        On = [Trigger.Patchset, Trigger.Recheck],
        SuccessVote = 1,
        FailureVote = -1,
    };

    public static PipelinePlan NightlyPipeline { get; } = new() { Name = "nightly", Manager = PipelineManager.Independent, On = [Trigger.Timer] };

    public async Task ReportTestsAsync(BuildId build, TestReport report)
    {
        var (queue, wish) = _queues.Keys
            .SelectMany(queue => stores.Gate.ReadPendingEffects(queue).OfType<StartBuild>().Select(wish => (queue, wish)))
            .Single(pending => pending.wish.Build == build);
        await stores.Tests.RecordAsync(queue, wish, report, CancellationToken.None);
    }

    /// <summary>A build hands on an artifact <c>dist</c> of one file, and data.</summary>
    public Task HandOnAsync(BuildId build, string path, string content, string data) => HandOnAsync(build, data, (path, content));

    /// <summary>A build hands on an artifact <c>dist</c> of several files, and data.</summary>
    public async Task HandOnAsync(BuildId build, string data, params (string Path, string Content)[] files)
    {
        var stored = files.Select(file => (file.Path, Bytes: System.Text.Encoding.UTF8.GetBytes(file.Content)))
            .Select(file => new ArtifactFile(file.Path, stores.Artifacts.Blobs.Add(new MemoryStream(file.Bytes)), file.Bytes.Length, IsExecutable: false));
        await stores.Artifacts.RecordAsync(build, new Handover([new Artifact("dist", [.. stored])], data), _now, CancellationToken.None);
    }

    public async Task AddQueueAsync(string name, params string[] projects)
    {
        var rules = new QueueRules
        {
            Name = new QueueName(name),
            Projects = projects.ToImmutableSortedDictionary(ProjectName.Create, project => new ProjectPlan(new ProjectName(project))),
            Pipelines = [CheckPipeline, GatePipeline, NightlyPipeline],
            AllowsCycles = true,
            ReusesResults = true,
        };
        var empty = GateState.Empty(rules);
        await stores.Gate.LoadAsync(empty, CancellationToken.None);
        _queues[rules.Name] = (empty, 0);
        board.Show(empty);
        foreach (var project in projects)
        {
            await ApplyAsync(rules.Name, at => new BranchMoved(at, new ProjectBranch(new ProjectName(project), "main"), Commit($"tip of {project}")));
        }
    }

    public async Task<Change> PushAsync(
        string project, string subject, Trigger? trigger = Trigger.Approved, string[]? dependsOn = null, string[]? gitParents = null, string owner = "ada")
    {
        var change = new Change
        {
            Id = new ChangeId($"git/{_changes.Count + 1}"),
            Project = new ProjectName(project),
            Branch = "main",
            Patchset = 1,
            Commit = Commit(subject),
            Subject = subject,
            Owner = owner,
            IsApproved = trigger == Trigger.Approved,
            DependsOn = [.. (dependsOn ?? []).Select(ChangeId.Create)],
            GitParents = [.. _changes.Where(other => gitParents?.Contains(other.Id.Value) == true).Select(other => new ParentPatchset(other.Id, other.Patchset, other.Commit))],
        };
        _changes.Add(change);
        var needed = _changes.Where(other => change.Needs.Contains(other.Id)).ToImmutableArray();
        await ApplyAsync(QueueOf(project), at => new ChangeArrived(at, change, trigger, needed));
        return change;
    }

    public Task PrepareAsync(Change change, params string[] jobs) =>
        PrepareAsync(change, "gate", [.. jobs.Select(job => new FrozenJob(new JobPlan { Name = job, Steps = [new ShellStep("true")] }))]);

    public async Task PrepareAsync(Change change, string pipeline, ImmutableArray<FrozenJob> jobs)
    {
        var buildset = Item(change, pipeline).Buildset!;
        var target = change.Target;
        await ApplyAsync(QueueOf(change.Project.Value), at =>
            new BuildsetPrepared(at, buildset.Id, new ReadyToBuild(buildset.Base.SetItem(target, Commit($"merge {buildset.Id}")), jobs)));
    }

    public Task ConflictAsync(Change change, string text) => ApplyAsync(QueueOf(change.Project.Value), at =>
        new BuildsetPrepared(at, Item(change, "gate").Buildset!.Id, new MergeConflict(["README.md"], text)));

    public async Task<BuildId> StartAsync(Change change, string job, string pipeline = "gate")
    {
        var build = Build(change, job, pipeline);
        await stores.Read.RecordBuildStartAsync(build, "sandbox", Tick(), CancellationToken.None);
        board.Touch();
        return build;
    }

    public async Task EndAsync(Change change, string job, BuildResult result = BuildResult.Success, string message = "Every step passed.", string pipeline = "gate")
    {
        var build = await StartAsync(change, job, pipeline);
        _now += TimeSpan.FromSeconds(7);
        await ApplyAsync(QueueOf(change.Project.Value), at => new BuildEnded(at, build, result, message, TimeSpan.FromSeconds(7.25)));
    }

    public Task MergeAsync(Change change)
    {
        var item = Item(change, "gate");
        return ApplyAsync(QueueOf(change.Project.Value), at => new SubmitEnded(at, item.Id, item.Buildset!.Id, new Submitted()));
    }

    public Task FreezeAsync(string project, string reason) =>
        ApplyAsync(QueueOf(project), at => new Commanded(at, new FreezeMerges(project, reason), "grace"));

    public Task CommandAsync(string project, OperatorCommand command, string who) => ApplyAsync(QueueOf(project), at => new Commanded(at, command, who));

    /// <summary>Enqueues a project's main branch in the nightly pipeline and prepares it.</summary>
    public async Task<BuildId> RunNightlyAsync(string project, string job)
    {
        var queue = QueueOf(project);
        await ApplyAsync(queue, at => new RefArrived(at, new RefUpdate(new ProjectName(project), "main", null, "", Trigger.Timer)));
        var buildset = _queues[queue].State.QueueOf("nightly").Items[^1].Buildset!;
        await ApplyAsync(queue, at => new BuildsetPrepared(at, buildset.Id, new ReadyToBuild(buildset.Base, [new FrozenJob(new JobPlan { Name = job })])));
        return _queues[queue].State.QueueOf("nightly").Items[^1].Buildset!.Builds[^1].Id;
    }

    public BuildId Build(Change change, string job, string pipeline = "gate") => JobGraph.LatestBuild(Item(change, pipeline).Buildset!, job)!.Id;

    public QueueItem Item(Change change, string pipeline) => State(change).QueueOf(pipeline).FindLive(change.Id)!;

    private GateState State(Change change) => _queues[QueueOf(change.Project.Value)].State;

    private QueueName QueueOf(string project) => _queues.Keys.First(name => _queues[name].State.Rules.Has(new ProjectName(project)));

    private DateTimeOffset Tick() => _now += TimeSpan.FromSeconds(1);

    private async Task ApplyAsync(QueueName name, Func<DateTimeOffset, GateEvent> happening)
    {
        var happened = happening(Tick());
        var (state, applied) = _queues[name];
        _ = happened is BuildEnded ended
            ? await stores.Gate.AnswerAsync(name, $"build:{ended.Build}", happened, CancellationToken.None)
            : await stores.Gate.PostAsync(name, $"test:{_keys++}", happened, CancellationToken.None);
        var stored = stores.Gate.ReadEvents(name, applied, 1).Single();
        var decision = Gate.Apply(state, stored.Event);
        await stores.Gate.SaveAsync(name, applied, [new AppliedEvent(stored, decision)], null, CancellationToken.None);
        _queues[name] = (decision.Next, stored.Number);
        board.Show(decision.Next);
    }

    private static string Commit(string seed) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(seed)))[..40];
}
