using PluginCi.Model;
using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git.Hook;

/// <summary>Prints what the server says of some changes until their fate is known.</summary>
internal sealed class ChangeFollower(ReviewStore store, TextWriter pusher, TimeProvider clock, long commentsBefore)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // The report of a merge comes a moment after the merge; where no reporter is configured it never comes.
    private static readonly TimeSpan GraceAfterMerge = TimeSpan.FromSeconds(3);

    private readonly Dictionary<int, long> _told = [];
    private readonly Dictionary<int, long> _mergedAt = [];

    /// <summary>Follows the changes.</summary>
    /// <param name="changes">The changes as they were pushed.</param>
    /// <param name="limit">How long at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task FollowAsync(IReadOnlyList<ChangeRow> changes, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var waiting = changes.DistinctBy(change => change.Number).ToDictionary(change => change.Number);
        while (waiting.Count > 0)
        {
            foreach (var change in waiting.Values.Where(IsDecided).ToList())
            {
                waiting.Remove(change.Number);
            }

            if (waiting.Count > 0 && clock.GetElapsedTime(started) >= limit)
            {
                var ids = string.Join(", ", waiting.Values.Select(change => change.Id.Value));
                await pusher.WriteLineAsync($"Nothing was decided within {limit.TotalSeconds:0} s on {ids}; the gate goes on without this push.");
                return;
            }

            if (waiting.Count > 0)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    private bool IsDecided(ChangeRow pushed)
    {
        var (now, comments) = store.Read(session =>
            (session.FindChange(pushed.Number)!, session.ListComments(pushed.Number, _told.GetValueOrDefault(pushed.Number, commentsBefore))));
        foreach (var comment in comments)
        {
            _told[pushed.Number] = comment.Id;
            pusher.WriteLine($"{pushed.Id}  {comment.Pipeline}: {comment.Kind}");
            foreach (var line in comment.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                pusher.WriteLine($"  {line.TrimEnd()}");
            }
        }

        var ofThis = comments.Where(comment => comment.Patchset == pushed.Patchset).ToList();
        if (now.Status == ChangeStatus.Merged)
        {
            return TellMerge(pushed, now, ofThis.Exists(comment => comment.Kind == ReportKind.Success));
        }

        // Without an approval nothing merges it, and a passed check is all there is to wait for.
        return now.Status == ChangeStatus.Abandoned
            || now.Patchset != pushed.Patchset
            || ofThis.Exists(comment => IsRejection(comment.Kind) || (comment.Kind == ReportKind.Success && !now.IsApproved));
    }

    private bool TellMerge(ChangeRow pushed, ChangeRow now, bool isReported)
    {
        if (!_mergedAt.TryGetValue(pushed.Number, out var seen))
        {
            _mergedAt[pushed.Number] = seen = clock.GetTimestamp();
            pusher.WriteLine($"{pushed.Id}  merged as {now.MergeCommit?[..Math.Min(10, now.MergeCommit.Length)]}");
        }

        return isReported || clock.GetElapsedTime(seen) >= GraceAfterMerge;
    }

    private static bool IsRejection(ReportKind kind) => kind switch
    {
        ReportKind.Failure or ReportKind.Conflict or ReportKind.Refused or ReportKind.Left => true,
        ReportKind.Start or ReportKind.Success => false,
    };
}
