using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Makes the merge of a buildset and freezes its jobs. Doing it twice makes the same commit and the same jobs.</summary>
internal sealed class PrepareWorker(SiteKeeper sites, Repositories repositories, JobFreezer freezer, TimeProvider clock)
{
    public async Task<GateEvent?> RunAsync(PrepareBuildset wish, CancellationToken cancellationToken)
    {
        Preparation outcome;
        try
        {
            outcome = await PrepareAsync(wish, cancellationToken);
        }
        catch (GitException exception) when (!exception.IsTransient)
        {
            outcome = new MergeConflict([], exception.Message);
        }
        catch (OutsideException exception) when (!exception.IsTransient)
        {
            outcome = new MergeConflict([], exception.Message);
        }

        return new BuildsetPrepared(clock.GetUtcNow(), wish.Buildset, outcome);
    }

    private async Task<Preparation> PrepareAsync(PrepareBuildset wish, CancellationToken cancellationToken)
    {
        var change = wish.Change;
        var connection = sites.Current.Find(change.Project)?.Connection ?? change.Id.Connection;
        await repositories.EnsureCommitAsync(connection, change.Project, change.Commit, cancellationToken);
        await repositories.EnsureCommitAsync(connection, change.Project, wish.Base[change.Target], cancellationToken);
        var merged = await repositories.MirrorOf(change.Project).MergeAsync(
            wish.Base[change.Target], change.Commit, new MergeMessage(change.Id, change.Patchset, change.Subject), wish.At, cancellationToken);
        if (merged is MergeOutcome.Conflict conflict)
        {
            return new MergeConflict(conflict.Files, DescribeConflict(conflict));
        }

        var result = wish.Base.SetItem(change.Target, ((MergeOutcome.Merged)merged).Commit);
        return wish.WithJobs
            ? await freezer.FreezeAsync(sites.Current, wish, result, cancellationToken)
            : new ReadyToBuild(result, []);
    }

    private static string DescribeConflict(MergeOutcome.Conflict conflict) => conflict.Files.Length switch
    {
        0 => conflict.Why,
        1 => $"{conflict.Files[0]} conflicts",
        _ => $"{string.Join(", ", conflict.Files)} conflict",
    };
}
