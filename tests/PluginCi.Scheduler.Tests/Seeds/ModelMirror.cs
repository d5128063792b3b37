using System.Collections.Immutable;
using PluginCi.Git;
using PluginCi.Model;

namespace PluginCi.Scheduler.Seeds;

/// <summary>A server's view of one repository of the model.</summary>
internal sealed class ModelMirror(ModelGit git, Line line, ProjectName project) : IGitMirror
{
    public Task FetchCommitAsync(string url, string commit, CancellationToken cancellationToken) => CallAsync(
        $"fetch {commit[..6]}",
        () =>
        {
            if (!git.Exists(commit))
            {
                throw new GitException($"There is no commit {commit} in {url}.");
            }

            git.Fetch(project, commit);
            return true;
        },
        cancellationToken);

    public Task<string?> ReadRemoteTipAsync(string url, string branch, CancellationToken cancellationToken) =>
        CallAsync($"ls-remote {branch}", () => git.Tips.GetValueOrDefault(new ProjectBranch(project, branch)), cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ReadRemoteBranchesAsync(string url, CancellationToken cancellationToken) => CallAsync<IReadOnlyDictionary<string, string>>(
        "ls-remote", () => git.Tips.Where(tip => tip.Key.Project == project).ToDictionary(tip => tip.Key.Branch, tip => tip.Value, StringComparer.Ordinal), cancellationToken);

    public Task<string?> ReadRemoteTagAsync(string url, string tag, CancellationToken cancellationToken) =>
        CallAsync<string?>($"ls-remote {tag}", () => null, cancellationToken);

    public Task<MergeOutcome> MergeAsync(string onto, string commit, MergeMessage message, DateTimeOffset at, CancellationToken cancellationToken) => CallAsync<MergeOutcome>(
        $"merge {commit[..6]} onto {onto[..6]}",
        () =>
        {
            var (files, conflicts) = git.Merge(onto, commit);
            if (!conflicts.IsEmpty)
            {
                return new MergeOutcome.Conflict(conflicts, $"{commit} does not merge onto {onto}.");
            }

            if (git.IsAncestor(commit, onto))
            {
                return new MergeOutcome.Merged(onto, git[onto].Tree);
            }

            var merged = git.Add(new ModelCommit([onto, commit], files, $"{message.Text} {at.ToUnixTimeSeconds()}", message.Change));
            git.Fetch(project, merged.Id);
            return new MergeOutcome.Merged(merged.Id, merged.Tree);
        },
        cancellationToken);

    public Task<PushOutcome> PushAsync(string url, string branch, string? expectedTip, string commit, CancellationToken cancellationToken) => CallAsync<PushOutcome>(
        $"push {commit[..6]} to {branch}",
        () =>
        {
            var target = new ProjectBranch(project, branch);
            var tip = git.Tips.GetValueOrDefault(target);
            if (tip == commit)
            {
                return new PushOutcome.AlreadyThere();
            }

            if (tip != expectedTip)
            {
                return new PushOutcome.TipMoved(tip);
            }

            if (expectedTip is not null && !git.IsAncestor(expectedTip, commit))
            {
                throw new GitException($"{commit} does not contain {expectedTip}.");
            }

            if (line.Weather.Strikes(Fault.PushRefused))
            {
                return new PushOutcome.Refused("A hook declined it.");
            }

            git.Land(target, commit);
            return new PushOutcome.Pushed();
        },
        cancellationToken);

    public Task<PushOutcome> TakeBackAsync(string url, string branch, string pushed, string? former, CancellationToken cancellationToken) => CallAsync<PushOutcome>(
        $"take back {pushed[..6]} from {branch}",
        () =>
        {
            var target = new ProjectBranch(project, branch);
            var tip = git.Tips.GetValueOrDefault(target);
            if (tip == former)
            {
                return new PushOutcome.AlreadyThere();
            }

            if (tip != pushed)
            {
                return new PushOutcome.TipMoved(tip);
            }

            git.TakeBack(target, pushed, former!);
            return new PushOutcome.Pushed();
        },
        cancellationToken);

    public Task CheckoutAsync(string commit, string directory, CancellationToken cancellationToken) => CallAsync(
        $"check out {commit[..6]}",
        () =>
        {
            File.WriteAllText(Path.Combine(directory, ModelExecutor.CommitFile), commit);
            return true;
        },
        cancellationToken);

    public bool Has(string commit) => git.IsFetched(project, commit);

    public string TreeOf(string commit) => Find(commit).Tree;

    public string? ReadText(string commit, string path) => Find(commit).Files.GetValueOrDefault(path);

    public IReadOnlyList<string> ListFiles(string commit, string folder) =>
        [.. Find(commit).Files.Keys.Where(path => path.StartsWith($"{folder}/", StringComparison.Ordinal))];

    public ImmutableArray<string> ChangedFiles(string from, string to)
    {
        var (before, after) = (Find(from).Files, Find(to).Files);
        return [.. before.Keys.Union(after.Keys).Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path)).Order(StringComparer.Ordinal)];
    }

    public bool IsAncestor(string ancestor, string descendant) => git.IsAncestor(ancestor, descendant);

    private ModelCommit Find(string commit) => Has(commit) ? git[commit] : throw new GitException($"The mirror of {project} has no commit {commit}.");

    private Task<T> CallAsync<T>(string what, Func<T> act, CancellationToken cancellationToken) =>
        line.CallAsync($"git {project}: {what}", act, trouble => new GitException(trouble, isTransient: true), cancellationToken);
}
