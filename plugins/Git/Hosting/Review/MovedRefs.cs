namespace PluginCi.Plugins.Git.Review;

/// <summary>Records that branches were moved and tags were pushed.</summary>
internal sealed class MovedRefs(ReviewStore store, RepositoryGit git, string project)
{
    /// <summary>Records them, all or none.</summary>
    /// <param name="names">Branches, and tags as <c>TAG:OLD:NEW</c>; no name of a ref holds a colon.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task RecordAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var tags = new List<(string Tag, string? Old, string New)>();
        foreach (var parts in names.Select(name => name.Split(':')).Where(parts => parts.Length == 3))
        {
            // What leads to no commit has nothing to test.
            if (await FindCommitAsync(parts[2], cancellationToken) is { } commit)
            {
                tags.Add((parts[0], await FindCommitAsync(parts[1], cancellationToken), commit));
            }
        }

        store.Write(session =>
        {
            foreach (var branch in names.Where(name => !name.Contains(':', StringComparison.Ordinal)))
            {
                session.AddEvent(EventKind.BranchMoved, null, project, branch, "");
            }

            foreach (var (tag, old, now) in tags)
            {
                session.AddTagEvent(project, tag, old, now);
            }
        });
    }

    private async Task<string?> FindCommitAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await git.RunAsync(["rev-parse", "--verify", "--quiet", $"{id}^{{commit}}"], cancellationToken)).Trim();
        }
        catch (IOException)
        {
            // Git's way to say that there is none.
            return null;
        }
    }
}
