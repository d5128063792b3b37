namespace PluginCi.Simulation;

/// <summary>A gate that is obviously right: it takes one item after the other, merges it on what there is, tests it, and keeps it or not. It knows nothing of the engine.</summary>
internal sealed class SerialOracle(History history)
{
    private readonly Dictionary<string, ChangeSketch> _changes = history.Changes.ToDictionary(change => change.Name);

    /// <summary>What a serial gate merges of one queue.</summary>
    /// <param name="items">The changes of each item by their names, in queue order.</param>
    /// <param name="elsewhere">What other queues merged: only what is merged there lets a change that needs it into this queue.</param>
    /// <returns>The merged changes in order.</returns>
    public IReadOnlyList<string> Merge(IEnumerable<IReadOnlyList<string>> items, IReadOnlyCollection<string> elsewhere)
    {
        var merged = new List<string>();
        var landed = history.Changes.Where(change => change.IsMerged).Select(change => change.Name).ToList();
        foreach (var item in items)
        {
            var all = landed.Concat(item).ToArray();
            if (!item.Any(landed.Contains)
                && item.All(change => NeedsOf(change).All(need => all.Contains(need) || elsewhere.Contains(need)))
                && item.All(change => !Conflicts(change, all))
                && item.All(change => Passes(_changes[change], all)))
            {
                landed.AddRange(item);
                merged.AddRange(item);
            }
        }

        return merged;
    }

    private IEnumerable<string> NeedsOf(string change)
    {
        for (var at = _changes[change]; at.Parent is { } parent; at = _changes[parent])
        {
            yield return parent;
        }

        foreach (var need in _changes[change].DependsOn)
        {
            yield return need;
        }
    }

    private bool Conflicts(string change, IReadOnlyCollection<string> all) => _changes[change].ConflictsWith.Any(all.Contains)
        || all.Any(other => _changes[other].ConflictsWith.Contains(change));

    private bool Passes(ChangeSketch change, IReadOnlyCollection<string> all)
    {
        var site = history.Site;
        var own = site.Projects.First(project => project.Name == change.Project).Gate
            .Select(site.Job)
            .Where(job => !job.IsForSpecialFiles || change.IsSpecial)
            .ToArray();
        var ownTrees = Trees([change.Project], all);
        var groups = site.Groups.Where(group => group.Projects.Contains(change.Project));
        return own.Where(job => job.IsVoting).All(job => Passes(job, own, ownTrees))
            && groups.All(group => group.Jobs.All(job => !history.Faults.AreIn(job, Trees(group.Projects, all))));
    }

    private bool Passes(JobSketch job, JobSketch[] selected, Dictionary<string, int> trees) =>
        job.Needs.Concat(job.Soft).All(need => selected.FirstOrDefault(other => other.Name == need) is not { } needed || Passes(needed, selected, trees))
        && !history.Faults.AreIn(job.Name, trees);

    private Dictionary<string, int> Trees(IReadOnlyCollection<string> projects, IEnumerable<string> all) =>
        all.Where(change => projects.Contains(_changes[change].Project)).ToDictionary(change => change, _ => 1);
}
