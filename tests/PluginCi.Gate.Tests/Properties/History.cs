using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating.Properties;

/// <summary>Plays a random history. What a build's result is follows from what it is tested on alone, so that every gate must agree about it.</summary>
internal sealed class History
{
    /// <summary>From this shape on, jobs see their own project alone, and changes of different projects overtake each other.</summary>
    public const int FirstOvertaking = 60;

    private const int Changes = 9;

    private static readonly ProjectName[] Projects = [new("core"), new("maps"), new("video")];

    private readonly Dictionary<ChangeId, Change> _changes = [];
    private readonly HashSet<string> _passed = [];
    private readonly bool _hasSiteJob;
    private readonly bool _overtakes;

    private History(int shape)
    {
        _overtakes = shape >= FirstOvertaking;
        _hasSiteJob = shape % 2 == 0 && !_overtakes;
        var gate = new PipelinePlan
        {
            Name = "gate",
            Manager = PipelineManager.Dependent,
            On = [Trigger.Approved],
            RequiresApproval = true,
            Submits = true,
            Window = new WindowPlan(1 + (shape % 6), 1 + (shape % 3)),
            Strategy = _overtakes ? Strategy.Probabilistic : (Strategy)(shape / 12 % 4),
            MostInBatch = 2 + (shape % 4),
            BuildBudget = 2 + (shape % 7),
            IsFailFast = shape % 5 == 4,
        };
        Rules = new QueueRules { Name = new("q"), ReusesResults = shape % 3 == 1 || _overtakes, AllowsOvertaking = _overtakes, Projects = GateScenario.ProjectsOf(Projects.Select(project => project.Value)), Pipelines = [gate] };
        World = new World(Rules)
        {
            InputsOf = (change, job, commits) => Sees(change, job, commits),
            FootprintOf = changes => _overtakes ? Touches(changes) : null,
            JobsOf = (change, _) => _hasSiteJob
                ? [GateScenario.Job("unit"), GateScenario.Job("site", ["unit"])]
                : [GateScenario.Job("unit"), GateScenario.Job("coverage", isVoting: false), new FrozenJob(new JobPlan { Name = "docs", Needs = ["unit"], OnlyIf = new JobCondition("unit", "docs") })],
        };
        World.Landed = Freezes.Hear;
        for (var number = 1; number <= Changes; number++)
        {
            Add(number, shape);
        }
    }

    public World World { get; }

    public QueueRules Rules { get; }

    public IEnumerable<Change> All => _changes.Values;

    /// <summary>What is frozen, and what was merged all the same.</summary>
    public FreezeWatch Freezes { get; } = new(Projects);

    /// <summary>The approvals, in the order the gate heard of them.</summary>
    public List<Change> Approvals { get; } = [];

    /// <param name="shape">Picks the site: window, jobs, projects and dependencies.</param>
    /// <param name="moves">What happens.</param>
    /// <param name="isUndisturbed">True when each change is approved once only.</param>
    /// <param name="mislead">Changes what the gate believes before each event.</param>
    public static History Play(int shape, IEnumerable<Move> moves, bool isUndisturbed, Func<GateState, GateState>? mislead = null)
    {
        var history = new History(shape);
        history.World.Mislead = mislead ?? history.World.Mislead;
        foreach (var move in moves.Where(move => !isUndisturbed || move.Kind != MoveKind.Approve || history.IsUnapproved(move)))
        {
            history.Make(move);
        }

        history.Drain();
        history.Freezes.EndAll(history.World, history.Rules);
        history.Drain();
        return history;
    }

    /// <summary>True when a state of merged changes fails a test: a change that is bad by itself, or two that do not go together.</summary>
    public static bool IsBad(IReadOnlyCollection<int> merged, int tested) =>
        tested % 5 == 3 || merged.Any(other => other != tested && Clash(other, tested));

    public static bool DoConflict(int behind, int ahead) => ((behind * 5) + (ahead * 3)) % 13 == 1;

    public static IReadOnlyCollection<int> ChangesIn(IEnumerable<string> commits) =>
        [.. commits.SelectMany(commit => commit.Split('+')).Where(part => part.StartsWith("git/", StringComparison.Ordinal)).Select(part => int.Parse(part[4..part.IndexOf('.', StringComparison.Ordinal)], null))];

    /// <summary>True when every voting job of exactly the state that was submitted passed.</summary>
    public bool WasTested(SubmitChanges submit) => submit.Changes.All(change => World.JobsOf(change, "gate")
        .Where(job => job.Plan.IsVoting && (job.Plan.OnlyIf is null || AsksForDocs(Sees(change, job.Name, submit.Base.SetItems(submit.Commits)))))
        .All(job => _passed.Contains(Key(change, job.Name, submit.Base.SetItems(submit.Commits)))));

    /// <summary>The changes of each state that some job saw as a whole at the end.</summary>
    public IEnumerable<IReadOnlyCollection<int>> Merged => _overtakes ? World.Tips.Values.Select(tip => ChangesIn([tip])) : [ChangesIn(World.Tips.Values)];

    private static Footprint Touches(ImmutableArray<Change> changes)
    {
        var projects = changes.Select(change => change.Project.Value).ToImmutableHashSet();
        return new Footprint(projects, projects);
    }

    private static bool Clash(int first, int second) => (first * second) % 7 == 2 && first != second;

    private string Key(Change change, string job, ImmutableSortedDictionary<ProjectBranch, string> commits) =>
        $"{change.Id}.{change.Patchset} {job} {Sees(change, job, commits)}";

