using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler.Seeds;

/// <summary>All repositories, in memory: what git does with files, merges and branches, without its processes. The real one is proven by the crash tests.</summary>
internal sealed class ModelGit
{
    private readonly Dictionary<string, ModelCommit> _commits = [];
    private readonly Dictionary<(ProjectName, string), bool> _fetched = [];
    private ImmutableSortedDictionary<ProjectBranch, string> _tips = ImmutableSortedDictionary<ProjectBranch, string>.Empty;

    /// <summary>Where each branch is.</summary>
    public ImmutableSortedDictionary<ProjectBranch, string> Tips => _tips;

    /// <summary>What the gate moved, oldest first.</summary>
    public List<Landing> Landings { get; } = [];

    public ModelCommit this[string commit] => _commits[commit];

    /// <summary>The commit whose id begins so.</summary>
    public ModelCommit Find(string beginning) => _commits.Values.Single(commit => commit.Id.StartsWith(beginning, StringComparison.Ordinal));

    public bool Exists(string commit) => _commits.ContainsKey(commit);

    public ModelCommit Add(ModelCommit commit) => _commits[commit.Id] = commit;

    /// <summary>Somebody pushes files to a branch, past the gate.</summary>
    public string Push(ProjectBranch branch, string message, params (string Path, string Text)[] files)
    {
        var (parents, before) = _tips.TryGetValue(branch, out var tip)
            ? (ImmutableArray.Create(tip), _commits[tip].Files)
            : ([], ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
        var commit = Add(new ModelCommit(parents, before.SetItems(files.Select(file => KeyValuePair.Create(file.Path, file.Text))), message));
        _tips = _tips.SetItem(branch, commit.Id);
        return commit.Id;
    }

    /// <summary>The gate moves a branch.</summary>
    public void Land(ProjectBranch branch, string commit)
    {
        Landings.Add(new Landing(branch, _commits[commit], _tips));
        _tips = _tips.SetItem(branch, commit);
    }

    /// <summary>The gate takes back what it moved.</summary>
    public void TakeBack(ProjectBranch branch, string pushed, string former)
    {
        Landings.RemoveAll(landing => landing.Branch == branch && landing.Commit.Id == pushed);
        _tips = _tips.SetItem(branch, former);
    }

    public void Fetch(ProjectName project, string commit) => _fetched[(project, commit)] = true;

    public bool IsFetched(ProjectName project, string commit) => _fetched.ContainsKey((project, commit));

    public bool IsAncestor(string ancestor, string descendant) => HistoryOf(descendant).Contains(ancestor);

    /// <summary>The changes that are merged into a branch, newest first.</summary>
    public IEnumerable<ChangeId> MergedInto(ProjectBranch branch)
    {
        for (var at = _commits[_tips[branch]]; at is not null; at = at.Parents.IsEmpty ? null : _commits[at.Parents[0]])
        {
            if (at.Change is { } change)
            {
                yield return change;
            }
        }
    }

    /// <summary>Merges files against those of the nearest commit in common.</summary>
    /// <returns>The files, or those in conflict.</returns>
    public (ImmutableSortedDictionary<string, string> Files, ImmutableArray<string> Conflicts) Merge(string onto, string commit)
    {
        var known = HistoryOf(onto).ToHashSet();
        var origin = _commits[HistoryOf(commit).First(known.Contains)].Files;
        var (ours, theirs) = (_commits[onto].Files, _commits[commit].Files);
        var changed = theirs.Where(file => origin.GetValueOrDefault(file.Key) != file.Value).ToArray();
        var conflicts = changed
            .Where(file => ours.GetValueOrDefault(file.Key) is var own && own != origin.GetValueOrDefault(file.Key) && own != file.Value)
            .Select(file => file.Key)
            .ToImmutableArray();
        return (ours.SetItems(changed), conflicts);
    }

    // Breadth first: the nearest first.
    private IEnumerable<string> HistoryOf(string commit)
    {
        var seen = new HashSet<string> { commit };
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out var next))
        {
            yield return next;
            foreach (var parent in _commits[next].Parents.Where(seen.Add))
            {
                open.Enqueue(parent);
            }
        }
    }
}
