using System.Collections.Immutable;

namespace PluginCi.Git;

/// <summary>A bare mirror of one project's repository, with the merges that the gate made. Safe to use from any thread.</summary>
public sealed class GitMirror : IGitMirror
{
    private readonly GitCommand _git;
    private readonly MirrorRemote _remote;
    private readonly MergeCommand _merge;
    private readonly CommitReader _reader;

    internal GitMirror(string directory, GitCommand git)
    {
        Directory = directory;
        _git = git;
        _reader = new CommitReader(directory);
        _remote = new MirrorRemote(git, _reader);
        _merge = new MergeCommand(git, _reader, new MergeCommits(directory));
    }

    /// <summary>The folder of the mirror. Absolute.</summary>
    public string Directory { get; }

    /// <inheritdoc/>
    public Task FetchCommitAsync(string url, string commit, CancellationToken cancellationToken) =>
        _remote.FetchCommitAsync(url, commit, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ReadRemoteTipAsync(string url, string branch, CancellationToken cancellationToken) =>
        _remote.ReadTipAsync(url, branch, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ReadRemoteBranchesAsync(string url, CancellationToken cancellationToken) =>
        _remote.ReadBranchesAsync(url, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ReadRemoteTagAsync(string url, string tag, CancellationToken cancellationToken) =>
        _remote.ReadTagAsync(url, tag, cancellationToken);

    /// <inheritdoc/>
    public Task<MergeOutcome> MergeAsync(
        string onto, string commit, MergeMessage message, DateTimeOffset at, CancellationToken cancellationToken) =>
        _merge.RunAsync(onto, commit, message, at, cancellationToken);

    /// <inheritdoc/>
    public Task<PushOutcome> PushAsync(string url, string branch, string? expectedTip, string commit, CancellationToken cancellationToken) =>
        _remote.PushAsync(url, branch, expectedTip, commit, cancellationToken);

    /// <inheritdoc/>
    public Task<PushOutcome> TakeBackAsync(string url, string branch, string pushed, string? former, CancellationToken cancellationToken) =>
        _remote.TakeBackAsync(url, branch, pushed, former, cancellationToken);

    /// <inheritdoc/>
    public Task CheckoutAsync(string commit, string directory, CancellationToken cancellationToken) =>
        new CheckoutCommand(_git).RunAsync(commit, directory, cancellationToken);

    /// <summary>Writes one commit with all its files, and without its history, as a pack of git.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="to">Where to; written while git makes it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When all is written.</returns>
    /// <exception cref="GitException">There is no such commit, or it took longer than <see cref="GitOptions.RemoteTimeLimit"/>.</exception>
    public Task SendAsync(string commit, Stream to, CancellationToken cancellationToken) => new PackCommand(Directory, _git).SendAsync(commit, to, cancellationToken);

    /// <summary>Takes what <see cref="SendAsync"/> of another mirror wrote. Its id says that it is the very commit.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="from">The pack, read to its end.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the mirror has it.</returns>
    /// <exception cref="GitException">The pack is not whole, or of another commit.</exception>
    public Task ReceiveAsync(string commit, Stream from, CancellationToken cancellationToken) => new PackCommand(Directory, _git).ReceiveAsync(commit, from, cancellationToken);

    /// <inheritdoc/>
    public bool Has(string commit) => _reader.Has(commit);

    /// <inheritdoc/>
    public string TreeOf(string commit) => _reader.TreeOf(commit);

    /// <summary>The parents of a commit, in order.</summary>
    /// <param name="commit">The commit.</param>
    /// <returns>Their ids; empty for the first commit of a history.</returns>
    /// <exception cref="GitException">There is no such commit.</exception>
    public ImmutableArray<string> ParentsOf(string commit) => _reader.ParentsOf(commit);

    /// <inheritdoc/>
    public string? ReadText(string commit, string path) => _reader.ReadText(commit, path);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFiles(string commit, string folder) => _reader.ListFiles(commit, folder);

    /// <inheritdoc/>
    public ImmutableArray<string> ChangedFiles(string from, string to) => _reader.ChangedFiles(from, to);

    /// <summary>The best common ancestor of two commits.</summary>
    /// <param name="first">One commit.</param>
    /// <param name="second">The other.</param>
    /// <returns>Its id, or null when they have no history in common.</returns>
    /// <exception cref="GitException">There is no such commit.</exception>
    public string? FindMergeBase(string first, string second) => _reader.FindMergeBase(first, second);

    /// <inheritdoc/>
    public bool IsAncestor(string ancestor, string descendant) => _reader.FindMergeBase(ancestor, descendant) == ancestor;
}
