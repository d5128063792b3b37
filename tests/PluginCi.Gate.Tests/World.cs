using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Everything around one gate queue, played in memory: branches, merges, builds, submits and reports. It answers effects as the real shell would.</summary>
internal sealed class World
{
    public static readonly DateTimeOffset Epoch = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    private readonly Queue<GateEvent> _answers = new();
    private readonly HashSet<string> _effects = [];
    private int _at;

    public World(QueueRules rules)
    {
        State = GateState.Empty(rules);
        foreach (var project in rules.Projects)
        {
            Tips[MainOf(project)] = $"{project}0";
            Play(new BranchMoved(Now(), MainOf(project), Tips[MainOf(project)]));
        }
    }

    public GateState State { get; private set; }

    public Dictionary<ProjectBranch, string> Tips { get; } = [];

    public Dictionary<BuildId, StartBuild> Running { get; } = [];

    /// <summary>The merges that happened, in order, with what they were tested on.</summary>
    public List<SubmitChange> Submitted { get; } = [];

    public List<SendReport> Reports { get; } = [];

    public List<Reason> Reasons { get; } = [];

    public List<GateEvent> Journal { get; } = [];

    /// <summary>Pairs that cannot be merged on top of each other.</summary>
    public HashSet<(ChangeId Behind, ChangeId Ahead)> Conflicts { get; } = [];

    /// <summary>Changes that the review system refuses to submit.</summary>
    public HashSet<ChangeId> RefusesToSubmit { get; } = [];

    /// <summary>The jobs of a change in a pipeline.</summary>
    public Func<Change, string, ImmutableArray<FrozenJob>> JobsOf { get; init; } = (_, _) => [new FrozenJob(new JobPlan { Name = "unit" })];

    /// <summary>When set, submits are answered only by <see cref="AnswerSubmits"/>.</summary>
    public bool HoldsSubmits { get; set; }

    public List<SubmitChange> HeldSubmits { get; } = [];

    public Action<SubmitChange>? BeforeSubmit { get; set; }

    public static ProjectBranch MainOf(ProjectName project) => new(project, "main");

    public DateTimeOffset Now() => Epoch.AddSeconds(_at++);

    /// <summary>Lets the gate take an event, and everything that follows by itself.</summary>
    public void Play(GateEvent happened)
    {
        Take(happened);
        while (_answers.TryDequeue(out var answer))
        {
            Take(answer);
        }
    }

    public void AnswerSubmits()
    {
        HoldsSubmits = false;
        foreach (var held in HeldSubmits.ToArray())
        {
            HeldSubmits.Remove(held);
            Submit(held);
        }

        while (_answers.TryDequeue(out var answer))
        {
            Take(answer);
        }
    }

    public void End(BuildId build, BuildResult result)
    {
        Running.Remove(build);
        Play(new BuildEnded(Now(), build, result, $"ended as {result}.", TimeSpan.FromSeconds(1)));
    }

    private void Take(GateEvent happened)
    {
        Journal.Add(happened);
        var decision = Gate.Apply(State, happened);
        State = decision.Next;
        Reasons.AddRange(decision.Why);
        foreach (var effect in decision.Effects)
        {
            Assert.True(_effects.Add(effect.Key) || effect is CancelBuild, $"The effect {effect.Key} is wished twice.");
            Do(effect);
        }
    }

    private void Do(GateEffect effect)
    {
        switch (effect)
        {
            case PrepareBuildset wish:
                _answers.Enqueue(new BuildsetPrepared(Now(), wish.Buildset, Merge(wish)));
                break;
            case StartBuild wish:
                Running.Add(wish.Build, wish);
                break;
            case CancelBuild wish:
                Running.Remove(wish.Build);
                break;
            case SubmitChange wish when HoldsSubmits:
                HeldSubmits.Add(wish);
                break;
            case SubmitChange wish:
                Submit(wish);
                break;
            case SendReport wish:
                Reports.Add(wish);
                break;
            default:
                throw new InvalidOperationException(effect.GetType().Name);
        }
    }

    // A commit is the list of what is merged: that makes a state readable, and equal states equal.
    private Preparation Merge(PrepareBuildset wish)
    {
        var onto = wish.Base[wish.Change.Target];
        var clash = Conflicts.FirstOrDefault(pair => pair.Behind == wish.Change.Id && onto.Split('+').Any(part => part.StartsWith($"{pair.Ahead}.", StringComparison.Ordinal)));
        return clash.Ahead.Value is not null
            ? new MergeConflict(["file"], "file conflicts")
            : new ReadyToBuild(
                wish.Base.SetItem(wish.Change.Target, $"{onto}+{wish.Change.Id}.{wish.Change.Patchset}"),
                wish.WithJobs ? JobsOf(wish.Change, wish.Pipeline) : []);
    }

    private void Submit(SubmitChange wish)
    {
        BeforeSubmit?.Invoke(wish);
        var moved = wish.Base.FirstOrDefault(entry => Tips.GetValueOrDefault(entry.Key) != entry.Value);
        if (moved.Value is not null)
        {
            _answers.Enqueue(new SubmitEnded(Now(), wish.Item, new SubmitOvertaken(moved.Key, Tips.GetValueOrDefault(moved.Key))));
        }
        else if (RefusesToSubmit.Contains(wish.Change.Id))
        {
            _answers.Enqueue(new SubmitEnded(Now(), wish.Item, new SubmitRefused("The review system says no.")));
        }
        else
        {
            Tips[wish.Change.Target] = wish.Commit;
            Submitted.Add(wish);
            _answers.Enqueue(new SubmitEnded(Now(), wish.Item, new Submitted()));
        }
    }
}
