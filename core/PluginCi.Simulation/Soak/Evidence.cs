using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Tested is merged: knows every build that passed with the trees it saw, and compares when something is merged.</summary>
internal sealed class Evidence
{
    private readonly List<(string Job, Dictionary<ProjectName, ulong?> Trees)> _passed = [];
    private readonly Dictionary<BuildsetId, TownLayout> _layouts = [];
    private readonly List<SubmitChanges> _submits = [];

    /// <summary>Hears of what a gate asks for.</summary>
    public void Hear(GateDecision decision, TownLayout layout)
    {
        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case PrepareBuildset prepare:
                    _layouts[prepare.Buildset] = layout;
                    break;
                case SubmitChanges submit:
                    _submits.Add(submit);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>A build ended well, or not.</summary>
    public void Hear(TownBuild build, BuildResult result, Merger merger)
    {
        if (result == BuildResult.Success && build.Wish.Pipeline == SiteSketch.Gate && build.Wish.Ref is null)
        {
            var layout = LayoutOf(build.Wish.Buildset);
            _passed.Add((build.Wish.Job.Plan.Name, TreesOf(layout, build.Wish.Job, build.Wish.Commits.GetValueOrDefault, merger)));
        }
    }

    /// <summary>The layout at the time when a state was asked for.</summary>
    public TownLayout LayoutOf(BuildsetId state) => _layouts[state];

    /// <summary>Called right after a merge: the branches are where the gate moved them. A project that left the queue meanwhile by a new configuration does not count.</summary>
    public void Check(ImmutableArray<Change> merged, Town town)
    {
        var submit = _submits.FindLast(submit => submit.Changes.Select(change => change.Id).SequenceEqual(merged.Select(change => change.Id)))!;
        var layout = _layouts[submit.Buildset];
        foreach (var change in merged)
        {
            foreach (var job in JobsOf(layout, change, town.Reviews[change.Id].Files))
            {
                var trees = TreesOf(layout, job, branch => town.Merger.TipOf(branch), town.Merger);
                var inQueue = trees.Where(tree => town.QueueOf(tree.Key) == town.QueueOf(change.Project)).ToArray();
                if (!_passed.Any(build => build.Job == job.Plan.Name && inQueue.All(tree => build.Trees.TryGetValue(tree.Key, out var seen) && seen == tree.Value)))
                {
                    throw new HistoryFault($"tested is merged: {change.Id} was merged, but {job.Plan.Name} never passed on the trees {string.Join(' ', inQueue.Select(tree => $"{tree.Key}:{tree.Value:x}"))}");
                }
            }
        }
    }

    private static IEnumerable<FrozenJob> JobsOf(TownLayout layout, Change change, ImmutableArray<string> files)
    {
        var candidates = layout.JobsOf(change.Project).Select(one => new JobCandidate(one.Job, one.Group?.Name, change.Project, change.Branch) { Change = change.Id, Files = files });
        return JobSelection.Select(SiteSketch.Gate, candidates).Jobs.Where(job => job.Decides);
    }

    private static Dictionary<ProjectName, ulong?> TreesOf(TownLayout layout, FrozenJob job, Func<ProjectBranch, string?> commitOf, Merger merger) =>
        InputsOf(layout, job).ToDictionary(project => project, project => commitOf(new ProjectBranch(project, Town.DefaultBranch)) is { } commit ? merger.TreeOf(commit) : (ulong?)null);

    /// <summary>The projects that a job declares as its inputs.</summary>
    public static IEnumerable<ProjectName> InputsOf(TownLayout layout, FrozenJob job) =>
        job.Group is { } group ? layout.Site.Groups.First(one => one.Name == group).Projects.Order() : [job.Project!.Value];
}
