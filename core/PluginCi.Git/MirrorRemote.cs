using System.Diagnostics.CodeAnalysis;

namespace PluginCi.Git;

/// <summary>What a mirror does with its remote.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore lives as long as the process and has no wait handle to give back.")]
internal sealed class MirrorRemote(GitCommand git, CommitReader reader)
{
    // Two fetches at once would fight for the same ref locks.
    private readonly SemaphoreSlim _oneFetch = new(1);

    public async Task FetchCommitAsync(string url, string commit, CancellationToken cancellationToken)
    {
        if (!reader.Has(commit))
        {
            await FetchAsync(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", url, $"+{commit}:{MirrorRefs.Of(commit)}"], cancellationToken);
        }
    }

    public async Task<string?> ReadTipAsync(string url, string branch, CancellationToken cancellationToken) =>
        (await ReadRefsAsync(url, $"refs/heads/{branch}", cancellationToken)).GetValueOrDefault($"refs/heads/{branch}");

    public async Task<IReadOnlyDictionary<string, string>> ReadBranchesAsync(string url, CancellationToken cancellationToken)
    {
        const string Heads = "refs/heads/";
        var found = await ReadRefsAsync(url, $"{Heads}*", cancellationToken);
        return found.Where(entry => entry.Key.StartsWith(Heads, StringComparison.Ordinal)).ToDictionary(entry => entry.Key[Heads.Length..], entry => entry.Value, StringComparer.Ordinal);
    }

    public async Task<string?> ReadTagAsync(string url, string tag, CancellationToken cancellationToken)
    {
        // An annotated tag is told twice: the tag's own object, and with ^{} what it leads to.
        var found = await ReadRefsAsync(url, $"refs/tags/{tag}*", cancellationToken);
        return found.GetValueOrDefault($"refs/tags/{tag}^{{}}") ?? found.GetValueOrDefault($"refs/tags/{tag}");
    }

    public async Task<PushOutcome> PushAsync(
        string url, string branch, string? expectedTip, string commit, CancellationToken cancellationToken)
    {
        // The lease alone would let a commit through that drops what the branch has.
        if (expectedTip is not null && reader.FindMergeBase(expectedTip, commit) != expectedTip)
        {
            throw new GitException($"{commit} does not contain {expectedTip}, the expected tip of {branch} in {url}; it would take commits away.");
        }

        string[] arguments =
        [
            "push", "--porcelain", $"--force-with-lease=refs/heads/{branch}:{expectedTip}", url, $"{commit}:refs/heads/{branch}",
        ];
        return await PushAsync(arguments, url, branch, expectedTip, commit, cancellationToken);
    }

    public Task<PushOutcome> TakeBackAsync(string url, string branch, string pushed, string? former, CancellationToken cancellationToken) => PushAsync(
        ["push", "--porcelain", $"--force-with-lease=refs/heads/{branch}:{pushed}", url, $"{former}:refs/heads/{branch}"],
        url,
        branch,
        pushed,
        former,
        cancellationToken);

    private async Task<PushOutcome> PushAsync(
        string[] arguments, string url, string branch, string? expectedTip, string? commit, CancellationToken cancellationToken)
    {
        var result = git.Expect(await git.TryRemoteAsync(arguments, cancellationToken), arguments, 0, 1);
        var status = result.Output.Split('\n').Select(line => line.Split('\t')).FirstOrDefault(line => line.Length == 3);
        return status switch
        {
            ["=", ..] => new PushOutcome.AlreadyThere(),
            ["!", _, var summary] => await ExplainAsync(url, branch, expectedTip, commit, $"{summary} {result.Errors}".Trim(), cancellationToken),
            _ when result.ExitCode == 0 => new PushOutcome.Pushed(),
            _ => throw new GitException($"The push of {commit ?? "nothing"} to {branch} in {url} failed: {result.Errors.Trim()}", GitTrouble.IsTransient(result.Errors)),
        };
    }

    private async Task<PushOutcome> ExplainAsync(
        string url, string branch, string? expectedTip, string? commit, string said, CancellationToken cancellationToken)
    {
        // Between the refusal and this look the branch may have moved again; any of the answers is then true of some moment since.
        var actual = await ReadTipAsync(url, branch, cancellationToken);
        if (actual == commit)
        {
            return new PushOutcome.AlreadyThere();
        }

        if (actual == expectedTip && GitTrouble.IsLocked(said))
        {
            throw new GitException($"The push of {commit ?? "nothing"} to {branch} in {url} found the branch locked by another git process: {said}", isTransient: true);
        }

        return actual == expectedTip ? new PushOutcome.Refused(said) : new PushOutcome.TipMoved(actual);
    }

    // The pattern also fits the end of other refs, such as refs/copies/refs/heads/main.
    private async Task<Dictionary<string, string>> ReadRefsAsync(string url, string pattern, CancellationToken cancellationToken)
    {
        string[] arguments = ["ls-remote", "--quiet", url, pattern];
        var result = git.Expect(await git.TryRemoteAsync(arguments, cancellationToken), arguments, 0);
        return result.Output.Split('\n')
            .Select(line => line.Split('\t'))
            .Where(line => line.Length == 2)
            .ToDictionary(line => line[1], line => line[0], StringComparer.Ordinal);
    }

    private async Task FetchAsync(string[] arguments, CancellationToken cancellationToken)
    {
        await _oneFetch.WaitAsync(cancellationToken);
        try
        {
            git.Expect(await git.TryRemoteAsync(arguments, cancellationToken), arguments, 0);
        }
        finally
        {
            _oneFetch.Release();
        }
    }
}
