using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>One queue of one project in memory, in which everything outside takes no time: what is left is the cost of deciding.</summary>
internal sealed class GateLoad
{
    /// <summary>Every item may be under test.</summary>
    public const int NoWindow = 0;

    private static readonly ImmutableArray<FrozenJob> Jobs = [new(new JobPlan { Name = "unit" }), new(new JobPlan { Name = "lint" })];

    private readonly Queue<GateEvent> _answers = new();
    private readonly List<StartBuild> _running = [];
    private GateState _state;
    private int _changes;

    public GateLoad(int window, int ceiling = 0)
    {
        var project = new ProjectPlan(new ProjectName("project"));
        var gate = new PipelinePlan
        {
            Name = "gate",
            Manager = PipelineManager.Dependent,
            On = [Trigger.Approved],
            RequiresApproval = true,
            Submits = true,
            ReportsStart = true,
            SuccessVote = 2,
            FailureVote = -2,
            Window = new WindowPlan(window, Ceiling: ceiling),
        };
        _state = GateState.Empty(new QueueRules
        {
            Name = new QueueName("queue"),
            Projects = ImmutableSortedDictionary<ProjectName, ProjectPlan>.Empty.Add(project.Name, project),
            Pipelines = [gate],
        });
        Apply(new BranchMoved(DateTimeOffset.UnixEpoch, new ProjectBranch(project.Name, "main"), "tip"));
    }

    /// <summary>Takes changes from their approval to their merge; all are approved before the first build ends.</summary>
    public void Flow(int changes)
    {
        Approve(changes);
        Prepare();
        while (_running.Count > 0)
        {
            StartBuild[] ended = [.. _running];
            _running.Clear();
            foreach (var build in ended)
            {
                Apply(new BuildEnded(DateTimeOffset.UnixEpoch, build.Build, BuildResult.Success, "", TimeSpan.Zero));
                Prepare();
            }
        }

        Expect(left: 0);
    }

    public void Approve(int changes)
    {
        foreach (var number in Enumerable.Range(_changes + 1, changes))
        {
            var change = new Change
            {
                Id = new ChangeId($"git/{number}"),
                Project = new ProjectName("project"),
                Branch = "main",
                Patchset = 1,
                Commit = "patchset",
                IsApproved = true,
            };
            Apply(new ChangeArrived(DateTimeOffset.UnixEpoch, change, Trigger.Approved, []));
        }

        _changes += changes;
    }

    /// <summary>Answers what is asked until only builds are open.</summary>
    public void Prepare()
    {
        while (_answers.TryDequeue(out var answer))
        {
            Apply(answer);
        }
    }

    /// <summary>The first build of the head fails.</summary>
    public void FailHead()
    {
        var first = _running[0].Build;
        _running.Clear();
        Apply(new BuildEnded(DateTimeOffset.UnixEpoch, first, BuildResult.Failure, "", TimeSpan.Zero));
        Prepare();
        Expect(left: _changes);
    }

    private void Apply(GateEvent happened)
    {
        var decision = Gate.Apply(_state, happened);
        _state = decision.Next;
        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case PrepareBuildset wish:
                    var result = wish.Base.SetItem(wish.Merge[0].Target, wish.Buildset.Value);
                    _answers.Enqueue(new BuildsetPrepared(DateTimeOffset.UnixEpoch, wish.Buildset, new ReadyToBuild(result, Jobs)));
                    break;
                case StartBuild wish:
                    _running.Add(wish);
                    break;
                case SubmitChanges wish:
                    _answers.Enqueue(new SubmitEnded(DateTimeOffset.UnixEpoch, wish.Item, wish.Buildset, new Submitted()));
                    break;
                default:
                    break;
            }
        }
    }

    // A bench of an engine that does something else would measure nothing.
    private void Expect(int left)
    {
        var items = _state.Queues[0].Items.Length;
        if (items != left)
        {
            throw new InvalidOperationException($"The queue of the bench holds {items} items, expected {left}.");
        }
    }
}
