using LibGit2Sharp;

namespace PluginCi.Git;

/// <summary>Makes merge commits in process: the same bytes, and so the same ids, as <c>git commit-tree</c> makes in a process of its own.</summary>
internal sealed class MergeCommits(string directory)
{
    private const string Name = "PluginCI";
    private const string Email = "gate@pluginci.invalid";

    // Two pipelines may make the same merge at the same time.
    private readonly Lock _keeping = new();

    /// <summary>Makes a commit and says that it is here whole.</summary>
    public string Make(string tree, string onto, string commit, MergeMessage message, DateTimeOffset at)
    {
        using var repository = new Repository(directory);
        var gate = new Signature(Name, Email, at.ToUniversalTime());
        Commit[] parents = [repository.Lookup<Commit>(onto), repository.Lookup<Commit>(commit)];
        var made = repository.ObjectDatabase.CreateCommit(gate, gate, message.Text, repository.Lookup<Tree>(tree), parents, prettifyMessage: false);
        lock (_keeping)
        {
            repository.Refs.Add(MirrorRefs.Of(made.Sha), made.Id, allowOverwrite: true);
        }

        return made.Sha;
    }
}
