using System.Collections.Immutable;
using System.Diagnostics;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>
/// All that a gate has to do with, in memory and on virtual time: a review system, repositories, workers, and the gate itself, one state a queue.
/// Everything happens at once and in one order: whoever acts on it calls a method, and when that returns nothing more happens by itself.
/// </summary>
internal sealed class Town
{
    /// <summary>The branch that every project has.</summary>
    public const string DefaultBranch = "master";

    private readonly TownClock _clock = new();
    private readonly TownHooks _hooks;
    private readonly TownQueues _queues;
    private readonly TownPost _post;
    private readonly PrepareWorker _preparing;
    private readonly SubmitWorker _submitting;
    private readonly BuildPool _builds;

    public Town(TownLayout layout, TownHooks hooks, bool keepsJournals)
    {
        Layout = layout;
        _hooks = hooks;
        _queues = new TownQueues(keepsJournals);
        _post = new TownPost(_clock, _queues, Reviews, Merger);
        _preparing = new PrepareWorker(Reviews, Merger);
        _submitting = new SubmitWorker(Reviews, Merger);
        _builds = new BuildPool(_clock, hooks);
    }

    public TownLayout Layout { get; private set; }

    public DateTimeOffset Now => _clock.Now;

    public ReviewSystem Reviews { get; } = new();

    public Merger Merger { get; } = new();

    public IReadOnlyList<TownQueue> Queues => _queues.All;

    /// <summary>What runs, oldest first.</summary>
    public IEnumerable<TownBuild> Running => _builds.Running;

    /// <summary>What waits for semaphores.</summary>
    public IEnumerable<TownBuild> WaitingBuilds => _builds.Waiting;

    /// <summary>Opens the town: from now on the gate is there and knows the branches.</summary>
    public void Open() => Change(Layout);

    /// <summary>Another layout takes effect.</summary>
    public void Change(TownLayout layout)
    {
        Layout = layout;
        var told = _queues.Change(layout);
        foreach (var rules in layout.Queues)
        {
            _post.Introduce(_queues.Find(rules.Projects.Keys.First())!, rules);
        }

        foreach (var (queue, rules) in told)
        {
            _post.Post(queue, new RulesChanged(Now, rules));
        }

        Settle();
    }

    /// <summary>Tells the gate of a change as it is now.</summary>
    /// <param name="change">The change.</param>
    /// <param name="trigger">What happened to it; null for news alone.</param>
    public void Tell(ChangeId change, Trigger? trigger)
    {
        _post.Tell(change, trigger);
        Settle();
    }

    /// <summary>Somebody merges a change past the gate.</summary>
    public void MergePast(ChangeId change)
    {
        var facts = Reviews[change].Facts;
        Reviews.SetStatus(change, ChangeStatus.Merged);
        Merger.PushPast(facts.Target, facts);
        _post.Tell(change, null);
        _post.Tell(facts.Target);
        Settle();
    }

    /// <summary>Somebody pushes to a branch past the gate.</summary>
    public void PushPast(ProjectBranch branch)
    {
        if (Merger.TipOf(branch) is null)
        {
            Merger.Ensure(branch);
            _post.Tell(branch);
            Settle();
        }

        Merger.PushPast(branch, null);
        _post.Tell(branch);
        Settle();
    }

    /// <summary>A branch or tag is to be tested as it is.</summary>
    /// <param name="tested">The branch or tag.</param>
    /// <param name="pipeline">The pipeline, or null for all that its cause triggers.</param>
    public void Tell(RefUpdate tested, string? pipeline)
    {
        if (_queues.Find(tested.Project) is { } queue)
        {
            _post.Post(queue, new RefArrived(Now, tested, pipeline));
            Settle();
        }
    }

    /// <summary>The queue of a project, or null when the site does not have it.</summary>
    public TownQueue? QueueOf(ProjectName project) => _queues.Find(project);

    /// <summary>An operator asks something of a queue.</summary>
    public void Command(TownQueue queue, OperatorCommand command)
    {
        _post.Deliver(queue, new Commanded(Now, command, "operator"));
        Settle();
    }

