using System.Collections.Immutable;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Verbs for what people and builds do to a gate, and a drawn queue to compare with. Changes are named by letters.</summary>
internal sealed class GateScenario
{
    private readonly Dictionary<string, Change> _changes = [];

    public GateScenario(
        string[]? projects = null, FrozenJob[]? jobs = null, int window = 20, int floor = 3, bool withCheck = false, Func<PipelinePlan, PipelinePlan>? edit = null, Func<QueueRules, QueueRules>? rules = null, bool seesOwnProjectOnly = false,
        Func<ImmutableArray<Change>, Footprint?>? touches = null)
    {
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
            Precedence = Precedence.High,
            Supercedes = withCheck ? ["check"] : [],
            Window = new WindowPlan(window, floor),
        };
        var check = new PipelinePlan
        {
            Name = "check",
            Manager = PipelineManager.Independent,
            On = [Trigger.Patchset, Trigger.Recheck],
            SuccessVote = 1,
            FailureVote = -1,
        };
        gate = edit?.Invoke(gate) ?? gate;
        var plain = new QueueRules
        {
            Name = new QueueName("q"),
            Projects = ProjectsOf(projects ?? ["core"]),
            Pipelines = withCheck ? [check, gate] : [gate],
        };
        World = new World(rules?.Invoke(plain) ?? plain)
        {
            JobsOf = (_, _) => [.. jobs ?? [Job("unit")]],
            FootprintOf = touches ?? (_ => null),
            InputsOf = (change, _, commits) => seesOwnProjectOnly ? commits[change.Target] : string.Join(' ', commits.Values),
        };
    }

    public World World { get; }

    public IEnumerable<string> Merged => World.Merged.Select(change => NameOf(change.Id));

    public static FrozenJob Job(string name, string[]? needs = null, bool isVoting = true, int attempts = 3) =>
        new(new JobPlan { Name = name, Needs = [.. needs ?? []], IsVoting = isVoting, Attempts = attempts });

    public static ImmutableSortedDictionary<ProjectName, ProjectPlan> ProjectsOf(IEnumerable<string> names) =>
        names.Select(name => new ProjectPlan(new ProjectName(name))).ToImmutableSortedDictionary(project => project.Name, project => project);

    public static ChangeId Id(string name) => new($"git/{name[0] - 'A' + 1}");

    /// <summary>Makes a change known, without any event.</summary>
    public GateScenario Change(string name, string project = "core", string[]? dependsOn = null, string[]? parents = null)
    {
        _changes[name] = new Change
        {
            Id = Id(name),
            Project = new ProjectName(project),
            Branch = "main",
            Patchset = 1,
            Commit = name,
            Subject = name,
            DependsOn = [.. (dependsOn ?? []).Select(Id)],
            GitParents = [.. (parents ?? []).Select(parent => new ParentPatchset(Id(parent), _changes.GetValueOrDefault(parent)?.Patchset ?? 1, parent))],
        };
        return this;
    }

    public void Approve(params string[] names) => Each(names, change => change with { IsApproved = true }, Trigger.Approved);

    public void Unapprove(string name) => Each([name], change => change with { IsApproved = false }, null);

    public void Push(params string[] names) => Each(names, change => change, Trigger.Patchset);

    public void PushNewPatchset(string name, PatchsetKind kind = PatchsetKind.Rework) =>
        Each([name], change => change with { Patchset = change.Patchset + 1, IsApproved = false, Kind = kind }, Trigger.Patchset);

    public void Edit(string name, Func<Change, Change> edit, Trigger? trigger) => Each([name], edit, trigger);

    public void Command(OperatorCommand command, string who) => World.Play(new Commanded(World.Now(), command, who));

    public void Enqueue(string name) => Command(new EnqueueChange("gate", _changes[name], []), "jo");

    public IEnumerable<string> Queued(string pipeline) => World.State.QueueOf(pipeline).Items.SelectMany(item => item.Changes).Select(change => NameOf(change.Id));

    public void Recheck(string name) => Each([name], change => change, Trigger.Recheck);

    public void Abandon(string name) => Each([name], change => change with { Status = ChangeStatus.Abandoned }, null);

    public void MergeOutside(string name)
    {
        PushPastTheGate(_changes[name].Project.Value);
        Each([name], change => change with { Status = ChangeStatus.Merged }, null);
    }

    public void PushPastTheGate(string project)
    {
        var branch = World.MainOf(new ProjectName(project));
        World.Tips[branch] += "+outside";
        World.Play(new BranchMoved(World.Now(), branch, World.Tips[branch]));
    }

    public void Conflict(string behind, string ahead) => World.Conflicts.Add((Id(behind), Id(ahead)));

    public void Pass(string name, string job = "unit", params string[] flags) => World.End(Find(name, job).Build, BuildResult.Success, flags);

    public void Fail(string name, string job = "unit") => End(name, job, BuildResult.Failure);

    public void Lose(string name, string job = "unit") => End(name, job, BuildResult.Lost);

    public void WillFail(string name, string job = "unit") => World.Play(new BuildFailing(World.Now(), Find(name, job).Build, "a line of output tells it."));

    public BuildId Pause(string name, string job)
    {
        var build = Find(name, job).Build;
        World.Play(new BuildPaused(World.Now(), build));
        return build;
    }

    public void PassAll()
    {
        while (World.Running.Count > 0)
        {
            World.End(World.Running.Keys.OrderBy(build => build.Value.Length).ThenBy(build => build).First(), BuildResult.Success);
        }
    }

    public IEnumerable<string> Told(string name) =>
        World.Reports.Where(report => report.Change?.Id == Id(name)).Select(report => $"{report.Pipeline} {report.Kind}");

    public string LastMessage(string name) => World.Reports.Last(report => report.Change?.Id == Id(name)).Message;

    public string Why(string name) => World.Reasons.Last(reason => reason.Change == Id(name)).Text;

    public void Shows(string expected)
    {
        var drawn = Draw();
        Assert.True(
            expected.ReplaceLineEndings("\n").TrimEnd() == drawn,
            $"expected:\n{expected}\n\nfound:\n{drawn}\n\nwhy:\n{string.Join('\n', World.Reasons.Select(reason => reason.Text))}");
    }

    public string Draw()
    {
        var picture = new StringBuilder();
        foreach (var queue in World.State.Queues)
        {
            foreach (var item in queue.Items)
            {
                var prefix = World.State.Queues.Length > 1 ? $"{queue.Pipeline} " : "";
                var name = string.Concat(item.NonLive.Select(change => $"({NameOf(change.Id)}) ")) + (item.Ref?.Target.Value ?? string.Concat(item.Changes.Select(change => NameOf(change.Id))));
                var on = string.Concat((item.Buildset?.Ahead ?? []).Select(change => NameOf(change) + "+"));
                picture.Append($"{prefix}{name,-3}{(name.Length > 2 ? " " : "")}{on,-7} {StandingOf(item)}".TrimEnd()).Append('\n');
            }
        }

        return picture.Length == 0 ? "empty" : picture.ToString().TrimEnd();
    }

    private static string StandingOf(QueueItem item)
    {
        var restarted = item.Resets > 0 ? ", restarted" : "";
        return item switch
        {
            { IsSubmitting: true } => "merging",
            { Wait: Wait.Window } => $"waiting, outside window{restarted}",
            { Buildset: null } => $"waiting{restarted}",
            { Buildset.Phase: BuildsetPhase.Conflict } => "conflict",
            { Buildset.Phase: BuildsetPhase.Misconfigured } => "misconfigured",
            { Buildset: { } buildset } => string.Join(", ", buildset.Jobs.Select(job => $"{job.Name} {JobGraph.StandingOf(buildset, job).ToString().Replace("LeftOut", "left out", StringComparison.Ordinal).ToLowerInvariant()}")) + restarted,
        };
    }

    private void End(string name, string job, BuildResult result) => World.End(Find(name, job).Build, result);

    private StartBuild Find(string name, string job) =>
        World.Running.Values.LastOrDefault(build => build.Changes.Any(change => change.Id == Id(name)) && (build.Job.Name == job))
            ?? throw new InvalidOperationException($"{name}.{job} does not run; running: {string.Join(", ", World.Running.Values.Select(one => $"{string.Concat(one.Changes.Select(change => NameOf(change.Id)))}.{one.Job.Name}"))}.");

    private void Each(string[] names, Func<Change, Change> edit, Trigger? trigger)
    {
        foreach (var name in names)
        {
            if (!_changes.ContainsKey(name))
            {
                Change(name);
            }

            var change = _changes[name] = edit(_changes[name]);
            World.Play(new ChangeArrived(World.Now(), change, trigger, Needed(change)));
        }
    }

    private ImmutableArray<Change> Needed(Change change)
    {
        var seen = new HashSet<ChangeId> { change.Id };
        var found = new List<Change>();
        void Add(Change of)
        {
            foreach (var need in of.Needs.Where(seen.Add))
            {
                if (_changes.Values.FirstOrDefault(known => known.Id == need) is { } needed)
                {
                    var isMerged = World.Submitted.Any(submit => submit.Changes.Any(submitted => submitted.Id == need));
                    found.Add(isMerged ? needed with { Status = ChangeStatus.Merged } : needed);
                    Add(needed);
                }
            }
        }

        Add(change);
        return [.. found];
    }

    public static string NameOf(ChangeId id) => ((char)('A' + int.Parse(id.Number, System.Globalization.CultureInfo.InvariantCulture) - 1)).ToString();
}
