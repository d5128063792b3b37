using System.Globalization;

namespace PluginCi.Git;

/// <summary>Merges in the object database: <c>git merge-tree --write-tree</c> and <c>git commit-tree</c>.</summary>
internal sealed class MergeCommand(GitCommand git)
{
    private const string Name = "PluginCI";
    private const string Email = "gate@pluginci.invalid";

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
        return new MergeOutcome.Merged(await CommitAsync(tree, onto, commit, message, at, cancellationToken), tree);
    }

    private async Task<string> CommitAsync(
        string tree, string onto, string commit, MergeMessage message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var date = string.Create(CultureInfo.InvariantCulture, $"@{at.ToUnixTimeSeconds()} +0000");
        string[] arguments = ["commit-tree", "-p", onto, "-p", commit, "-m", message.Text, tree];
        var made = await git.TryAsync(
            arguments,
            cancellationToken,
            ("GIT_AUTHOR_NAME", Name),
            ("GIT_AUTHOR_EMAIL", Email),
            ("GIT_AUTHOR_DATE", date),
            ("GIT_COMMITTER_NAME", Name),
            ("GIT_COMMITTER_EMAIL", Email),
            ("GIT_COMMITTER_DATE", date));
        return git.Expect(made, arguments, 0).Output.Trim();
    }
}
