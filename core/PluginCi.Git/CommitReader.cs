using System.Collections.Immutable;
using LibGit2Sharp;

namespace PluginCi.Git;

/// <summary>Reads a repository in process.</summary>
/// <remarks>A libgit2 repository may not be used by two threads at once, and opening one costs well under a millisecond,
/// so every call opens its own.</remarks>
internal sealed class CommitReader(string directory)
{
    public bool Has(string commit)
    {
        using var repository = new Repository(directory);
        return repository.Refs[MirrorRefs.Of(commit)] is not null;
    }

    public string TreeOf(string commit)
    {
        using var repository = new Repository(directory);
        return Find(repository, commit).Tree.Sha;
    }

    public string? ReadText(string commit, string path)
    {
        using var repository = new Repository(directory);
        return Find(repository, commit)[path]?.Target is Blob blob ? blob.GetContentText() : null;
    }

    public IReadOnlyList<string> ListFiles(string commit, string folder)
    {
        using var repository = new Repository(directory);
        var root = Find(repository, commit).Tree;
        var top = folder.Length == 0 ? root : root[folder]?.Target as Tree;
        var files = new List<string>();
        if (top is not null)
        {
            AddFiles(top, folder.Length == 0 ? "" : $"{folder}/", files);
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    public ImmutableArray<string> ChangedFiles(string from, string to)
    {
        using var repository = new Repository(directory);
        // Without rename detection a moved file counts in both places, which is what path filters of jobs need.
        var options = new CompareOptions { Similarity = SimilarityOptions.None };
        using var changes = repository.Diff.Compare<TreeChanges>(Find(repository, from).Tree, Find(repository, to).Tree, options);
        return [.. changes.Select(c => c.Path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public string? FindMergeBase(string first, string second)
    {
        using var repository = new Repository(directory);
        return repository.ObjectDatabase.FindMergeBase(Find(repository, first), Find(repository, second))?.Sha;
    }

    public ImmutableArray<string> ParentsOf(string commit)
    {
        using var repository = new Repository(directory);
        return [.. Find(repository, commit).Parents.Select(p => p.Sha)];
    }

    private Commit Find(Repository repository, string commit) =>
        repository.Lookup<Commit>(commit)
        ?? throw new GitException($"The mirror {directory} has no commit {commit}; it must be fetched first.");

    private static void AddFiles(Tree tree, string prefix, List<string> files)
    {
        foreach (var entry in tree)
        {
            if (entry.TargetType == TreeEntryTargetType.Tree)
            {
                AddFiles((Tree)entry.Target, $"{prefix}{entry.Name}/", files);
            }
            else if (entry.TargetType == TreeEntryTargetType.Blob)
            {
                files.Add(prefix + entry.Name);
            }
        }
    }
}