    /// <summary>A running build ends. One of a job that pauses stays up when it passes, until the gate lets it go on.</summary>
    public void End(TownBuild build, BuildResult result)
    {
        if (!build.Wish.Job.Plan.Pauses || result != BuildResult.Success)
        {
            Finish(build, result);
        }
        else if (build.Stage == TownBuildStage.Running)
        {
            build.Stage = TownBuildStage.Paused;
            _post.Post(build.Queue, new BuildPaused(Now, build.Id));
        }

        Settle();
    }

    /// <summary>A running build is known to fail.</summary>
    public void ForeseeFailure(TownBuild build)
    {
        _post.Post(build.Queue, new BuildFailing(Now, build.Id, $"a test of {build.Wish.Job.Name} failed"));
        Settle();
    }

    /// <summary>Lets time pass. Builds whose time limit is over end when it is.</summary>
    public void Advance(TimeSpan time)
    {
        var until = Now + time;
        while (_builds.NextOverdue(until) is { } build)
        {
            _clock.Now = build.Deadline;
            Finish(build, BuildResult.TimedOut);
            Settle();
        }

        _clock.Now = until;
        foreach (var queue in Queues.Where(queue => queue.State.Freezes.Any(freeze => freeze.Until <= Now)))
        {
            _post.Post(queue, new FreezesDue(Now));
        }

        Settle();
    }

    /// <summary>The process of the gate is killed and recovers from its journals; what is outside goes on.</summary>
    /// <returns>One sentence for each queue that is not what it was.</returns>
    public ImmutableArray<string> Restart()
    {
        var faults = _queues.All
            .Select(queue => (queue.Name, Difference: queue.Recover()))
            .Where(one => one.Difference is not null)
            .Select(one => $"queue {one.Name} recovered from its journal is not what it was: {one.Difference}")
            .ToImmutableArray();
        _builds.Recover();
        return faults;
    }

    private void Settle()
    {
        _post.Settle(Perform, _hooks.Decided);
        _builds.PassOnSemaphores(Layout.Site);
    }

    private void Perform(TownQueue queue, GateEffect effect, GateState then)
    {
        switch (effect)
        {
            case PrepareBuildset wish:
                _post.Post(queue, new BuildsetPrepared(Now, wish.Buildset, _preparing.Prepare(Layout, wish)));
                break;
            case StartBuild wish:
                _builds.Ask(new TownBuild(queue, wish, TownBuild.OwnersOf(wish, then)));
                break;
            case ResumeBuild wish:
                Resume(wish.Build);
                break;
            case CancelBuild wish:
                _builds.Cancel(wish.Build);
                break;
            case SubmitChanges wish:
                Submit(queue, wish);
                break;
            case SendReport wish:
                _hooks.Reported?.Invoke(wish);
                break;
            case PassOn wish:
                PassOn(wish);
                break;
            default:
                throw new UnreachableException($"Unknown effect {effect.GetType().Name}.");
        }
    }

    private void Resume(BuildId id)
    {
        if (_builds.Find(id) is { Stage: TownBuildStage.Paused } build)
        {
            Finish(build, BuildResult.Success);
        }
    }

    private void PassOn(PassOn wish)
    {
        if (_queues.Find(wish.Project) is { } other)
        {
            _post.Deliver(other, wish.Happened);
        }
    }

    private void Finish(TownBuild build, BuildResult result)
    {
        if (_builds.End(build, result))
        {
            _post.Post(build.Queue, new BuildEnded(Now, build.Id, result, $"{build.Wish.Job.Name} {Words.Of(result)}", Now - build.StartedAt));
        }
    }

    private void Submit(TownQueue queue, SubmitChanges wish)
    {
        var outcome = _submitting.Submit(wish, queue.State);
        _post.Post(queue, new SubmitEnded(Now, wish.Item, wish.Buildset, outcome));
        if (outcome is Submitted)
        {
            _hooks.Merged?.Invoke(wish.Changes);
            foreach (var change in wish.Changes)
            {
                _post.Tell(change.Id, null, except: queue);
            }

            foreach (var branch in wish.Commits.Keys)
            {
                _post.Tell(branch, except: queue);
            }
        }
    }
}
