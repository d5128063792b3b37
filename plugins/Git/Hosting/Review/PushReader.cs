using System.Collections.Immutable;
using System.Globalization;

namespace PluginCi.Plugins.Git.Review;

/// <summary>Reads which commits a push for review brings, and says why where they cannot become changes.</summary>
internal sealed class PushReader(RepositoryGit git)
{
    /// <summary>How many changes one push may make; more is nearly always a push to the wrong branch.</summary>
    public const int MostCommits = 100;

    private const string Prefix = "refs/for/";

    /// <summary>Reads the commits that the branch does not have, oldest first.</summary>
    /// <param name="pushedRef">The ref that was pushed to, <c>refs/for/BRANCH</c>.</param>
    /// <param name="commit">The pushed commit; all zeros for a deletion.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The branch and the commits, or the obstacle.</returns>
    public async Task<(string Branch, ImmutableArray<PushedCommit> Commits, string? Obstacle)> ReadAsync(
        string pushedRef, string commit, CancellationToken cancellationToken)
    {
        var branch = pushedRef.StartsWith(Prefix, StringComparison.Ordinal) ? pushedRef[Prefix.Length..] : "";
        if (commit.All(c => c == '0'))
        {
            return (branch, [], "nothing can be deleted here; to give a change up, use 'pluginci change abandon NUMBER'");
        }

        var branches = await ListBranchesAsync(cancellationToken);
        if (!branches.Contains(branch, StringComparer.Ordinal))
        {
            return (branch, [], branches.Length == 0
                ? $"this repository has no branch yet; make the first commit with 'git push origin HEAD:refs/heads/{branch}'"
                : $"there is no branch '{branch}'; known are {string.Join(", ", branches.Take(20))}");
        }

        var most = (MostCommits + 1).ToString(CultureInfo.InvariantCulture);
        var count = await git.RunAsync(["rev-list", "--count", $"--max-count={most}", commit, $"^refs/heads/{branch}"], cancellationToken);
        if (count.Trim() == most)
        {
            return (branch, [], $"more than {MostCommits} commits are not on '{branch}'; push fewer, or check that this is the right branch");
        }

        var commits = PushedCommit.ParseAll(await git.RunAsync(
            ["log", "-z", "--encoding=UTF-8", "--reverse", "--topo-order", PushedCommit.Format, commit, $"^refs/heads/{branch}", "--"],
            cancellationToken));
        return (branch, commits, FindObstacle(commits, branch));
    }

    private static string? FindObstacle(ImmutableArray<PushedCommit> commits, string branch)
    {
        if (commits.IsEmpty)
        {
            return $"no new commits: all of this is on '{branch}' already";
        }

        if (commits.FirstOrDefault(c => c.Parents.Length > 1) is { } merge)
        {
            return $"{merge.Id[..10]} is a merge commit; rebase onto '{branch}' and push again";
        }

        if (commits.FirstOrDefault(c => c.Parents.IsEmpty) is { } root)
        {
            return $"{root.Id[..10]} has no parent: the history is unrelated to '{branch}'; rebase onto it and push again";
        }

        var twice = commits.Where(c => c.FooterId is not null).GroupBy(c => c.FooterId).FirstOrDefault(g => g.Count() > 1);
        return twice is null
            ? null
            : $"the commits {string.Join(" and ", twice.Select(c => c.Id[..10]))} have the same Change-Id {twice.Key}; squash them or remove it from one";
    }

    private async Task<string[]> ListBranchesAsync(CancellationToken cancellationToken) =>
        (await git.RunAsync(["for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads"], cancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
