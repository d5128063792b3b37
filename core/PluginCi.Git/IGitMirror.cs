using System.Collections.Immutable;

namespace PluginCi.Git;

/// <summary>What the gate does with one project's repository. The seam between it and git. Safe to use from any thread.</summary>
public interface IGitMirror
{
    /// <summary>Fetches one commit with its history, when it is not there yet. Brings only what no earlier fetch brought.</summary>
    /// <param name="url">A URL or an absolute path.</param>
    /// <param name="commit">The commit, 40 hexadecimal digits.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is there.</returns>
    /// <exception cref="GitException">The remote cannot be read or has no such commit.</exception>
    Task FetchCommitAsync(string url, string commit, CancellationToken cancellationToken);

    /// <summary>Asks the remote where a branch points. Fetches nothing.</summary>
    /// <param name="url">A URL or an absolute path.</param>
    /// <param name="branch">The branch without <c>refs/heads/</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The commit, or null when the remote has no such branch.</returns>
    /// <exception cref="GitException">The remote cannot be read.</exception>
    Task<string?> ReadRemoteTipAsync(string url, string branch, CancellationToken cancellationToken);

    /// <summary>Asks the remote for all its branches. Fetches nothing.</summary>
    /// <param name="url">A URL or an absolute path.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The commit that each points to, by the branch without <c>refs/heads/</c>.</returns>
    /// <exception cref="GitException">The remote cannot be read.</exception>
    Task<IReadOnlyDictionary<string, string>> ReadRemoteBranchesAsync(string url, CancellationToken cancellationToken);

    /// <summary>Asks the remote which commit a tag leads to. Fetches nothing.</summary>
    /// <param name="url">A URL or an absolute path.</param>
    /// <param name="tag">The tag without <c>refs/tags/</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The commit, also for an annotated tag, or null when the remote has no such tag.</returns>
    /// <exception cref="GitException">The remote cannot be read.</exception>
    Task<string?> ReadRemoteTagAsync(string url, string tag, CancellationToken cancellationToken);

    /// <summary>Merges a commit onto another and makes the merge commit, without a work tree. Always a merge commit, also where a fast-forward would do,
    /// so that the first-parent history of a branch lists exactly the merged changes. What is merged already is not merged again.</summary>
    /// <param name="onto">The first parent: the tip of the branch line.</param>
    /// <param name="commit">The second parent: the patchset.</param>
    /// <param name="message">What the merge commit says.</param>
    /// <param name="at">Its date, in whole seconds. The same arguments give the same commit id, on any machine.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The merge commit, <paramref name="onto"/> itself where it holds the commit already, or what is in conflict.</returns>
    /// <exception cref="GitException">One of the commits is not in the mirror.</exception>
    Task<MergeOutcome> MergeAsync(
        string onto, string commit, MergeMessage message, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Moves a remote's branch from the tip that is expected to a commit, in one step, or not at all.</summary>
    /// <param name="url">A URL or an absolute path.</param>
    /// <param name="branch">The branch without <c>refs/heads/</c>.</param>
    /// <param name="expectedTip">Where the branch must point now; null when there must be no such branch.</param>
    /// <param name="commit">The commit; it must have <paramref name="expectedTip"/> in its history.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What became of it. Repeating a push that succeeded gives <see cref="PushOutcome.AlreadyThere"/>.</returns>
    /// <exception cref="GitException">The remote cannot be reached, or the commit does not contain the expected tip.</exception>
    Task<PushOutcome> PushAsync(string url, string branch, string? expectedTip, string commit, CancellationToken cancellationToken);

    /// <summary>Takes a push back: moves a remote's branch from the commit that was pushed to where it was before, in one step, or not at all.</summary>
    /// <param name="url">A URL or an absolute path.</param>
    /// <param name="branch">The branch without <c>refs/heads/</c>.</param>
    /// <param name="pushed">The commit that was pushed; the branch must still point to it.</param>
    /// <param name="former">Where the branch pointed before; null when there was no such branch.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What became of it. A remote that takes no commits away gives <see cref="PushOutcome.Refused"/>, and one that somebody pushed on since
    /// <see cref="PushOutcome.TipMoved"/>.</returns>
    /// <exception cref="GitException">The remote cannot be reached.</exception>
    Task<PushOutcome> TakeBackAsync(string url, string branch, string pushed, string? former, CancellationToken cancellationToken);

    /// <summary>Writes the files of a commit, with mode bits and symbolic links as they are, and nothing else: no <c>.git</c>, no way back to the mirror.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="directory">Where to; made when it is not there, must be empty. Absolute.</param>
    /// <param name="cancellationToken">Ends the call; the folder is then left as it is.</param>
    /// <returns>When all files are written.</returns>
    /// <exception cref="GitException">There is no such commit, the folder is not empty, or the disk is full.</exception>
    Task CheckoutAsync(string commit, string directory, CancellationToken cancellationToken);

    /// <summary>Whether the mirror has a commit, with all its files and its history.</summary>
    /// <param name="commit">The commit.</param>
    /// <returns>True when it is there.</returns>
    bool Has(string commit);

    /// <summary>The tree of a commit.</summary>
    /// <param name="commit">The commit.</param>
    /// <returns>The tree's id.</returns>
    /// <exception cref="GitException">There is no such commit.</exception>
    string TreeOf(string commit);

    /// <summary>The text of a file at a commit, read as UTF-8 unless it says otherwise by a byte order mark.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="path">The path from the root, with forward slashes.</param>
    /// <returns>The text, or null when there is no such file.</returns>
    /// <exception cref="GitException">There is no such commit.</exception>
    string? ReadText(string commit, string path);

    /// <summary>All files below a folder at a commit, also in folders below it.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="folder">The folder from the root, without a slash at the end; empty for the root.</param>
    /// <returns>Their paths from the root, sorted by ordinal; empty when there is no such folder.</returns>
    /// <exception cref="GitException">There is no such commit.</exception>
    IReadOnlyList<string> ListFiles(string commit, string folder);

    /// <summary>The files that differ between the trees of two commits. A moved file counts in both places.</summary>
    /// <param name="from">One commit.</param>
    /// <param name="to">The other.</param>
    /// <returns>Their paths, sorted by ordinal.</returns>
    /// <exception cref="GitException">There is no such commit.</exception>
    ImmutableArray<string> ChangedFiles(string from, string to);

    /// <summary>Whether a commit is in the history of another, or is that other one.</summary>
    /// <param name="ancestor">The older commit.</param>
    /// <param name="descendant">The newer commit.</param>
    /// <returns>True when it is.</returns>
    /// <exception cref="GitException">There is no such commit.</exception>
    bool IsAncestor(string ancestor, string descendant);
}
