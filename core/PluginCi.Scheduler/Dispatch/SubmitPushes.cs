using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The pushes of one submit: what is done already, what is still to do, and the way back.</summary>
internal sealed class SubmitPushes(SubmitChanges wish, SiteKeeper sites, Repositories repositories)
{
    /// <summary>The branches that hold their tested commit, pushed by this run or by one before a crash.</summary>
    public ImmutableSortedDictionary<ProjectBranch, string> Pushed { get; private set; } = ImmutableSortedDictionary<ProjectBranch, string>.Empty;

    // A branch that held its change before stays where it was tested.
    private ImmutableSortedDictionary<ProjectBranch, string> ToPush { get; } = wish.Commits.RemoveRange(wish.Commits.Where(entry => entry.Value == wish.Base.GetValueOrDefault(entry.Key)).Select(entry => entry.Key));

    /// <summary>True when <see cref="FindOvertakenAsync"/> found nothing left to push.</summary>
    public bool WereAllPushed { get; private set; }

    /// <summary>Reads all tips. Must be called first.</summary>
    /// <returns>The first branch that is neither where the tests assumed it nor pushed; null when there is none, or when all were pushed.</returns>
    public async Task<SubmitOvertaken?> FindOvertakenAsync(CancellationToken cancellationToken)
    {
        SubmitOvertaken? overtaken = null;
        foreach (var branch in wish.Base.Keys.Union(wish.Commits.Keys))
        {
            var tip = await ReadTipAsync(branch, cancellationToken);
            if (ToPush.GetValueOrDefault(branch) is { } commit && Holds(branch, tip, commit))
            {
                Pushed = Pushed.SetItem(branch, commit);
            }
            else if (tip != wish.Base.GetValueOrDefault(branch))
            {
                overtaken ??= new SubmitOvertaken(branch, tip);
            }
        }

        WereAllPushed = Pushed.Count > 0 && Pushed.Count == ToPush.Count;
        return WereAllPushed ? null : overtaken;
    }

    /// <summary>Pushes what is left, each branch only from where the tests assumed it.</summary>
    /// <returns>The first refusal, or null when all are pushed.</returns>
    public async Task<SubmitOutcome?> PushAsync(CancellationToken cancellationToken)
    {
        foreach (var (branch, commit) in ToPush.Where(entry => !Pushed.ContainsKey(entry.Key)))
        {
            var remote = await RemoteOfAsync(branch, cancellationToken);
            var outcome = await repositories.MirrorOf(branch.Project)
                .PushAsync(remote.Url, branch.Branch, wish.Base.GetValueOrDefault(branch), commit, cancellationToken);
            switch (outcome)
            {
                case PushOutcome.TipMoved moved:
                    return new SubmitOvertaken(branch, moved.Actual);
                case PushOutcome.Refused refused:
                    return new SubmitRefused($"The push to {branch} was refused: {refused.Reason}");
                default:
                    Pushed = Pushed.SetItem(branch, commit);
                    break;
            }
        }

        return null;
    }

    /// <summary>Moves the pushed branches back to where they were, as far as nobody has pushed on them since.</summary>
    /// <returns>One sentence about what could not be taken back, or null when everything was.</returns>
    public async Task<string?> TakeBackAsync(CancellationToken cancellationToken)
    {
        var obstacles = new List<string>();
        foreach (var (branch, commit) in Pushed.Reverse())
        {
            if (await FindObstacleAsync(branch, commit, cancellationToken) is { } obstacle)
            {
                obstacles.Add(obstacle);
            }
            else
            {
                Pushed = Pushed.Remove(branch);
            }
        }

        return obstacles.Count == 0 ? null : string.Join(' ', obstacles);
    }

    /// <summary>Whether a branch has what was pushed to it, also when somebody pushed on it since.</summary>
    public async Task<bool> HoldsAsync(ProjectBranch branch, CancellationToken cancellationToken) =>
        Holds(branch, await ReadTipAsync(branch, cancellationToken), wish.Commits[branch]);

    /// <summary>Reads back every branch that was pushed, and compares commit and tree with what was tested.</summary>
    /// <returns>The first difference, or null when there is none.</returns>
    public async Task<SubmitDiffers?> FindDifferenceAsync(CancellationToken cancellationToken)
    {
        foreach (var (branch, commit) in Pushed)
        {
            var mirror = repositories.MirrorOf(branch.Project);
            var tip = await ReadTipAsync(branch, cancellationToken);
            if (tip is null || tip != commit || mirror.TreeOf(tip) != mirror.TreeOf(commit))
            {
                return new SubmitDiffers(branch, tip);
            }
        }

        return null;
    }

    private async Task<string?> FindObstacleAsync(ProjectBranch branch, string commit, CancellationToken cancellationToken)
    {
        try
        {
            var remote = await RemoteOfAsync(branch, cancellationToken);
            var outcome = await repositories.MirrorOf(branch.Project)
                .TakeBackAsync(remote.Url, branch.Branch, commit, wish.Base.GetValueOrDefault(branch), cancellationToken);
            return outcome switch
            {
                PushOutcome.TipMoved moved => $"{branch} cannot be taken back from {commit[..10]}: somebody moved it to {moved.Actual?[..10] ?? "nothing"}.",
                PushOutcome.Refused refused => $"{branch} cannot be taken back from {commit[..10]}: {refused.Reason}",
                _ => null,
            };
        }
        catch (GitException exception) when (!exception.IsTransient)
        {
            return $"{branch} cannot be taken back from {commit[..10]}: {exception.Message}";
        }
    }

    // A branch that somebody pushed on since still holds what was merged.
    private bool Holds(ProjectBranch branch, string? tip, string commit) => tip is not null
        && (tip == commit || (repositories.MirrorOf(branch.Project).Has(commit) && repositories.MirrorOf(branch.Project).IsAncestor(commit, tip)));

    private Task<string?> ReadTipAsync(ProjectBranch branch, CancellationToken cancellationToken) =>
        repositories.ReadTipAsync(sites.Current.ConnectionOf(branch.Project), branch, cancellationToken);

    private Task<RemoteRepository> RemoteOfAsync(ProjectBranch branch, CancellationToken cancellationToken) =>
        repositories.RemoteOfAsync(sites.Current.ConnectionOf(branch.Project), branch.Project, cancellationToken);
}
