using PluginCi.Model;

namespace PluginCi.Plugins.Git.Review;

/// <summary>Tells how much a patchset differs from the one before it, by the trees and the patches of their commits.</summary>
internal sealed class PatchsetKinds(RepositoryGit git)
{
    /// <summary>Compares two commits with one parent each.</summary>
    /// <returns>The kind; what cannot be told for sure is a rework.</returns>
    /// <exception cref="IOException">Git failed.</exception>
    public async Task<PatchsetKind> CompareAsync(string before, string now, CancellationToken cancellationToken)
    {
        var names = await git.RunAsync(["rev-parse", $"{before}^{{tree}}", $"{now}^{{tree}}", $"{before}^", $"{now}^"], cancellationToken);
        var ids = names.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (ids[0] == ids[1])
        {
            return PatchsetKind.NoCodeChange;
        }

        // On the same parent another tree is another change, also where it only makes a file executable, which the patch's id does not show.
        return ids[2] != ids[3] && await FingerprintAsync(before, cancellationToken) is { } patch && patch == await FingerprintAsync(now, cancellationToken)
            ? PatchsetKind.TrivialRebase
            : PatchsetKind.Rework;
    }

    /// <returns>What a commit changes, wherever in its files that is; null when it changes files that are no text.</returns>
    private async Task<string?> FingerprintAsync(string commit, CancellationToken cancellationToken)
    {
        var counts = await DiffAsync("--numstat", commit, cancellationToken);
        if (counts.Split('\n').Any(line => line.StartsWith("-\t-\t", StringComparison.Ordinal)))
        {
            return null;
        }

        var files = (await DiffAsync("--raw", commit, cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WithoutBlobs);
        var patch = await git.RunAsync(["patch-id", "--stable"], await DiffAsync("--patch", commit, cancellationToken), cancellationToken);
        return $"{string.Join('\n', files)}\n{patch.Split(' ')[0]}";
    }

    private Task<string> DiffAsync(string form, string commit, CancellationToken cancellationToken) =>
        git.RunAsync(["diff-tree", "-r", "--no-renames", "--no-commit-id", "--no-ext-diff", "--no-textconv", form, commit], cancellationToken);

    // :100644 100755 BLOB BLOB M<tab>path: modes, status and path stay.
    private static string WithoutBlobs(string line) => line.Split(' ') is [var old, var now, _, _, .. var rest] ? $"{old} {now} {string.Join(' ', rest)}" : line;
}