    // What the unit tests of a state return: some ask for the documentation.
    private static bool AsksForDocs(string seen) => ChangesIn([seen]).Sum() % 2 == 0;

    // Where a site job looks at everything, the unit tests look at their own project alone.
    private string Sees(Change change, string job, ImmutableSortedDictionary<ProjectBranch, string> commits) =>
        _overtakes || (_hasSiteJob && job == "unit") ? commits[change.Target] : string.Join('+', commits.Values);

    private static int Number(ChangeId id) => int.Parse(id.Number, null);

    private void Add(int number, int shape)
    {
        var id = new ChangeId($"git/{number}");
        _changes[id] = new Change
        {
            Id = id,
            Project = Projects[(number + shape) % Projects.Length],
            Branch = "main",
            Patchset = 1,
            Commit = $"c{number}",
            DependsOn = (number + shape) % 4 == 0 && number > 1 ? [new ChangeId($"git/{number - 1}")] : [],
        };
        for (var ahead = 1; ahead < number; ahead++)
        {
            if (DoConflict(number, ahead))
            {
                World.Conflicts.Add((id, new ChangeId($"git/{ahead}")));
            }
        }
    }

    private bool IsUnapproved(Move move) => !_changes[new ChangeId($"git/{1 + (move.Which % Changes)}")].IsApproved;

    private void Make(Move move)
    {
        var id = new ChangeId($"git/{1 + (move.Which % Changes)}");
        var project = Projects[move.Which % Projects.Length];
        switch (move.Kind)
        {
            case MoveKind.Approve:
                Tell(id, change => change with { IsApproved = true }, Trigger.Approved);
                break;
            case MoveKind.Unapprove:
                Tell(id, change => change with { IsApproved = false }, null);
                break;
            case MoveKind.NewPatchset:
                Tell(id, change => change with { Patchset = change.Patchset + 1, IsApproved = false }, Trigger.Patchset);
                break;
            case MoveKind.Abandon:
                Tell(id, change => change with { Status = ChangeStatus.Abandoned }, null);
                break;
            case MoveKind.RefuseSubmit:
                World.RefusesToSubmit.Add(id);
                break;
            case MoveKind.EndBuild:
                End(move.Which, isLost: false);
                break;
            case MoveKind.LoseBuild:
                End(move.Which, isLost: true);
                break;
            default:
                MakeRare(move.Kind, World.MainOf(project), move.Which);
                break;
        }
    }

    private void MakeRare(MoveKind kind, ProjectBranch branch, int which)
    {
        switch (kind)
        {
            case MoveKind.PushPastTheGate:
                World.Tips[branch] += "+outside";
                World.Play(new BranchMoved(World.Now(), branch, World.Tips[branch]));
                break;
            case MoveKind.PushUnheard:
                World.Tips[branch] += "+unheard";
                break;
            case MoveKind.HoldSubmits:
                World.HoldsSubmits = true;
                break;
            case MoveKind.AnswerSubmits:
                World.AnswerSubmits();
                break;
            case MoveKind.RepeatEvent:
                Repeat(which);
                break;
            case MoveKind.Freeze or MoveKind.Thaw or MoveKind.FreezeBySite:
                Freezes.Make(World, Rules, kind, which);
                break;
            default:
                Freezes.Make(World, Rules, MoveKind.FreezeBySite, which: 0);
                break;
        }
    }

    // Answers are told once; news of the outside may come again, late.
    private void Repeat(int which)
    {
        var answers = World.Journal.Where(happened => happened is BuildEnded or BuildsetPrepared or SubmitEnded).ToArray();
        if (answers.Length > 0)
        {
            World.Play(answers[which % answers.Length]);
        }
    }

    private void Tell(ChangeId id, Func<Change, Change> edit, Trigger? trigger)
    {
        var isMerged = World.Submitted.Any(submit => submit.Changes.Any(change => change.Id == id));
        if (isMerged || _changes[id].Status != ChangeStatus.Open)
        {
            return;
        }

        _changes[id] = edit(_changes[id]);
        if (trigger == Trigger.Approved)
        {
            Approvals.Add(_changes[id]);
        }

        World.Play(new ChangeArrived(World.Now(), _changes[id], trigger, [.. _changes[id].Needs.Select(Fact)]));
    }

    private Change Fact(ChangeId id) =>
        World.Submitted.Any(submit => submit.Changes.Any(change => change.Id == id)) ? _changes[id] with { Status = ChangeStatus.Merged } : _changes[id];

    private void End(int which, bool isLost)
    {
        var running = World.Running.Values.OrderBy(build => build.Build.Value.Length).ThenBy(build => build.Build).ToArray();
        if (running.Length == 0)
        {
            return;
        }

        var build = running[which % running.Length];
        var job = build.Job.Plan.Name;
        var isBad = build.Changes.Any(change => IsBad(ChangesIn([Sees(change, job, build.Commits)]), Number(change.Id))) || job == "coverage";
        var result = isLost ? BuildResult.Lost : isBad ? BuildResult.Failure : BuildResult.Success;
        if (result == BuildResult.Success)
        {
            _passed.UnionWith(build.Changes.Select(change => Key(change, build.Job.Plan.Name, build.Commits)));
        }

        World.End(build.Build, result, result == BuildResult.Success && job == "unit" && AsksForDocs(Sees(build.Changes[0], job, build.Commits)) ? ["docs"] : []);
    }

    private void Drain()
    {
        do
        {
            World.AnswerSubmits();
            End(0, isLost: false);
        }
        while (World.Running.Count > 0 || World.HeldSubmits.Count > 0);
    }
}
