using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Looks later, and apart from those who merged, whether what was merged is in the history of its branch. What is missing stops the queue.</summary>
internal sealed class MergeWatch(
    JournalStore journal, ReadStore reads, SiteKeeper sites, Repositories repositories, TimeProvider clock, ILogger<MergeWatch> logger)
{
    // A branch that loses commits is noticed within minutes; older merges are below newer ones in any case.
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);
    private const int MostMerges = 100;

    public async Task LookAsync(QueueLoop queue, CancellationToken cancellationToken)
    {
        var merges = journal.ReadNewestMerges(queue.Name, clock.GetUtcNow() - Window, MostMerges).Reverse().SelectMany(Lands);
        foreach (var lands in merges.GroupBy(land => land.Branch))
        {
            var tip = await repositories.ReadTipAsync(sites.Current.ConnectionOf(lands.Key.Project), lands.Key, cancellationToken);
            var missing = lands.Where(land => tip is null || !Holds(land.Branch, tip, land.Commit)).ToArray();
            if (missing.Length > 0)
            {
                await TellAsync(queue, missing, tip, cancellationToken);
            }
        }
    }

    private IEnumerable<(long Number, ChangeId Change, ProjectBranch Branch, string Commit)> Lands(MergeRow merge) =>
        from change in merge.Changes
        let branch = reads.FindChange(change)?.Target
        where branch is not null && merge.Commits.ContainsKey(branch.Value) && sites.Current.Find(branch.Value.Project) is not null
        select (merge.Number, change, branch.Value, merge.Commits[branch.Value]);

    private bool Holds(ProjectBranch branch, string tip, string commit)
    {
        try
        {
            return repositories.MirrorOf(branch.Project).IsAncestor(commit, tip);
        }
        catch (GitException exception) when (!exception.IsTransient)
        {
            // The mirror was made anew and the branch no longer leads to the commit.
            return false;
        }
    }

    // Once for each finding: who thaws the queue has seen it.
    private async Task TellAsync(
        QueueLoop queue, (long Number, ChangeId Change, ProjectBranch Branch, string Commit)[] missing, string? tip, CancellationToken cancellationToken)
    {
        var last = missing[^1];
        var key = $"merge-lost:{last.Branch}:{last.Number}";
        if (queue.HasHeard(key))
        {
            return;
        }

        ImmutableArray<ChangeId> changes = [.. missing.Select(land => land.Change)];
        Log.Alarm(logger, $"{string.Join(", ", changes)} was merged into {last.Branch}, but {last.Commit} is not in the history of {tip ?? "a branch that is gone"}. Queue {queue.Name} is stopped.");
        await queue.PostAsync(key, new MergeLost(clock.GetUtcNow(), changes, last.Branch, last.Commit, tip), cancellationToken);
    }
}
