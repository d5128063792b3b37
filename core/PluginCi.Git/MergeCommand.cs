namespace PluginCi.Git;

/// <summary>Merges in the object database: <c>git merge-tree --write-tree</c>, then the commit in process.</summary>
/// <remarks>One <c>git merge-tree --stdin</c> for many merges does not serve a queue: git answers only when its input ends, and each merge needs the one before.</remarks>
internal sealed class MergeCommand(GitCommand git, CommitReader reader, MergeCommits commits)
{
    public async Task<MergeOutcome> RunAsync(
        string onto, string commit, MergeMessage message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        string[] arguments = ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", onto, commit];
        var merged = await git.TryAsync(arguments, cancellationToken);
        if (merged.Errors.Contains("refusing to merge unrelated histories", StringComparison.Ordinal))
        {
            return new MergeOutcome.Conflict([], $"{commit} and {onto} have no commit in common; the change must be based on its branch.");
        }

        // Status 1 without output is not a conflict: one of the two is no commit.
        git.Expect(merged, arguments, merged.Output.Length == 0 ? [0] : [0, 1]);
        var lines = merged.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        if (merged.ExitCode == 1)
        {
            string[] files = [.. lines.Skip(1).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            return new MergeOutcome.Conflict([.. files], $"{commit} does not merge onto {onto}: conflict in {string.Join(", ", files)}.");
        }

        var tree = lines[0];
        if (tree == reader.TreeOf(onto) && reader.FindMergeBase(onto, commit) == commit)
        {
            return new MergeOutcome.Merged(onto, tree);
        }

        return new MergeOutcome.Merged(commits.Make(tree, onto, commit, message, at), tree);
    }
}
