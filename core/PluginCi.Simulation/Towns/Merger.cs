using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>The repositories of a town: every branch, and every merge that was ever made. The same merge is the same commit, so equal states are equal.</summary>
internal sealed class Merger
{
    private const int LongestName = 200;

    private readonly Dictionary<string, Commit> _commits = [];
    private readonly Dictionary<(string Onto, ChangeId Change, int Patchset), Commit> _merges = [];
    private readonly SortedDictionary<ProjectBranch, Commit> _tips = [];
    private readonly Dictionary<(ProjectBranch, ChangeId), int> _landedAt = [];
    private readonly Dictionary<ProjectBranch, string> _tags = [];
    private int _unnamed;

    /// <summary>The branches, in the order of their names.</summary>
    public IEnumerable<ProjectBranch> Branches => _tips.Keys;

    /// <summary>Makes a branch that is not there yet.</summary>
    /// <returns>Its tip.</returns>
    public string Ensure(ProjectBranch branch)
    {
        if (!_tips.TryGetValue(branch, out var tip))
        {
            _tips[branch] = tip = Add(new Commit(branch.Value, branch, null, null, HashOf(branch.Value)) { IsLanded = true });
        }

        return tip.Id;
    }

    /// <summary>The tip of a branch, or null when there is no such branch.</summary>
    public string? TipOf(ProjectBranch branch) => _tips.GetValueOrDefault(branch)?.Id;

    /// <summary>The content of a commit.</summary>
    public ulong TreeOf(string commit) => _commits[commit].Tree;

    /// <summary>The changes that a commit holds, newest first, each with its patchset.</summary>
    public IEnumerable<(ChangeId Change, int Patchset)> ContentOf(string commit)
    {
        for (var at = _commits[commit]; at is not null; at = at.Parent)
        {
            if (at.Change is { } change)
            {
                yield return (change, at.Patchset);
            }
        }
    }

    /// <summary>Merges a patchset. What is merged already stays as it is.</summary>
    /// <returns>The merge.</returns>
    public string Merge(string onto, Change change)
    {
        var key = (onto, change.Id, change.Patchset);
        if (_merges.TryGetValue(key, out var known))
        {
            return known.Id;
        }

        var merged = Contains(onto, change.Id) ? _commits[onto] : Add(Grow(onto, change, $"+{change.Commit}", HashOf(change.Commit)));
        _merges[key] = merged;
        return merged.Id;
    }

    /// <summary>True when a commit has a change in it, merged by whomever.</summary>
    public bool Contains(string commit, ChangeId change)
    {
        var at = _commits[commit];
        for (; !at.IsLanded; at = at.Parent!)
        {
            if (at.Change == change)
            {
                return true;
            }
        }

        return _landedAt.TryGetValue((at.Branch, change), out var depth) && depth <= at.Depth;
    }

    /// <summary>
    /// What the commits of a build hold on top of the branches as they were when its state was made. Each branch tells the order of its own merges; between
    /// branches the order is that in which the gate says it tests.
    /// </summary>
    public ImmutableArray<ChangeId> OnTopOf(StartBuild wish)
    {
        var said = new Dictionary<ChangeId, int>();
        foreach (var change in wish.Ahead.Concat(wish.Changes.Select(change => change.Id)))
        {
            said.TryAdd(change, said.Count);
        }

        var perBranch = wish.Commits.Values.Distinct().Select(commit => OnTop(commit, said)).Where(changes => changes.Count > 0).ToList();
        var onTop = ImmutableArray.CreateBuilder<ChangeId>();
        while (perBranch.Where(changes => changes.Count > 0).MinBy(changes => said.GetValueOrDefault(changes.Peek(), int.MaxValue)) is { } next)
        {
            onTop.Add(next.Dequeue());
        }

        return onTop.ToImmutable();
    }

    /// <summary>Moves a branch on to a commit that is made on top of it.</summary>
    /// <exception cref="InvalidOperationException">The commit is not on top of the tip: the gate asked for something it must not.</exception>
    public void Land(ProjectBranch branch, string commit)
    {
        var tip = _tips[branch];
        var landed = _commits[commit];
        for (var at = landed; at != tip; at = at.Parent!)
        {
            if (at.Parent is null || at.IsLanded)
            {
                throw new InvalidOperationException($"{branch} is at {tip.Id} and cannot be moved to {commit}, which is not on top of it.");
            }

            at.IsLanded = true;
            if (at.Change is { } change)
            {
                _landedAt[(branch, change)] = at.Depth;
            }
        }

        _tips[branch] = landed;
    }

    /// <summary>Somebody pushes something past the gate: a change, or something that is none. It is another commit than the gate would make.</summary>
    /// <returns>The new tip.</returns>
    public string PushPast(ProjectBranch branch, Change? change)
    {
        var onto = Ensure(branch);
        var number = ++_unnamed;
        var pushed = change is null
            ? Grow(onto, null, $"+push{number}", HashOf($"push {number}"))
            : Grow(onto, change, $"+{change.Commit}(by hand)", HashOf(change.Commit));
        Land(branch, Add(pushed).Id);
        return pushed.Id;
    }

    /// <summary>Puts a tag on a commit.</summary>
    /// <returns>The commit that had the tag before, or null when it is new.</returns>
    public string? Tag(ProjectBranch tag, string commit)
    {
        var former = _tags.GetValueOrDefault(tag);
        _tags[tag] = commit;
        return former;
    }

    // A change that landed meanwhile is among those that the gate tests on.
    private Queue<ChangeId> OnTop(string commit, Dictionary<ChangeId, int> said)
    {
        var changes = new Stack<ChangeId>();
        for (var at = _commits[commit]; at.Change is { } change && (!at.IsLanded || said.ContainsKey(change)); at = at.Parent!)
        {
            changes.Push(change);
        }

        return new Queue<ChangeId>(changes);
    }

    private Commit Grow(string onto, Change? change, string suffix, ulong content)
    {
        var parent = _commits[onto];
        var id = onto.Length < LongestName ? $"{onto}{suffix}" : $"{parent.Branch}~{++_unnamed}{suffix}";
        return new Commit(id, parent.Branch, parent, change?.Id, unchecked(parent.Tree + content), change?.Patchset ?? 0);
    }

    private Commit Add(Commit commit)
    {
        _commits.Add(commit.Id, commit);
        return commit;
    }

    private static ulong HashOf(string text) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
