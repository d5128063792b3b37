using System.Diagnostics;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Makes the merges of a buildset and freezes its jobs. Doing it twice makes the same commits and the same jobs.</summary>
internal sealed class PrepareWorker(SiteKeeper sites, Repositories repositories, JobFreezer freezer, TimeProvider clock)
{
    public async Task<GateEvent?> RunAsync(PrepareBuildset wish, CancellationToken cancellationToken)
    {
        Preparation outcome;
        try
        {
            outcome = wish.Ref is { } tested ? await TestAsync(wish, tested, cancellationToken) : await MergeAsync(wish, cancellationToken);
        }
        catch (Exception exception) when (IsFinal(exception))
        {
            outcome = new MergeConflict([], exception.Message);
        }

        return new BuildsetPrepared(clock.GetUtcNow(), wish.Buildset, outcome);
    }

    private async Task<Preparation> TestAsync(PrepareBuildset wish, RefUpdate tested, CancellationToken cancellationToken)
    {
        if ((tested.New.Length > 0 ? tested.New : wish.Base.GetValueOrDefault(tested.Target)) is not { } commit)
        {
            return NoBranch(tested.Target, null);
        }

        await EnsureAsync(tested.Target, commit, cancellationToken);
        return await freezer.FreezeAsync(sites.Current, wish, new MergedState(wish.Base.SetItem(tested.Target, commit)), cancellationToken);
    }

    private async Task<Preparation> MergeAsync(PrepareBuildset wish, CancellationToken cancellationToken)
    {
        var state = new MergedState(wish.Base);
        foreach (var change in wish.Merge)
        {
            var (next, conflict) = await TryMergeAsync(change, state, wish.At, cancellationToken);
            if (conflict is not null)
            {
                return conflict;
            }

            state = next;
        }

        return await freezer.FreezeAsync(sites.Current, wish, state, cancellationToken);
    }

    private async Task<(MergedState State, MergeConflict? Conflict)> TryMergeAsync(
        Change change, MergedState state, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (state.Commits.GetValueOrDefault(change.Target) is not { } tip)
        {
            return (state, NoBranch(change.Target, change.Id));
        }

        try
        {
            await EnsureAsync(change.Target, change.Commit, cancellationToken);
            await EnsureAsync(change.Target, tip, cancellationToken);
            var message = new MergeMessage(change.Id, change.Patchset, change.Subject);
            return await repositories.MirrorOf(change.Project).MergeAsync(tip, change.Commit, message, at, cancellationToken) switch
            {
                MergeOutcome.Merged merged => (state.With(change, tip, merged.Commit), null),
                MergeOutcome.Conflict conflict => (state, new MergeConflict(conflict.Files, DescribeConflict(conflict), change.Id)),
                _ => throw new UnreachableException(),
            };
        }
        catch (Exception exception) when (IsFinal(exception))
        {
            return (state, new MergeConflict([], exception.Message, change.Id));
        }
    }

    private Task EnsureAsync(ProjectBranch branch, string commit, CancellationToken cancellationToken) =>
        repositories.EnsureCommitAsync(sites.Current.ConnectionOf(branch.Project), branch.Project, commit, cancellationToken);

    // What no waiting mends is the change's trouble; all else is tried again.
    private static bool IsFinal(Exception exception) => exception is GitException { IsTransient: false } or OutsideException { IsTransient: false };

    private static MergeConflict NoBranch(ProjectBranch branch, ChangeId? change) =>
        new([], $"{branch.Project} has no branch {branch.Branch}", change);

    private static string DescribeConflict(MergeOutcome.Conflict conflict) => conflict.Files.Length switch
    {
        0 => conflict.Why,
        1 => $"{conflict.Files[0]} conflicts",
        _ => $"{string.Join(", ", conflict.Files)} conflict",
    };
}
