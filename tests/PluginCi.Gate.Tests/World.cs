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
        foreach (var project in rules.Projects.Keys)
        {
            Tips[MainOf(project)] = $"{project}0";
            Play(new BranchMoved(Now(), MainOf(project), Tips[MainOf(project)]));
        }
    }

    public GateState State { get; set; }

    /// <summary>Changes what the gate believes before each event; must leave facts alone.</summary>
    public Func<GateState, GateState> Mislead { get; set; } = state => state;

    public Dictionary<ProjectBranch, string> Tips { get; } = [];

    public Dictionary<BuildId, StartBuild> Running { get; } = [];

    /// <summary>The merges that happened, in order, with what they were tested on.</summary>
    public List<SubmitChanges> Submitted { get; } = [];

    /// <summary>The changes that were merged, in order.</summary>
    public IEnumerable<Change> Merged => Submitted.SelectMany(submit => submit.Changes);

    public List<SendReport> Reports { get; } = [];

    public List<Reason> Reasons { get; } = [];

    /// <summary>The paused builds that were told to end.</summary>
    public List<BuildId> Resumed { get; } = [];

    /// <summary>What other queues were told.</summary>
    public List<PassOn> PassedOn { get; } = [];

    public List<GateEvent> Journal { get; } = [];

    /// <summary>Pairs that cannot be merged on top of each other.</summary>
    public HashSet<(ChangeId Behind, ChangeId Ahead)> Conflicts { get; } = [];

    /// <summary>Changes that the review system refuses to submit.</summary>
    public HashSet<ChangeId> RefusesToSubmit { get; } = [];

    /// <summary>The jobs of a change in a pipeline.</summary>
    public Func<Change, string, ImmutableArray<FrozenJob>> JobsOf { get; init; } = (_, _) => [new FrozenJob(new JobPlan { Name = "unit" })];

    /// <summary>What the builds of a job see of a state; everything unless told otherwise.</summary>
    public Func<Change, string, ImmutableSortedDictionary<ProjectBranch, string>, string> InputsOf { get; init; } = (_, _, commits) => string.Join(' ', commits.Values);

    /// <summary>What changes touch; nothing is known of it unless told otherwise.</summary>
    public Func<ImmutableArray<Change>, Footprint?> FootprintOf { get; init; } = _ => null;

    /// <summary>The jobs of a branch or tag.</summary>
    public IReadOnlyList<FrozenJob> RefJobs { get; set; } = [new FrozenJob(new JobPlan { Name = "unit" })];

    /// <summary>When set, submits are answered only by <see cref="AnswerSubmits"/>.</summary>
    public bool HoldsSubmits { get; set; }

    public List<SubmitChanges> HeldSubmits { get; } = [];

    public Action<SubmitChanges>? BeforeSubmit { get; set; }

    /// <summary>Told of each merge, with the time of the last event that the gate heard of.</summary>
    public Action<SubmitChanges, DateTimeOffset>? Landed { get; set; }

    /// <summary>Told of each build that starts, with the state right after it.</summary>
    public Action<StartBuild, GateState>? Started { get; set; }

    public static ProjectBranch MainOf(ProjectName project) => new(project, "main");

    public void Sleep(TimeSpan time) => _at += (int)time.TotalSeconds;

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

    public void End(BuildId build, BuildResult result, params string[] flags)
    {
        Running.Remove(build);
        Play(new BuildEnded(Now(), build, result, $"ended as {result}.", TimeSpan.FromSeconds(1)) { Flags = [.. flags] });
    }

    private void Take(GateEvent happened)
    {
        Journal.Add(happened);
        Assert.True(Journal.Count < 20_000, $"The gate goes round in a circle; the last events: {string.Join(", ", Journal.TakeLast(6))}.");
        var decision = Gate.Apply(Mislead(State), happened);
        State = decision.Next;
        Reasons.AddRange(decision.Why);
        foreach (var effect in decision.Effects)
        {
            Assert.True(_effects.Add(effect.Key), $"The effect {effect.Key} is wished twice.");
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
                Started?.Invoke(wish, State);
                break;
            case CancelBuild wish:
                Running.Remove(wish.Build);
                break;
            case SubmitChanges wish when HoldsSubmits:
                HeldSubmits.Add(wish);
                break;
            case SubmitChanges wish:
                Submit(wish);
                break;
            case SendReport wish:
                Reports.Add(wish);
                break;
            case ResumeBuild wish:
                Resumed.Add(wish.Build);
                break;
            case PassOn wish:
                PassedOn.Add(wish);
                if (State.Rules.Has(wish.Project))
                {
                    _answers.Enqueue(wish.Happened);
                }

                break;
            default:
                throw new InvalidOperationException(effect.GetType().Name);
        }
    }

    // A commit is the list of what is merged: that makes a state readable, and equal states equal.
    private Preparation Merge(PrepareBuildset wish)
    {
        var result = wish.Base;
        foreach (var change in wish.Merge)
        {
            var onto = result[change.Target];
            if (Conflicts.Any(pair => pair.Behind == change.Id && onto.Split('+').Any(part => part.StartsWith($"{pair.Ahead}.", StringComparison.Ordinal))))
            {
                return new MergeConflict(["file"], "file conflicts", change.Id);
            }

            result = result.SetItem(change.Target, $"{onto}+{change.Id}.{change.Patchset}");
        }

        var candidates = wish.Tested.SelectMany(change => JobsOf(change, wish.Pipeline).Select(job => new JobCandidate(job.Plan, job.Group, change.Project, change.Branch)
        {
            Change = change.Id,
            Inputs = $"{job.Plan.Name} {InputsOf(change, job.Plan.Name, result)}",
        }));
        var (jobs, errors) = JobSelection.Select(wish.Pipeline, candidates);
        return errors.IsEmpty
            ? new ReadyToBuild(result, wish.Ref is null ? jobs : [.. RefJobs], FootprintOf(wish.Tested))
            : new ConfigurationErrors([.. errors.Select(error => new Diagnostic("pipeline.csx", 1, 1, DiagnosticSeverity.Error, "PCI0000", error))]);
    }

    private void Submit(SubmitChanges wish)
    {
        BeforeSubmit?.Invoke(wish);
        if (State.Freezes.Any(freeze => freeze.Stops(State.Rules, wish.Changes)))
        {
            _answers.Enqueue(new SubmitEnded(Now(), wish.Item, wish.Buildset, new SubmitHeld()));
            return;
        }

        var moved = wish.Base.FirstOrDefault(entry => Tips.GetValueOrDefault(entry.Key) != entry.Value);
        if (moved.Value is not null)
        {
            _answers.Enqueue(new SubmitEnded(Now(), wish.Item, wish.Buildset, new SubmitOvertaken(moved.Key, Tips.GetValueOrDefault(moved.Key))));
        }
        else if (wish.Changes.Any(change => RefusesToSubmit.Contains(change.Id)))
        {
            _answers.Enqueue(new SubmitEnded(Now(), wish.Item, wish.Buildset, new SubmitRefused("The review system says no.")));
        }
        else
        {
            foreach (var (branch, commit) in wish.Commits)
            {
                Tips[branch] = commit;
            }

            Submitted.Add(wish);
            Landed?.Invoke(wish, Journal[^1].At);
            _answers.Enqueue(new SubmitEnded(Now(), wish.Item, wish.Buildset, new Submitted()));
        }
    }
}
