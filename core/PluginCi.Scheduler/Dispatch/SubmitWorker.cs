using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Moves branches to exactly the tested commits, all or none. Doing it again after a crash finds what was done and goes on.</summary>
internal sealed class SubmitWorker(
    SiteKeeper sites, Repositories repositories, Connections connections, Board board, TimeProvider clock, ILogger<SubmitWorker> logger)
{
    // What this process pushed is compared, also when reading it back failed at first. What an earlier one pushed may have moved on meanwhile.
    private readonly ConcurrentDictionary<BuildsetId, bool> _pushedHere = new();

    public async Task<GateEvent?> RunAsync(SubmitChanges wish, Func<GateState> readState, CancellationToken cancellationToken)
    {
        var outcome = await SubmitAsync(wish, readState, cancellationToken);
        _pushedHere.TryRemove(wish.Buildset, out _);
        return new SubmitEnded(clock.GetUtcNow(), wish.Item, wish.Buildset, outcome);
    }

    private async Task<SubmitOutcome> SubmitAsync(SubmitChanges wish, Func<GateState> readState, CancellationToken cancellationToken)
    {
        var pushes = new SubmitPushes(wish, sites, repositories);
        try
        {
            if (await FindRefusalAsync(wish, pushes, cancellationToken) is { } refusal)
            {
                return await TakeBackAsync(pushes, refusal, cancellationToken);
            }

            // The last look before the push; what was begun is finished.
            if (pushes.Pushed.IsEmpty && IsFrozen(wish, readState()))
            {
                return new SubmitHeld();
            }

            _pushedHere.TryAdd(wish.Buildset, !pushes.WereAllPushed);
            if (await pushes.PushAsync(cancellationToken) is { } refused)
            {
                return await TakeBackAsync(pushes, refused, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is GitException { IsTransient: false } or OutsideException { IsTransient: false })
        {
            return await TakeBackAsync(pushes, new SubmitRefused(exception.Message), cancellationToken);
        }

        if (_pushedHere[wish.Buildset] && await pushes.FindDifferenceAsync(cancellationToken) is { } difference)
        {
            Log.Alarm(logger, $"{difference.Branch} was pushed to {wish.Commits[difference.Branch]} for {Names(wish)}, but {difference.Found ?? "nothing"} was read back.");
            await MarkMergedAsync(wish, await FindHeldAsync(wish, pushes, cancellationToken), cancellationToken);
            return difference;
        }

        await LookAroundAsync(wish, cancellationToken);
        await MarkMergedAsync(wish, wish.Changes, cancellationToken);
        return new Submitted();
    }

    private static bool IsFrozen(SubmitChanges wish, GateState state) => state.Freezes.Any(freeze => freeze.Stops(state.Rules, wish.Changes));

    private async Task<SubmitOutcome?> FindRefusalAsync(SubmitChanges wish, SubmitPushes pushes, CancellationToken cancellationToken)
    {
        if (await pushes.FindOvertakenAsync(cancellationToken) is { } overtaken)
        {
            return overtaken;
        }

        foreach (var change in pushes.WereAllPushed ? [] : wish.Changes)
        {
            if (await SourceOf(change).FindSubmitObstacleAsync(change, cancellationToken) is { } obstacle)
            {
                return new SubmitRefused(obstacle, change.Id);
            }
        }

        return null;
    }

    private async Task<SubmitOutcome> TakeBackAsync(SubmitPushes pushes, SubmitOutcome refusal, CancellationToken cancellationToken)
    {
        if (await pushes.TakeBackAsync(cancellationToken) is not { } obstacle)
        {
            return refusal;
        }

        var torn = new SubmitTorn($"{Describe(refusal)} {obstacle}", pushes.Pushed);
        Log.Alarm(logger, torn.Reason);
        return torn;
    }

    private static string Describe(SubmitOutcome refusal) => refusal switch
    {
        SubmitRefused refused => refused.Reason,
        SubmitOvertaken overtaken => $"{overtaken.Branch} moved past the gate to {overtaken.Tip ?? "nothing"}.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Every branch of the queue counts, not only those that are pushed: the tests ran on all of them together. Between the look at the others and
    // the push somebody may have pushed past the gate.
    private async Task LookAroundAsync(SubmitChanges wish, CancellationToken cancellationToken)
    {
        foreach (var (branch, expected) in wish.Base.Where(entry => !wish.Commits.ContainsKey(entry.Key)))
        {
            var tip = await repositories.ReadTipAsync(sites.Current.ConnectionOf(branch.Project), branch, cancellationToken);
            if (tip != expected)
            {
                Warn(wish, $"{Names(wish)} was merged while {branch} moved past the gate from {expected[..10]} to {tip?[..10] ?? "nothing"}: the two were not tested together.");
            }
        }
    }

    // What somebody pushed on is merged all the same; what somebody pushed away is not.
    private static async Task<IReadOnlyList<Change>> FindHeldAsync(SubmitChanges wish, SubmitPushes pushes, CancellationToken cancellationToken)
    {
        var held = new List<Change>();
        foreach (var change in wish.Changes)
        {
            if (await pushes.HoldsAsync(change.Target, cancellationToken))
            {
                held.Add(change);
            }
        }

        return held;
    }

    // The branches hold the changes, whatever the review system says to it.
    private async Task MarkMergedAsync(SubmitChanges wish, IReadOnlyList<Change> merged, CancellationToken cancellationToken)
    {
        foreach (var change in merged)
        {
            try
            {
                await SourceOf(change).MarkMergedAsync(change, wish.Commits[change.Target], cancellationToken);
            }
            catch (OutsideException exception) when (!exception.IsTransient)
            {
                Warn(wish, $"{change.Id} is merged as {wish.Commits[change.Target][..10]}, but its review system does not take note of it: {exception.Message}");
            }
        }
    }

    private void Warn(SubmitChanges wish, string text)
    {
        Log.Alarm(logger, text);
        board.Warn($"submit of {Names(wish)}", text);
    }

    private IChangeSource SourceOf(Change change) => connections.FindSource(change.Id.Connection)
        ?? throw new OutsideException($"{change.Id} cannot be merged: no plugin provides connection '{change.Id.Connection}'.", isTransient: true);

    private static string Names(SubmitChanges wish) => string.Join(", ", wish.Changes.Select(change => change.Id));
}
