using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Moves a branch to exactly the tested commit. Doing it again after a crash finds what was done.</summary>
internal sealed class SubmitWorker(
    SiteKeeper sites, Repositories repositories, Connections connections, Board board, TimeProvider clock, ILogger<SubmitWorker> logger)
{
    public async Task<GateEvent?> RunAsync(SubmitChange wish, CancellationToken cancellationToken)
    {
        SubmitOutcome outcome;
        try
        {
            outcome = await SubmitAsync(wish, cancellationToken);
        }
        catch (GitException exception) when (!exception.IsTransient)
        {
            outcome = new SubmitRefused(exception.Message);
        }
        catch (OutsideException exception) when (!exception.IsTransient)
        {
            outcome = new SubmitRefused(exception.Message);
        }

        return new SubmitEnded(clock.GetUtcNow(), wish.Item, outcome);
    }

    private async Task<SubmitOutcome> SubmitAsync(SubmitChange wish, CancellationToken cancellationToken)
    {
        var change = wish.Change;
        var source = connections.FindSource(change.Id.Connection)
            ?? throw new OutsideException($"{change.Id} cannot be merged: no plugin provides connection '{change.Id.Connection}'.", isTransient: true);
        var tip = await ReadTipAsync(change.Target, cancellationToken);
        if (tip != wish.Commit)
        {
            if (await FindMovedBranchAsync(wish, cancellationToken) is { } moved)
            {
                return moved;
            }

            if (await source.FindSubmitObstacleAsync(change, cancellationToken) is { } obstacle)
            {
                return new SubmitRefused(obstacle);
            }

            if (await PushAsync(wish, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        await ReadBackAsync(wish, cancellationToken);
        await source.MarkMergedAsync(change, wish.Commit, cancellationToken);
        return new Submitted();
    }

    // Every branch of the queue counts, not only the one that is pushed: the tests ran on all of them together.
    private async Task<SubmitOvertaken?> FindMovedBranchAsync(SubmitChange wish, CancellationToken cancellationToken)
    {
        foreach (var (branch, expected) in wish.Base)
        {
            var tip = await ReadTipAsync(branch, cancellationToken);
            if (tip != expected)
            {
                return new SubmitOvertaken(branch, tip);
            }
        }

        return null;
    }

    private async Task<SubmitOutcome?> PushAsync(SubmitChange wish, CancellationToken cancellationToken)
    {
        var target = wish.Change.Target;
        var remote = await repositories.RemoteOfAsync(ConnectionOf(target.Project), target.Project, cancellationToken);
        var pushed = await repositories.MirrorOf(target.Project)
            .PushAsync(remote.Url, target.Branch, wish.Base[target], wish.Commit, cancellationToken);
        return pushed switch
        {
            PushOutcome.TipMoved moved => new SubmitOvertaken(target, moved.Actual),
            PushOutcome.Refused refused => new SubmitRefused(refused.Reason),
            _ => null,
        };
    }

    // Between the look at the other branches and the push somebody may have pushed past the gate: then what is merged was not tested together.
    private async Task ReadBackAsync(SubmitChange wish, CancellationToken cancellationToken)
    {
        foreach (var (branch, expected) in wish.Base.SetItem(wish.Change.Target, wish.Commit))
        {
            var tip = await ReadTipAsync(branch, cancellationToken);
            if (tip != expected)
            {
                var text = $"{wish.Change.Id} was merged while {branch} moved past the gate from {expected[..10]} to {tip?[..10] ?? "nothing"}: the two were not tested together.";
                Log.Alarm(logger, text);
                board.Warn($"submit of {wish.Change.Id}", text);
            }
        }
    }

    private Task<string?> ReadTipAsync(ProjectBranch branch, CancellationToken cancellationToken) =>
        repositories.ReadTipAsync(ConnectionOf(branch.Project), branch, cancellationToken);

    private string ConnectionOf(ProjectName project) => sites.Current.Find(project)?.Connection ?? "git";
}
